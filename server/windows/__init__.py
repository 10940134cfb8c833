"""Reading windows: when a utility takes readings, and for which day one counts."""
