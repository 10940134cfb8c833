"""Surveys: questions to residents, one answer of each, and results in which nobody can be found."""
