"""Accounts, usage points and meters."""
