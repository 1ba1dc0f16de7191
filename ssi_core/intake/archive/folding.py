"""How names, labels and web addresses are compared, whoever wrote them. Nothing is cached: it may be private."""

import re
import unicodedata
from urllib.parse import unquote


def folded(name: str) -> str:
    """A name without case, surplus spaces and the encoding of its accents."""
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())


def tail(url: str) -> str:
    """The last part of a web address, folded: "ana-lopez" for "https://www.linkedin.com/in/Ana-Lopez/?trk=x"."""
    last = url.strip().partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    return folded(unquote(last) if "%" in last else last)


def words(text: str) -> list[str]:
    """Its words in small letters without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(sign for sign in letters if not unicodedata.combining(sign)))


def squeezed(label: str) -> str:
    """A column's or file's name without case, accents, spaces and signs."""
    return "".join(words(label))


def letters(text: str) -> str:
    """What is left of a text whatever its writer did to quotation marks and line breaks."""
    return "".join(filter(str.isalnum, text))
