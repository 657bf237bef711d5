"""When, as a sentence says it."""
