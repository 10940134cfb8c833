"""Files of readings: what they are, what is in them, and how ours are written."""
