"""Numbers of rows in words."""

from ssi_core.i18n import ngettext


def counted(people: int, snapshots: int, plans: int, check_ins: int, rooms: int = 0) -> str:
    """ "2 people, 5 snapshots"; "" for nothing at all. check_ins: weeks or answers, as whoever asks counts them."""
    counts = (
        (people, ngettext("{n} person", "{n} people", people)),
        (snapshots, ngettext("{n} snapshot", "{n} snapshots", snapshots)),
        (plans, ngettext("{n} plan", "{n} plans", plans)),
        (check_ins, ngettext("{n} check-in", "{n} check-ins", check_ins)),
        (rooms, ngettext("{n} room", "{n} rooms", rooms)),
    )
    return ", ".join(words.format(n=n) for n, words in counts if n)
