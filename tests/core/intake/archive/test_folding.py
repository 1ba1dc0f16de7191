import pytest

from ssi_core.intake.archive.folding import folded, letters, squeezed, tail, words


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/ana-l%C3%B3pez-1a",
        "http://linkedin.com/in/Ana-López-1A/",
        "https://de.linkedin.com/in/ana-lo%CC%81pez-1a/?trk=x#top",
        " www.linkedin.com/in/ANA-L%C3%93PEZ-1A ",
    ],
)
def test_one_profile_has_one_tail(url):
    assert tail(url) == "ana-lópez-1a"


def test_no_address_has_no_tail():
    assert tail("") == tail("  ") == tail("/") == ""


def test_folding_keeps_what_differs():
    assert folded(" Ana  LÓPEZ") == folded("ana lópez") != folded("ana lopez")
    assert words("Geschäftsführer:in, Berlin") == ["geschaftsfuhrer", "in", "berlin"]
    assert squeezed("Share_Commentary ") == squeezed("ShareCommentary") == "sharecommentary"
    assert letters('He said ""no""\r\n') == letters('He said \\"no\\"\n') == "Hesaidno"
