"""Partners: who else works with part of the data, by which key, and how far."""
