"""Check whether the source URLs of incidents still work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scs_tracker.errors import TrackerError
from scs_tracker.intake.web import FetchError
from scs_tracker.text.addresses import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scs_tracker.intake.visiting import Visits
    from scs_tracker.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Link:
    """Source URL of incidents, with the result of its check.

    ``address``: the URL; ``incidents``: ids of the incidents that cite it; ``state``: alive, moved (redirected to
    another page or host), gone, refused (for programs), or failed (unknown); ``note``: what the server answered, or
    the URL it redirects to; ``archive``: URL of an archived copy, or an empty string.
    """

    address: str
    incidents: tuple[str, ...]
    state: str
    note: str = ""
    archive: str = ""


def sources(ledger: Ledger) -> dict[str, list[str]]:
    """Return the source URLs of all incidents that are not retracted, each with the ids of its incidents."""
    import json

    frame = ledger.incidents(statuses=None)
    found: dict[str, list[str]] = {}
    for own_id, cell in frame.loc[frame["status"] != "retracted", ["id", "sources"]].itertuples(index=False):
        listed = json.loads(cell) if isinstance(cell, str) and cell.startswith("[") else []
        for address in (str(one.get("url") or "") for one in listed if isinstance(one, dict)):
            if address.startswith(("http://", "https://")):
                found.setdefault(address, []).append(own_id)
    return found


def check(
    ledger: Ledger,
    visits: Visits,
    *,
    archived: Mapping[str, str] | None = None,
    allow_private: bool = False,
    progress: Callable[[str, int, int], None] = lambda _name, _done, _total: None,
) -> list[Link]:
    """Fetch every source URL of the ledger once, and return the state of each, broken links first.

    ``archived``: URL of the archived copy of each URL; ``allow_private``: fetch from this machine and private networks,
    too; ``progress`` is called with the URL, the number of links done, and the number of all links.
    """
    wanted = sources(ledger)
    found = []
    for number, (address, ids) in enumerate(wanted.items()):
        progress(address, number, len(wanted))
        state, note = _ask(address, visits, allow_private=allow_private)
        found.append(Link(address, tuple(ids), state, note, (archived or {}).get(address, "")))
    return sorted(found, key=lambda one: (_ORDER.index(one.state), one.address))


_ORDER = ("gone", "moved", "failed", "refused", "alive")


def _ask(address: str, visits: Visits, *, allow_private: bool) -> tuple[str, str]:
    try:
        page = visits.ask(address, allow_private=allow_private)
    except FetchError as error:
        if error.status in {404, 410}:
            return "gone", str(error.status)
        return ("refused" if error.status in {401, 402, 403, 406, 418, 451} else "failed"), str(error)
    except TrackerError as error:
        return "failed", str(error)
    if page is not None and canonical(page.url) != canonical(address):
        return "moved", page.url
    return "alive", ""
