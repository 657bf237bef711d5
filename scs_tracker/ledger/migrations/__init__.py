"""Upgrades of the ledger schema; tables.py is what they lead to."""
