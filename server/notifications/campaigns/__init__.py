"""Campaigns: one text to an audience, from the draft to the last receipt."""
