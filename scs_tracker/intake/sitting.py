"""One intake run: every monitored source that is due, each independently."""

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
    """The result of one intake run.

    ``problems``: what is wrong with the settings, for a person; what is wrong with a source stands with it; ``second``:
    the second reader with what it was asked, where the user has one; ``saved``: what became of copies in an archive.
    """

    at: datetime
    sources: list[Gathered] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    second: SecondReader | None = None
    saved: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return the exit code: 0 if all is done, 3 if something is left for a reviewer or no source answered."""
        return LEFT_FOR_A_PERSON if self.problems or any(one.problems for one in self.sources) else 0

    def to_json(self) -> dict[str, Any]:
        """Return the answer of ``intake``."""
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
    """Read the monitored sources once: items become proposals, and accepted incidents stay unchanged.

    A source that failed is asked once more after all others. One that keeps failing is left alone for longer and
    longer, unless it is named. ``wanted``: ids of sources, all that are enabled where there are none; ``pause``: waits
    for some seconds between two questions to one host; ``progress`` is told which source is read, how many are done,
    and of how many. An id that is not known, or no enabled source, is a UsageError.
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
    """Replace the errors of all sources by one sentence if no source answered."""
    told = [one for one in result.sources if one.problems]
    if any(one.answered for one in result.sources) or len(told) == len(result.sources) <= _MANY:
        return
    for one in told:
        one.notes += one.problems
        one.problems = []
    first = (told or result.sources)[0]
    result.problems.append(
        f"none of {len(result.sources)} monitored sources answered; is this machine online? {first.notes[-1]}"
    )


def chosen_sources(settings: Settings, wanted: Sequence[str], problems: list[str]) -> list[Live]:
    """Return the sources to read; a source that is named is read whether or not it is enabled.

    An id that is not known, or no enabled source, is a UsageError.
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
