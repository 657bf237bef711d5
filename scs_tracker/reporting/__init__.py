"""The weekly report: facts first, then their HTML and JSON."""
