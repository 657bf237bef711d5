"""Automatic intake: feeds, pages and files from URLs, imported into the ledger as proposals."""
