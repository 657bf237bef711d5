"""Upgrade older ledger schemas to that of ``tables``."""
