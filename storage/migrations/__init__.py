"""Numbered migrations, run forward. A released one is never changed."""
