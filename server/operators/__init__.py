"""Operators: the people at the console, and their roles."""
