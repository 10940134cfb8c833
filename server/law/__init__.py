"""The law as data: regimes with their duties, terms and articles, working calendars, and one reckoning of them all."""
