"""Load the map's interface texts and the names of types and countries, one catalogue per language."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

#: Languages in the order of the page's menu.
_ORDER: Final = ("en", "zh-Hans", "vi", "fil", "id", "ms")


@geodata.cached
def all_texts() -> dict[str, dict[str, str]]:
    """Return the interface texts of every language, by language code and key.

    English names of types and countries come from the data; a text missing from a catalogue stays English.
    """
    folder = files("scs_tracker.mapping") / "texts"
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    english = {f"country_{row['country']}": row["name"] for row in geodata.rows("countries")}
    english |= {f"type_{row['type']}": row["label"] for row in geodata.rows("types")}
    english |= {f"country_{row['country']}": row["country_name"] for row in reversed(geodata.rows("actors"))}
    english |= found["en"]
    order = [*_ORDER, *sorted(set(found) - set(_ORDER))]
    return {code: english | found[code] for code in order if code in found}


def languages() -> list[str]:
    """Return the codes of the languages that have catalogues."""
    return list(all_texts())


def texts(language: str) -> dict[str, str]:
    """Return the interface texts of a language; raise ``TrackerError`` if the language has no catalogue."""
    if language not in all_texts():
        raise TrackerError(f"the map has no texts in language {language!r}; use one of {', '.join(languages())}")
    return dict(all_texts()[language])
