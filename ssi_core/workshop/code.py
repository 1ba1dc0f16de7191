"""A room's code: six signs that can be told apart on a wall and said aloud.

Source of the signs: Douglas Crockford's Base32, which leaves out I, L, O and U and reads I and L as 1, O as 0; a U is
most likely a V.
"""

import re
import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
_MISREAD = str.maketrans("ILOU", "110V")


def new_code() -> str:
    """One of a thousand million."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def understood(typed: str) -> str | None:
    """The code as it is kept: small letters, spaces, hyphens, O for 0 and I or L for 1 are fine; None for no code."""
    code = re.sub(r"[\s\-–_.]+", "", typed[: 4 * LENGTH]).upper().translate(_MISREAD)
    return code if re.fullmatch(f"[{SIGNS}]{{{LENGTH}}}", code) else None


def spelt(code: str) -> str:
    """In two halves, as it is read from a wall; "K7M 2QX"."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"
