"""Catalogue of monitored sources: geodata/sources.csv, the user's rows, and the feeds of tracker.toml."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from scs_tracker import geodata
from scs_tracker.config import require_web_address, secret
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.intake.adapters import known_formats
from scs_tracker.intake.items import QUIET_DAYS, Live

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.config import Settings, Source

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACEHOLDER: Final = re.compile(r"\{(?:stamp|year|month)\}")
#: Whether the pages that items link to can be read: see docs/intake.md.
_PAGES: Final = ("yes", "refused", "no need", "")
_YES_OR_NO: Final = ("starter", "allow_private")


def catalogue(problems: list[str] | None = None) -> dict[str, Live]:
    """Return all monitored sources of the catalogue by id, including the user's own rows.

    A sentence about each faulty row is added to ``problems``; if that is None, the first one raises a TrackerError.
    """
    found: dict[str, Live] = {}
    for row in geodata.rows("live_sources"):
        try:
            found[row["id"]] = _live(row)
        except TrackerError as error:
            if problems is None:
                raise
            problems.append(str(error))
    return found


def _live(row: Mapping[str, str]) -> Live:
    fault = _fault(row)
    if fault:
        raise TrackerError(f"sources.csv, {row.get('id') or 'a row without id'}: {fault}")
    cells: dict[str, Any] = {name: row[name] for name in Live.__dataclass_fields__ if name in row}
    cells["keys"] = tuple(key for key in cells.get("keys", "").split(";") if key)
    cells["quiet_days"] = int(cells.get("quiet_days") or QUIET_DAYS)
    cells |= {name: cells.get(name) == "yes" for name in _YES_OR_NO}
    return Live(**cells)


def _fault(row: Mapping[str, str]) -> str:
    """Return the first error in a row of the catalogue, or an empty string if there is none."""
    days, pages, format_ = row.get("quiet_days") or "1", row.get("pages", ""), row.get("format")
    faults = [
        (not _ID.fullmatch(row.get("id", "")), "id is not valid; use a-z, digits and -, such as ph-rappler"),
        (not row.get("name", "").strip(), "name is empty; give the publisher as reports cite it"),
        (format_ not in known_formats(), f"format {format_!r} is not known; use one of {', '.join(known_formats())}"),
        (pages not in _PAGES, f"pages {pages!r} is not known; use yes, refused or no need, or leave it empty"),
        (not (days.isdecimal() and days.isascii()), f"quiet_days {days!r} is not valid; use a whole number of days"),
    ]
    faults += [
        (row.get(name, "") not in {"yes", "no", ""}, f"{name} {row.get(name)!r} is not known; use yes or no")
        for name in _YES_OR_NO
    ]
    try:
        require_web_address(_PLACEHOLDER.sub("0", row.get("address", "")))
    except ValueError as error:
        faults.append((True, f"address {row.get('address')!r} is {error}"))
    return next((words for wrong, words in faults if wrong), "")


def find(wanted: str, among: Mapping[str, Live]) -> Live:
    """Return the source with the id ``wanted``.

    Raises a UsageError that suggests similar ids if the id is not known.
    """
    if wanted in among:
        return among[wanted]
    near = difflib.get_close_matches(wanted, among, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "see scs-tracker sources list"
    raise UsageError(f"source {wanted!r} is not known; {hint}")


def enabled(settings: Settings, problems: list[str]) -> list[Live]:
    """Return the enabled sources of a working folder: those in the list ``live``, then the feeds in tracker.toml.

    A source with an error is left out, and a sentence about it is added to ``problems``.
    """
    known = catalogue(problems)
    found = []
    for wanted in settings.live:
        try:
            found.append(find(wanted, known))
        except UsageError as error:
            problems.append(f"live: {error}")
    feeds = (_own(source, problems) for source in settings.sources if source.kind == "feed")
    found += [own for own in feeds if own is not None]
    return list({one.id: one for one in found}.values())


def _own(source: Source, problems: list[str]) -> Live | None:
    format_ = source.format or "feed"
    if format_ not in known_formats():
        problems.append(f"{source.name}: format {format_!r} is not known; use one of {', '.join(known_formats())}")
        return None
    host = (urlsplit(source.name).hostname or source.name).removeprefix("www.")
    pages = "yes" if source.follow else "no need"
    return Live(
        source.name, source.publisher or host, source.name, format_, pages=pages, keys=source.keys,
        kind="media" if source.publisher else "", language=source.language, quiet_days=source.quiet_days,
        allow_private=source.allow_private,
    )  # fmt: skip


def secrets(live: Live, settings: Settings) -> tuple[str, ...]:
    """Return the keys of a source, read from environment variables.

    Raises a TrackerError if a variable is not set; no message contains a key.
    """
    names = settings.keys.get(live.id, live.keys)
    values = tuple(secret(name) for name in names)
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if missing or len(names) < len(live.keys):
        wanted = " and ".join(missing or live.keys)
        raise TrackerError(
            f"{live.id} needs {wanted} in the environment; set it, or name another variable under [keys]"
        )
    return values


def starter() -> Sequence[str]:
    """Return the ids of the sources that a new working folder enables: starter sources that need no keys."""
    return [one.id for one in catalogue([]).values() if one.starter and not one.keys]
