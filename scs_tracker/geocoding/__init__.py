"""Text to position with an honest uncertainty: names, expressions, resolving."""
