"""Readings: what was read from a register, what the rules say of it, and what follows from it."""
