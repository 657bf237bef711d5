"""Save copies of sources in the Wayback Machine when an incident that cites them is accepted.

The service answers a request with a job id; later runs ask for the job's status until the URL of the copy is known.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.config import secret
from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import one, text
from scs_tracker.intake.visiting import Visits
from scs_tracker.intake.web import FetchError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

#: Under this name jobs are remembered.
_MEMORY: Final = "wayback"
#: One decision after the other asks, so that no copy is asked for twice.
_ASKING: Final = threading.Lock()
#: A copy that is younger serves as well.
_RECENT: Final = "30d"
#: Copies that are asked for at one time: a key is let ask 6 times a minute.
_MOST: Final = 20
#: After so many failures an address is left alone.
_MOST_TRIES: Final = 5
_WAIT_HOURS: Final = 6
#: What the service says of addresses that no other day changes.
_FOR_GOOD: Final = (
    "error:blocked", "error:blocked-url", "error:invalid-url-syntax", "error:forbidden", "error:not-found",
    "error:blocked-client-ip", "error:filesize-limit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wayback:
    """Client of the Wayback Machine or of a compatible service.

    ``key``: ``key:secret`` of an account; ``visits``: request limits and time of the run; ``service``: URL of the
    service; ``allow_private``: whether it may be on this machine or a private network.
    """

    key: str
    visits: Visits
    service: str
    allow_private: bool = False

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Send a request with the key; return the JSON object of the response, or an empty dict if there is none."""
        headers = {"Authorization": f"LOW {self.key}", "Accept": "application/json"}
        page = self.visits.ask(self.service + path, headers=headers, form=form, allow_private=self.allow_private)
        return one(page)


def save(addresses: Iterable[str], memory: dict[str, dict[str, Any]], wayback: Wayback) -> dict[str, str]:
    """Request or check up to 20 copies; return the URL of each copy that is now saved, by source URL.

    ``addresses``: source URLs without a known copy; ``memory``: state of each URL, kept for the next run: ``job``,
    ``tries``, ``due`` and ``over`` (why no copy is requested any more).
    """
    now = wayback.visits.now
    told = {each: memory.setdefault(each, {"tries": 0}) for each in addresses}
    waits = {each for each, held in told.items() if held.get("due") and datetime.fromisoformat(held["due"]) > now}
    saved: dict[str, str] = {}
    for address in [each for each, held in told.items() if each not in waits and not held.get("over")][:_MOST]:
        held = memory[address]
        try:
            copy = _status(address, held, wayback) if held.get("job") else _submit(address, held, wayback)
        except FetchError as error:
            if error.status in {401, 403}:
                words = f"the Wayback Machine rejected the key ({error.status}); create a new one in your account there"
                raise TrackerError(words) from None
            if error.status == 429:
                held["due"] = (now + timedelta(hours=1)).isoformat()
                break
            _failed(held, str(error), now)
            continue
        if copy:
            saved[address] = copy
            del memory[address]
    return saved


def _submit(address: str, held: dict[str, Any], wayback: Wayback) -> str:
    """Request a copy of a URL, store the service's job id in ``held``, and return an empty string."""
    form = {"url": address, "if_not_archived_within": _RECENT, "skip_first_archive": "1"}
    answer = wayback.ask("/save/", form)
    held["job"] = text(answer, "job_id")
    held["due"] = (wayback.visits.now + timedelta(minutes=5)).isoformat()
    if not held["job"]:
        _failed(held, text(answer, "message") or "the service returned no job", wayback.visits.now)
    return ""


def _status(address: str, held: dict[str, Any], wayback: Wayback) -> str:
    """Return the URL of a requested copy, or an empty string if it is not saved yet or has failed."""
    answer, now = wayback.ask(f"/save/status/{held['job']}"), wayback.visits.now
    match text(answer, "status"):
        case "success" if text(answer, "timestamp").isdigit():
            return f"{wayback.service}/web/{text(answer, 'timestamp')}/{text(answer, 'original_url') or address}"
        case "pending":
            held["due"] = (now + timedelta(minutes=30)).isoformat()
        case _:
            held.pop("job", None)
            _failed(held, text(answer, "status_ext") or text(answer, "message") or "no answer", now)
    return ""


def _failed(held: dict[str, Any], why: str, now: datetime) -> None:
    held["tries"] = int(held.get("tries", 0)) + 1
    held["why"] = shown(why)
    held["due"] = (now + timedelta(hours=_WAIT_HOURS * held["tries"])).isoformat()
    if why in _FOR_GOOD or held["tries"] >= _MOST_TRIES:
        held["over"] = shown(why)


def unsaved(ledger: Ledger) -> dict[str, list[str]]:
    """Return each source URL of accepted incidents that has no archived copy, with the keys of its stored texts."""
    from scs_tracker.ledger import evidence

    frame = ledger.incidents(statuses=None)
    found: dict[str, list[str]] = {}
    for own_id in frame.loc[frame["status"] == "accepted", "id"]:
        for row in evidence.of_incident(ledger.engine, own_id):
            if row["document"] and row["address"].startswith("http") and not row["archive_address"]:
                found.setdefault(row["address"], []).append(row["document"])
    return found


def copies(ledger: Ledger) -> dict[str, str]:
    """Return the URL of the archived copy for each source URL that has one."""
    from scs_tracker.ledger.store import reading
    from scs_tracker.ledger.tables import document

    query = sa.select(document.c.address, document.c.archive_address).where(document.c.archive_address != "")
    with reading(ledger.engine) as connection:
        return {row.address: row.archive_address for row in connection.execute(query)}


def save_soon(settings: Settings, ledger: Ledger) -> None:
    """Request copies of accepted incidents' sources in a thread, if enabled; a later run retries what failed."""

    def save() -> None:
        with suppress(TrackerError), _ASKING:
            save_sources(settings, ledger, Visits(datetime.now(UTC), settings.contact))

    if settings.archive.wayback:
        threading.Thread(target=save, daemon=True).start()


def save_sources(settings: Settings, ledger: Ledger, visits: Visits) -> list[str]:
    """Request and check copies of the sources of accepted incidents if the user enabled it; return notices.

    Raises a TrackerError if the key is not set or is rejected.
    """
    from scs_tracker.intake import memory as memories
    from scs_tracker.ledger import evidence
    from scs_tracker.ledger.store import timed

    name = settings.archive.wayback
    if not name:
        return []
    key = secret(name)
    if ":" not in key:
        raise TrackerError(
            f"archive.wayback names the environment variable {name}, which has no key; set it in the form key:secret"
        )
    at = visits.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    wanted = unsaved(ledger)
    remembered = memories.recall(ledger.engine)
    jobs = {address: held for address, held in remembered.get(_MEMORY, {}).items() if address in wanted}
    wayback = Wayback(key, visits, settings.archive.service)
    try:
        saved = save(wanted, jobs, wayback)
        for address, copy in saved.items():
            for document in set(wanted[address]):
                evidence.archived(timed(ledger.engine, lambda: at), document, copy)
    finally:
        memories.keep(ledger.engine, remembered | {_MEMORY: jobs}, at=at)
    lost = sum(bool(held.get("over")) for held in jobs.values())
    notes = [f"{len(saved)} source{'' if len(saved) == 1 else 's'} saved in the Wayback Machine"] if saved else []
    return notes + ([f"{lost} source{'' if lost == 1 else 's'} not saved in the Wayback Machine"] if lost else [])
