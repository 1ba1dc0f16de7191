"""Which languages there are."""

import struct
from pathlib import Path

import pytest

from ssi_core import i18n


def catalogue(words: dict[str, str]) -> bytes:
    """A compiled catalogue (gettext's manual, "The Format of GNU MO Files")."""
    texts = [*words, *words.values()]
    tables, at = b"", 28 + 8 * len(texts)
    for text in texts:
        tables += struct.pack("<2I", len(text.encode()), at)
        at += len(text.encode()) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(words), 28, 28 + 8 * len(words), 0, at)
    return head + tables + b"".join(text.encode() + b"\0" for text in texts)


def test_every_catalogue_says_its_own_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    assert i18n.languages() == {"en": "English"}
    for code, name in (("pt", "Português"), ("de", "Deutsch")):
        file = tmp_path / code / "LC_MESSAGES" / f"{i18n.DOMAIN}.mo"
        file.parent.mkdir(parents=True)
        file.write_bytes(catalogue({"": "Content-Type: text/plain; charset=UTF-8\n", "English": name}))
    assert i18n.languages() == {"en": "English", "de": "Deutsch", "pt": "Português"}
