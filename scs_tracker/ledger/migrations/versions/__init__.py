"""Migrations of the ledger schema, one file per version."""
