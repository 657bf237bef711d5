"""The review in a browser: what came in on the left, the row on the right, the sea below, keys for everything.

Everything is read from the ledger and written through its own functions; the desk keeps nothing of its own.
"""
