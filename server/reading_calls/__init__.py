"""ReadingService: what it answers of readings, and of the files that exchange takes and makes of them."""
