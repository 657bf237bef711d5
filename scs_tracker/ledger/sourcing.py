"""How many sources of an incident are independent of each other, and which episode it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker import geodata
from scs_tracker.sources.publishers import origin_of, publisher_named, publisher_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def episodes() -> dict[str, str]:
    """Return the episode of each incident that belongs to one."""
    table = geodata.table("episode_incidents")
    return dict(zip(table["incident_id"], table["episode_id"], strict=True))


def flag(sources: Sequence[Mapping[str, str]]) -> str:
    """Return what a reader should know of an incident's sources: there are none, or none was read itself.

    Examples
    --------
    >>> flag([]), flag([{"url": "https://www.rappler.com/a", "read_as": "secondary"}])
    ('unsourced', 'secondary')
    """
    if not sources:
        return "unsourced"
    return "secondary" if all(one.get("read_as") == "secondary" for one in sources) else ""


def independent_sources(sources: Iterable[Mapping[str, str]]) -> int:
    """Count the sources that do not merely repeat each other.

    Outlets that publish for one government count as one voice, two that print one agency's report as well, and an
    aggregator, which repeats others, counts only where nothing else is there. Everyone else counts once by domain, also
    where a dataset gives the name alone.

    Parameters
    ----------
    sources
        Each with ``url``, which may be empty, and ``publisher``.

    Examples
    --------
    >>> independent_sources([
    ...     {"url": "https://www.rappler.com/a", "publisher": "Rappler"},
    ...     {"url": "https://www.channelnewsasia.com/b", "publisher": "CNA (AFP)"},
    ...     {"url": "https://www.straitstimes.com/c", "publisher": "The Straits Times (AFP)"},
    ... ])
    2
    """
    voices: set[str] = set()
    repeaters: set[str] = set()
    for source in sources:
        publisher = publisher_of(source["url"]) if source["url"] else publisher_named(source["publisher"])
        origin = origin_of(source["publisher"]) if source["url"] else source["publisher"].strip()
        if publisher.kind == "aggregator":
            repeaters.add(publisher.domain)
        elif origin != source["publisher"].strip():
            voices.add(origin.casefold())
        elif publisher.kind in {"government", "state media"} and publisher.country:
            voices.add(f"government of {publisher.country}")
        else:
            voices.add(publisher.domain or publisher.name.casefold())
    return len(voices) or min(len(repeaters), 1)
