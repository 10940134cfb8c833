"""Technical and repair works: what is done where, and who is told of it."""
