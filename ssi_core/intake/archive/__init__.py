"""LinkedIn's archive of a member's data: the ZIP, its tables, and the events in them."""
