"""Function words by their role, from geodata/lexicon/function_words.csv."""

from __future__ import annotations

from scs_tracker import geodata


@geodata.cached
def of_kind(kind: str) -> dict[str, str]:
    """Return the words of a kind, each with its value."""
    rows = [row for row in geodata.rows("lexicon_function_words") if row["kind"] == kind]
    return {word: row["value"] for row in rows for word in row["words"].split(";")}


@geodata.cached
def with_value(kind: str, value: str) -> frozenset[str]:
    """Return the words of a kind that have a value."""
    return frozenset(word for word, one in of_kind(kind).items() if one == value)


@geodata.cached
def mapped_words(kind: str) -> frozenset[str]:
    """Return the words of a kind as people type them in cells, such as those for yes, the morning or the same."""
    return frozenset(row["word"] for row in geodata.rows("mapped_words") if row["kind"] == kind)
