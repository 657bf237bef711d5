"""Every word of the map's own, one catalogue a language; data is never translated."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Final

from scs_tracker.errors import TrackerError

#: In the order in which the page offers them.
_ORDER: Final = ("en", "zh-Hans", "vi", "fil", "id", "ms")


@functools.cache
def all_texts() -> dict[str, dict[str, str]]:
    """Return the interface texts of every language, by language code and key."""
    folder = files("scs_tracker.mapping") / "texts"
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    english = found["en"]
    order = [*_ORDER, *sorted(set(found) - set(_ORDER))]
    return {code: english | found[code] for code in order if code in found}


def languages() -> list[str]:
    """Return the codes of the languages that there are catalogues of."""
    return list(all_texts())


def texts(language: str) -> dict[str, str]:
    """Return the interface texts of a language.

    Raises
    ------
    TrackerError
        No such language here.

    Examples
    --------
    >>> texts("en")["legend"]
    'Legend'
    """
    if language not in all_texts():
        raise TrackerError(f"the map has no texts in language {language!r}; allowed are {', '.join(languages())}")
    return dict(all_texts()[language])
