"""What is kept: people and their snapshots, plans and check-ins, in SQLite or, by URL, in PostgreSQL."""
