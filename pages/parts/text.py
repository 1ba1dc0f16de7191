"""Text that somebody wrote, for places that read Markdown."""

import re
from string import punctuation

HARMLESS = ".,;?'\"/%&=@"  # within a sentence


def as_it_stands(text: str) -> str:
    """The text with every sign escaped that Markdown could take for more than itself."""
    return re.sub(rf"([{re.escape(''.join(set(punctuation) - set(HARMLESS)))}])", r"\\\1", text)
