"""An archive as large as the largest accounts', written in seconds: for measuring."""

import io
import random
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sample_data.lookalike.archive import HEADERS

END = datetime(2026, 10, 15, 21)
TALKED = 25  # messages of a conversation
TEXT = 'Good morning! About zibblewort: ""three bags, or four?"" asked the grower.\n\nFour, always four, I said. '


def big(path: Path, messages: int = 500_000, reactions: int = 100_000) -> Path:
    """A ZIP of messages.csv, in the layout of 2025, and Reactions.csv, newest first."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, rows in {"messages.csv": messages_of(messages), "Reactions.csv": reactions_of(reactions)}.items():
            with io.TextIOWrapper(target.open(name, "w"), encoding="utf-8", newline="") as part:
                part.writelines(rows)
    return path


def messages_of(many: int) -> Iterator[str]:
    """Turns of two, the member's first, so every conversation is an answered approach."""
    yield HEADERS["messages.csv"][2024] + "\n"
    words = random.Random(1)  # the texts should not shrink more in the ZIP than real ones do
    me, slug = "Ilka Quibblefen", "https://www.linkedin.com/in/"
    for number in range(many):
        talk, place = divmod(number, TALKED)
        other = f"Tomaso Wexelstrand-{talk}"
        mine = place % 4 > 1 or place == TALKED - 1
        sender, receiver = (me, other) if mine else (other, me)
        urls = [slug + name.replace(" ", "-").lower() for name in (sender, receiver)]
        yield (
            f"2-{talk:08}==,,{sender},{urls[0]},{receiver},{urls[1]},{END - timedelta(minutes=5 * number):%F %T} UTC,,"
            f'"{TEXT}{words.randbytes(30).hex()}",INBOX,No,No\n'
        )


def reactions_of(many: int) -> Iterator[str]:
    yield HEADERS["Reactions.csv"][2018] + "\n"
    for number in range(many):
        at = END - timedelta(minutes=25 * number)
        yield f"{at:%F %T},LIKE,https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A6{number:018}\n"
