"""Where, as a sentence says it."""
