"""Upgrades of the ledger schema to that of tables.py."""
