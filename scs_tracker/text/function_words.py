"""Look up function words, and words that people type in cells, by their kind."""

from __future__ import annotations

from scs_tracker import geodata


@geodata.cached
def of_kind(kind: str) -> dict[str, str]:
    """Return the function words of a kind, each with its value."""
    rows = [row for row in geodata.rows("lexicon_function_words") if row["kind"] == kind]
    return {word: row["value"] for row in rows for word in row["words"].split(";")}


@geodata.cached
def with_value(kind: str, value: str) -> frozenset[str]:
    """Return the function words of a kind that have the given value."""
    return frozenset(word for word, one in of_kind(kind).items() if one == value)


@geodata.cached
def mapped_words(kind: str) -> frozenset[str]:
    """Return the words of a kind that people type in cells, such as words for yes, morning or same."""
    return frozenset(row["word"] for row in geodata.rows("mapped_words") if row["kind"] == kind)
