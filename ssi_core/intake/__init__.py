"""From bytes to an activity frame, with a finding for every cell that was not taken as it stood."""
