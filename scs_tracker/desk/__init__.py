"""The review desk in a browser: queue on the left, item on the right, map below, and keys for every action.

Everything is read from the ledger and written through its own functions; the desk keeps nothing of its own.
"""
