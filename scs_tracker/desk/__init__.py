"""Review desk in a browser, with the queue, the open item, a map, and a key for every action.

The desk reads from the ledger and writes through the ledger's functions; it stores no data itself.
"""
