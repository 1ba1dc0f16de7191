"""Workshops: a trainer's room, what the phones in it answer, and what may be shown of that."""
