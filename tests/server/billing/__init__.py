"""Charges, payments, balances and notices."""
