"""What people take away: tables as files, the team template."""
