"""Requests of persons about their own data: the clock, the decision, the package, the erasure."""
