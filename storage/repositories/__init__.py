"""Queries, one module a domain: plain functions whose first parameter is a Tx."""
