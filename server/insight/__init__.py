"""Insight: figures by day from roll-ups that follow the change feed, and what partners may know (missions M12, M15)."""
