"""Whose names a text uses for the features of the sea: Ayungin is said in the Philippines, Hoang Sa in Viet Nam."""

from __future__ import annotations

from typing import Final

from scs_tracker import geodata
from scs_tracker.articles.folding import fold

#: Languages that one claimant alone speaks, with it; Chinese is spoken by two.
_SPOKEN: Final = {"fil": "PH", "vi": "VN", "ms": "MY", "id": "ID"}


def of_names() -> dict[str, str]:
    """Return the country of each name that is of its language alone, by the folded name.

    Names that stand first in English, or that several of these languages share, tell of nobody.
    """
    shared: set[str] = set()
    found: dict[str, str] = {}
    for row in geodata.rows("names"):
        key = fold(row["name"]).strip()
        country = _SPOKEN.get(row["language"])
        if country is None:
            if row["language"] == "en" and row.get("script_note") == "primary":
                shared.add(key)
        elif found.setdefault(key, country) != country:
            shared.add(key)
    return {key: country for key, country in found.items() if key not in shared}
