"""Words that stand beside names and tell what kind of name it is: ``gazetteer/name_words.csv``, in folded form."""

from __future__ import annotations

from scs_tracker import geodata


@geodata.cached
def words(kind: str) -> frozenset[str]:
    """Return the words of one kind.

    Parameters
    ----------
    kind
        As in the column of that name: ``sea`` for what ends names of the sea, ``district``, ``day``, ….
    """
    rows = [row["words"] for row in geodata.rows("name_words") if row["kind"] == kind]
    return frozenset(word for row in rows for word in row.split(";"))
