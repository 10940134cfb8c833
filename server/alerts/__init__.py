"""Alerts: rules over the streams of what is done here, what they found, what was done about it (missions M14, M17)."""
