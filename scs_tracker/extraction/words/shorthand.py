"""Short names for lists of words that many patterns of triggers.csv ask for: ``<aircraft>``, ``<boats>``."""

from __future__ import annotations

from typing import Final

_LISTS: Final = {
    "<aircraft>": (
        r"(?:aircraft|planes?|airplanes?|warplanes?|seaplanes?|jets?|bombers?|fighters?|helicopters?|choppers?"
        r"|rotorcraft|turboprops?|airliners?|flight|poseidons?|orions?|cessnas?|caravans?|islanders?|seahawks?"
        r"|seasprites?|cyclones?|auroras?"
        r"|(?:p|ep|j|jh|y|z|h|f|e|b|u|c|n|kj|su|rc|mh|sh|cp|ch|nc|fa|ka|ov) \d{1,3}[a-z]{0,3})\b"
    ),
    "<boats>": r"(?:vessels|ships|boats|trawlers|craft|hulls|cutters|militia|warships|bancas|tugs|seiners)\b",
    "<feature>": r"(?:reefs?|shoals?|islands?|islets?|cays?|atolls?|banks?|lagoon|sandbars?|outposts?|features?)\b",
    "<many>": (
        r"(?:\d{2,3}|dozens|scores|hundreds|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
        r"|a (?:dozen|score|hundred))"
    ),
    "<zone>": (
        r"(?:waters|zone|eez|shelf|seabed|blocks?|fields?|airspace|limits?|territorial sea|jurisdiction|basin)\b"
    ),
}


def spelled_out(pattern: str) -> str:
    """Return a pattern with the lists that its short names stand for.

    Examples
    --------
    >>> spelled_out("^ the <boats>")[:19]
    '^ the (?:vessels|sh'
    """
    if "<" in pattern:
        for name, words in _LISTS.items():
            pattern = pattern.replace(name, words)
    return pattern
