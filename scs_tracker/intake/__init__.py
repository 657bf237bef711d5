"""What comes in by itself: feeds, pages and files at addresses, taken to the ledger as proposals."""
