"""Run the intake: read every monitored source that is due, each independently of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.intake import archive, catalogue, pages, visiting
from scs_tracker.intake.gathering import Gathered, gather
from scs_tracker.intake.second_reader import second_reader
from scs_tracker.intake.visiting import Visits
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.config import Settings
    from scs_tracker.intake.items import Live
    from scs_tracker.intake.second_reader import SecondReader
    from scs_tracker.ledger import Ledger

Clock = Callable[[], datetime]
#: Done, and something was left for a person.
LEFT_FOR_A_PERSON: Final = 3
#: So many that fail for one reason are told in one sentence.
_MANY: Final = 3


def this_instant() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def instant_of(text: str) -> datetime:
    """Return the time of a ledger timestamp (ISO 8601, UTC)."""
    return datetime.fromisoformat(text).astimezone(UTC)


@dataclass(slots=True)
class Intake:
    """Result of one intake run.

    ``problems``: errors of the settings; errors of a source are in its entry of ``sources``; ``second``: the second
    reader with its request counts, or None if there is none; ``saved``: notices on copies in the Wayback Machine.
    """

    at: datetime
    sources: list[Gathered] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    second: SecondReader | None = None
    saved: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return the exit code: 3 if a problem is left for a reviewer, else 0."""
        return LEFT_FOR_A_PERSON if self.problems or any(one.problems for one in self.sources) else 0

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON values for the output of ``intake``."""
        return {
            "at": self.at.isoformat(),
            "read": sum(one.hits for one in self.sources),
            "proposed": sum(one.counts.added for one in self.sources),
            "leads": sum(one.leads for one in self.sources),
            "known": sum(one.known for one in self.sources),
            "failed": sum(one.outcome == "failed" for one in self.sources),
            "sources": [one.to_json() for one in self.sources],
            "problems": self.problems,
        } | ({} if self.second is None else {"model": self.second.cost()})


def run_intake(
    settings: Settings,
    ledger: Ledger,
    wanted: Sequence[str] = (),
    *,
    clock: Clock = this_instant,
    pause: Callable[[float], None] | None = None,
    progress: Callable[[str, int, int], None] = lambda _name, _done, _total: None,
) -> Intake:
    """Read the monitored sources once, import new items for review, and return the result.

    Accepted incidents stay unchanged. A source that failed is tried again after all others; one that keeps failing is
    paused for longer each time, unless it is named. ``wanted``: ids of sources; empty for all enabled ones; ``pause``:
    function that waits between two requests to one host; ``progress`` is called with the source's name, the number of
    sources done and of all. Raises a UsageError if an id is not known or no source is enabled.
    """
    result = Intake(clock())
    live = chosen_sources(settings, wanted, result.problems)
    visits = Visits(result.at, settings.contact)
    if pause is not None:
        visits.pause = pause
    visits.pages = pages.folder_of(settings)
    try:
        visits.second = result.second = second_reader(settings)
    except TrackerError as error:
        result.problems.append(str(error))
    gathered: dict[str, Gathered] = {}
    failed: list[Live] = []
    for number, one in enumerate(live):
        progress(one.name, number, len(live))
        gathered[one.id] = _one(one, settings, ledger, visits, named=bool(wanted))
        if gathered[one.id].outcome == "failed":
            failed.append(one)
    noted = worklist.health(ledger.engine) if failed else {}
    for one in failed:
        memory = visiting.remembered(noted.get(one.id, {}))
        if memory.get("passing") and not memory.get("asked_to_rest"):  # it may answer at once
            gathered[one.id] = _one(one, settings, ledger, visits, named=True)
    result.sources = list(gathered.values())
    result.problems += result.second.problems if result.second is not None else []
    _say_once(result)
    try:
        result.saved = archive.save_sources(settings, ledger, visits)
    except TrackerError as error:
        result.problems.append(str(error))
    return result


def _say_once(result: Intake) -> None:
    """Replace all errors of sources by one sentence if no source answered, but keep those of up to three sources."""
    told = [one for one in result.sources if one.problems]
    if any(one.answered for one in result.sources) or len(told) == len(result.sources) <= _MANY:
        return
    for one in told:
        one.notes += one.problems
        one.problems = []
    first = (told or result.sources)[0]
    result.problems.append(
        f"none of {len(result.sources)} monitored sources answered; check the network connection: {first.notes[-1]}"
    )


def chosen_sources(settings: Settings, wanted: Sequence[str], problems: list[str]) -> list[Live]:
    """Return the sources to read: those in ``wanted``, enabled or not, or all enabled ones if none is wanted.

    Raises a UsageError if an id is not known or no source is enabled.
    """
    live = catalogue.enabled(settings, problems)
    if wanted:
        among = catalogue.catalogue([]) | {one.id: one for one in live}
        return [catalogue.find(one, among) for one in wanted]
    if not live:
        raise UsageError(
            "no monitored source is enabled; see scs-tracker sources list, then scs-tracker sources enable ID"
        )
    return live


def _one(live: Live, settings: Settings, ledger: Ledger, visits: Visits, *, named: bool) -> Gathered:
    memory = visiting.remembered(worklist.health(ledger.engine).get(live.id, {}))
    until = visiting.rests_until(memory, visits.now)
    if until is not None and (not named or memory.get("asked_to_rest")):
        why = "the server asked for a pause" if memory.get("asked_to_rest") else "failed before"
        return Gathered(live.id, "resting", notes=[f"{why}; next at {until:%Y-%m-%d %H:%M} UTC"])
    try:
        keys = catalogue.secrets(live, settings)
    except TrackerError as error:
        return Gathered(live.id, "failed", problems=[str(error)])
    return gather(live, ledger, visits, keys, settings.zone)
