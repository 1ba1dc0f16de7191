"""The wall: what a projector shows of a room. It needs no account, because it shows only what the trainer reveals."""

from pages.parts import kept, wall

wall.dress()
with kept.in_words():
    if room := wall.chosen():
        wall.follow(room.code)
