"""Charges, payments and what follows from them: balances, debts, and notices of what is due."""
