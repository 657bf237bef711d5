"""Read one monitored source: import each new item into the ledger once, and record the state of the source."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from scs_tracker.articles import ParserMissingError
from scs_tracker.errors import TrackerError
from scs_tracker.intake import pages, reading, visiting
from scs_tracker.intake.adapters import WINDOWS, read_items
from scs_tracker.intake.health import believed, is_silent, lost_since, newest_of
from scs_tracker.intake.items import Item
from scs_tracker.intake.visiting import AGAIN_HOURS, MOST_PAGES, Visitor
from scs_tracker.intake.web import shown
from scs_tracker.ledger import Summary, evidence, runs, worklist
from scs_tracker.ledger.importing import import_batch
from scs_tracker.ledger.store import timed
from scs_tracker.sources.batch import Batch
from scs_tracker.text.addresses import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy.engine import Engine

    from scs_tracker.intake.items import Live
    from scs_tracker.intake.reading import Read
    from scs_tracker.intake.visiting import Visits
    from scs_tracker.ledger import Ledger

#: Items of one source that are read at one time; the others are read at the next, and that is said.
MOST_ITEMS: Final = 200
#: Pages one after the other that refuse: no more of this source are asked for in this run.
_MOST_REFUSALS: Final = 3
#: Under this name the ledger notes addresses that were read in full, whichever source they came from.
_ADDRESSES: Final = "addresses"
#: So many items that are left out are named.
_MOST_NAMED: Final = 5
#: Gaps in what a source gave that are remembered.
_MOST_GAPS: Final = 20


@dataclass(slots=True)
class Gathered:
    """Result of reading one source in one intake run.

    ``outcome``: read, same (nothing changed), failed, or resting (paused after a failure or at the server's request);
    ``newest``: day of its newest item, ISO 8601; ``hits``: number of items that may be in scope; ``known``: those of
    them that were read before; ``leads``: number of new leads; ``counts``: result of importing the proposals;
    ``silent_since``: the day of the newest item, if that is too long ago; ``notes``: messages that need no action;
    ``problems``: new messages for a reviewer; a message of an earlier run is repeated in ``notes``.
    """

    id: str
    outcome: str = "read"
    newest: str = ""
    hits: int = 0
    known: int = 0
    leads: int = 0
    counts: Summary = field(default_factory=lambda: Summary(read=0))
    silent_since: str = ""
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Return True if the source answered, False if it failed or was paused after a failure."""
        return self.outcome in {"read", "same"}

    def as_outcome(self) -> Literal["read", "same", "failed"]:
        """Return the outcome for the run record; a paused source counts as failed."""
        return "read" if self.outcome == "read" else "same" if self.answered else "failed"

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON values for the output of ``intake``."""
        plain = ("id", "outcome", "newest", "hits", "known", "leads", "silent_since")
        note = "; ".join((*self.notes, *self.problems))
        said = {"proposed": self.counts.added, "note": note, "counts": asdict(self.counts)}
        return {name: getattr(self, name) for name in plain} | said


@dataclass(slots=True)
class _SourceIntake:
    """State of reading one source in one intake run."""

    live: Live
    ask: Visitor
    zone: ZoneInfo
    memory: dict[str, Any]
    gathered: Gathered
    read: list[Read] = field(default_factory=list)
    left: int = 0
    pages: int = 0
    refusals: int = 0


def gather(live: Live, ledger: Ledger, visits: Visits, keys: tuple[str, ...], zone: ZoneInfo) -> Gathered:
    """Read one source, import its items as proposals, context events and leads, and return the result.

    An unexpected error of one item, one page or the source is reported, and does not stop the others.

    ``visits``: request limits and time of the run; ``keys``: keys of the source; ``zone``: time zone of publication
    days.
    """
    gathered = Gathered(live.id)
    noted = worklist.health(ledger.engine).get(live.id, {})
    memory = visiting.remembered(noted)
    sitting = _SourceIntake(live, Visitor(visits, live.allow_private, keys), zone, memory, gathered)
    try:
        items = read_items(live, sitting.ask, memory)
        if items is None:
            gathered.outcome = "same"
        else:
            _note_lost(sitting, items, noted)
            _take(sitting, [believed(one, sitting.ask.now) for one in items], ledger)
        _read_again(sitting, ledger)
        _keep(sitting, ledger)
        _keep_pages(sitting, ledger)
        for name in visiting.OF_A_FAILURE:
            memory.pop(name, None)
    except Exception as error:  # noqa: BLE001 - whatever one source does to us, the others are read
        memory = visiting.remembered(noted)  # what was half remembered is read again
        visiting.note_failure(memory, error, visits.now)
        gathered.outcome = "failed"
        gathered.problems = [_said(live.id, error)]
        sitting.memory = memory
    _note(sitting, ledger, noted)
    return gathered


def _note_lost(sitting: _SourceIntake, items: Sequence[Item], noted: Mapping[str, Any]) -> None:
    """Record that items were probably missed since the last run, if the source lists only its newest items."""
    memory, now = sitting.memory, sitting.ask.now
    gap = lost_since(items, memory.get("held", ()), noted, now) if sitting.live.format in WINDOWS else None
    memory["held"] = [item.key for item in items]
    if gap is None:
        return
    told = memory.setdefault("lost", [])
    if told and told[-1]["until"] >= gap["from"]:  # one reading after the other: said once, as long as it lasts
        told[-1] |= {"until": gap["until"]}
        return
    memory["lost"] = [*told, gap][-_MOST_GAPS:]
    sitting.gathered.problems.append(
        f"{sitting.live.id}: items published between {gap['from'][:16]} and {gap['until'][:16]} UTC are probably lost, "
        f"since it holds only {gap['held']} items; read it more often, or import them from files"
    )


def _said(name: str, error: Exception) -> str:
    if isinstance(error, TrackerError):
        return str(error)
    return f"{shown(name)}: cannot be read ({type(error).__name__}: {shown(str(error))}); please report it"


def _take(sitting: _SourceIntake, items: Sequence[Item], ledger: Ledger) -> None:
    """Read the relevant items that are new or changed, and count those that are known, too old or over the limit."""
    gathered, now = sitting.gathered, sitting.ask.now
    before = worklist.seen(ledger.engine, sitting.live.id)
    states = {one["content_hash"] for one in before.values()}
    elsewhere = worklist.seen(ledger.engine, _ADDRESSES)
    own = {"outcome": sitting.live.id}
    old, oldest = 0, now - timedelta(days=reading.OLD_DAYS)
    gathered.newest = newest_of(items, now, before=sitting.memory.get("undated", ()))
    sitting.memory["undated"] = [item.key for item in items if item.published is None]
    for item in _each_id_once(sitting, [item for item in items if reading.is_relevant(item)]):
        gathered.hits += 1
        if item.state in states:
            gathered.known += 1
        elif item.key not in before and item.published is not None and item.published < oldest:
            old += 1
        elif item.key not in before and elsewhere.get(reading.address_key(item), own)["outcome"] != own["outcome"]:
            gathered.known += 1
        elif len(sitting.read) >= MOST_ITEMS:
            sitting.left += 1
        else:
            _read(sitting, item, ledger)
    if old:
        gathered.notes.append(f"{old} published more than {reading.OLD_DAYS} days ago, left out")
    if sitting.left:
        gathered.notes.append(f"{sitting.left} more will be read at the next run")
        for name in ("etag", "last_modified", "body"):
            sitting.memory.pop(name, None)


def _each_id_once(sitting: _SourceIntake, items: Sequence[Item]) -> list[Item]:
    """Return the first item of each id, and note the items that share an id but have different content."""
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.key, item)
    doubled = [shown(item.title or item.link) for item in items if item.state != first[item.key].state]
    if doubled:
        named = "; ".join(doubled[:_MOST_NAMED])
        sitting.gathered.notes.append(
            f"{len(doubled)} left out because another item of the feed has the same id: {named}"
        )
    return list(first.values())


def _read(sitting: _SourceIntake, item: Item, ledger: Ledger) -> None:
    """Read one item, and its page if the source is followed and its limits allow; a longer stored text is kept."""
    follow = sitting.live.follows and sitting.pages < MOST_PAGES and sitting.refusals < _MOST_REFUSALS
    try:
        found = reading.read_item(item, sitting.live, sitting.ask, sitting.zone, follow=follow)
    except ParserMissingError:  # no article can be read, so none is noted as read
        raise
    except Exception as error:  # noqa: BLE001 - whatever one item does to us, the others are read
        name = item.link or item.title or sitting.live.id
        sitting.gathered.problems.append(_said(name, error))
        found = reading.Read(item, "lead", why=f"it cannot be read ({shown(str(error))})")
    sitting.pages += found.page != ""
    sitting.refusals = sitting.refusals + 1 if found.page == "refused" else 0 if found.page else sitting.refusals
    poorer = found.outcome != "event" and reading.is_poorer(
        found, evidence.longest(ledger.engine, reading.own_source(sitting.live, item))
    )
    if poorer:
        sitting.gathered.notes.append(f"{shown(item.link or item.title)}: the stored text is longer and is kept")
        found = replace(found, outcome="proposed", reports=(), events=(), text="", problem="")
    sitting.read.append(found)
    _plan_again(sitting, found, missed=poorer)


def _plan_again(sitting: _SourceIntake, found: Read, *, missed: bool) -> None:
    """Schedule up to four more fetches of a page that could not be fetched or may change; cancel them otherwise."""
    pages = sitting.memory.setdefault("pages", {})
    may_change = found.page == "read" and found.outcome in {"proposed", "lead"}
    missing = missed or found.page == "failed"
    missing |= not found.page and found.outcome == "lead" and sitting.live.follows
    if not found.item.link or not (may_change or missing):
        pages.pop(found.item.key, None)
        return
    held = pages.get(found.item.key)
    tries = held["tries"] + 1 if held else 0
    if tries >= len(AGAIN_HOURS):
        del pages[found.item.key]
        return
    since = datetime.fromisoformat(held["since"]) if held else sitting.ask.now
    item = found.item
    pages[item.key] = {
        "tries": tries,
        "since": since.isoformat(),
        "due": (since + timedelta(hours=AGAIN_HOURS[tries])).isoformat(),
        "mark": found.text or (held or {}).get("mark", ""),
        "link": item.link,
        "title": item.title,
        "text": item.text,
        "language": item.language,
        "published": item.published.isoformat() if item.published is not None else "",
    }


def _read_again(sitting: _SourceIntake, ledger: Ledger) -> None:
    """Read the scheduled pages that are due; a page that has not changed is ignored."""
    fresh = {one.item.key for one in sitting.read}
    for key, held in list(sitting.memory.get("pages", {}).items()):
        if key in fresh or datetime.fromisoformat(held["due"]) > sitting.ask.now or sitting.pages >= MOST_PAGES:
            continue
        published = datetime.fromisoformat(held["published"]) if held["published"] else None
        item = Item(key, held["link"], held["title"], published, held["text"], held["language"])
        _read(sitting, item, ledger)
        found = sitting.read[-1]
        if found.page == "read" and found.text == held["mark"]:
            sitting.read.pop()
        elif found.page != "read":
            sitting.read[-1] = replace(found, problem="")


def _keep(sitting: _SourceIntake, ledger: Ledger) -> None:
    """Import the readings into the ledger, and mark items as read last, so that an interruption loses none."""
    live, gathered, at = sitting.live, sitting.gathered, runs.written(sitting.ask.now)
    engine = timed(ledger.engine, lambda: at)
    reports = tuple(report for one in sitting.read for report in one.reports)
    events = tuple(event for one in sitting.read for event in one.events)
    if reports or events:
        gathered.counts = import_batch(engine, Batch(live.id, reports, events))
    leads = [one.lead(live.id) for one in sitting.read if one.outcome == "lead" or one.doubts]
    gathered.leads = worklist.add_leads(engine, leads)
    _settle(sitting, engine)
    gathered.problems += [one.problem for one in sitting.read if one.problem]
    if not sitting.read:
        return
    read = {one.item.key: {"content_hash": one.item.state, "outcome": one.outcome} for one in sitting.read}
    worklist.note_seen(ledger.engine, live.id, read, at=at)
    full = [one.item for one in sitting.read if one.is_the_page and reading.address_key(one.item)]
    elsewhere = {reading.address_key(one): {"content_hash": one.state, "outcome": live.id} for one in full}
    worklist.note_seen(ledger.engine, _ADDRESSES, elsewhere, at=at)


def _keep_pages(sitting: _SourceIntake, ledger: Ledger) -> None:
    """Store the fetched pages if the user enabled it; if that fails, report it and keep the imported texts."""
    live, folder = sitting.live, sitting.ask.visits.pages
    if folder is None or not sitting.read:
        return
    try:
        pages.keep(folder, ledger.engine, live.id, sitting.read, sitting.ask, live.address)
    except TrackerError as error:
        sitting.gathered.problems.append(f"{live.id}: its texts were stored, but its pages were not: {error}")


def _settle(sitting: _SourceIntake, engine: Engine) -> None:
    """Close leads whose full text was read: those of this source, and those of others if their own page was read."""
    done = {canonical(one.item.link): one.is_the_page for one in sitting.read if one.is_read and one.item.link}
    for lead in worklist.leads(engine) if done else ():
        of_the_page = done.get(canonical(lead["address"]))
        if of_the_page or (of_the_page is not None and lead["source"] == sitting.live.id):
            worklist.settle_lead(engine, lead["id"], worklist.DONE, reason="its full text was read")


def _note(sitting: _SourceIntake, ledger: Ledger, noted: Mapping[str, Any]) -> None:
    """Record the state of the source in the ledger; a repeated error or silence becomes a note."""
    gathered, now = sitting.gathered, sitting.ask.now
    gathered.newest = max(gathered.newest, str(noted.get("newest") or ""))
    gathered.silent_since = gathered.newest if is_silent(gathered.newest, sitting.live, now) else ""
    at, well = runs.written(now), gathered.outcome != "failed"
    error = "" if well else gathered.problems[0]
    if error and error == noted.get("note") and noted.get("refusals"):
        gathered.notes, gathered.problems = [*gathered.notes, error], []
    if gathered.silent_since and well:
        silence = f"{sitting.live.id}: silent since {gathered.silent_since}"
        (gathered.notes if noted.get("silent_since") else gathered.problems).append(silence)
    worklist.note_health(
        ledger.engine,
        sitting.live.id,
        newest=gathered.newest,
        last_try=at,
        last_success=at if well else noted.get("last_success", ""),
        hits=int(noted.get("hits") or 0) + gathered.hits - gathered.known,
        refusals=0 if well else int(noted.get("refusals") or 0) + 1,
        silent_since=gathered.silent_since,
        note=error,
        memory=json.dumps(sitting.memory, ensure_ascii=False, sort_keys=True),
    )
