"""The review desk in a browser: the queue on the left, the row on the right, the map below, keys for everything.

Everything is read from the ledger and written through its own functions; the desk keeps nothing of its own.
"""
