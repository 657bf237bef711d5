"""Find and load the reference data: tables with sources, zones and coastlines.

A file is looked up in the user's overlay first, then in the packaged copy, then in the checkout (an editable
install has no packaged copy). Tables with a key are merged row by row: a row of the overlay replaces the
shipped row with the same key, or is added.
"""

from __future__ import annotations

import csv
import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from scs_tracker.errors import TableError, TrackerError
from scs_tracker.geodata.checks import actor_problems, type_problems
from scs_tracker.geodata.tables import TABLES
from scs_tracker.model import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

_PACKAGE = Path(__file__).resolve().parents[1]
_ROOTS = (_PACKAGE / "_data", _PACKAGE.parent)

#: The files from which positions and standings follow; their bytes make the version.
_DERIVING = ("gazetteer", "zones")

_P = ParamSpec("_P")
_R = TypeVar("_R")
_caches: list[Any] = []
_caches_of_ours: list[Any] = []
_overlay: Path | None = None
#: Where ours were found when what is kept was read, and the state of the user's files.
_read_from: tuple[tuple[Path, ...], tuple[tuple[str, int, int], ...]] = (_ROOTS, ())


def cached(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return ``function`` with its results cached until the geodata in use changes."""
    kept = functools.cache(function)
    _caches.append(kept)
    return cast("Callable[_P, _R]", kept)


def cached_of_ours(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return ``function``, which reads shipped files only, with results cached until the shipped geodata changes."""
    kept = functools.cache(function)
    _caches_of_ours.append(kept)
    return cast("Callable[_P, _R]", kept)


def configure(overlay: Path | None) -> None:
    """Set the user's overlay, a folder laid out like geodata/; its files add to or replace the shipped ones.

    The folder need not exist yet (``scs-tracker zones add`` creates it). None uses the shipped files alone.
    """
    global _overlay, _read_from
    if overlay is not None and overlay.exists() and not overlay.is_dir():
        raise TrackerError(f"geodata overlay {overlay} is not a folder; name a folder laid out like geodata/")
    before, _read_from, _overlay = _read_from, (_ROOTS, _state_of(overlay)), overlay
    others = _caches_of_ours if before[0] != _ROOTS else []
    for function in (*_caches, *others) if before != _read_from else ():
        function.cache_clear()


def _state_of(overlay: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return path, time and size of an overlay folder and its files, to detect changes; empty if it is missing."""
    there = [overlay, *sorted(overlay.rglob("*"))] if overlay is not None and overlay.exists() else []
    return tuple((str(one), one.stat().st_mtime_ns, one.stat().st_size) for one in there)


def overlay() -> Path | None:
    """Return the path of the user's overlay folder, which need not exist, or None if no overlay is set."""
    return _overlay


def path(relative: str) -> Path:
    """Return the path of a geodata file in the overlay, the package or the checkout, whichever has it first."""
    candidates = [_overlay / relative] if _overlay is not None else []
    candidates += [root / "geodata" / relative for root in _ROOTS]
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise TrackerError(
        f"geodata file {relative} is missing; reinstall scs-tracker, or check the overlay in tracker.toml"
    )


def shipped(relative: str) -> Path:
    """Return the path of a shipped geodata file or folder, given relative to geodata/, regardless of the overlay."""
    for root in _ROOTS:
        if (root / "geodata" / relative).exists():
            return root / "geodata" / relative
    raise TrackerError(f"geodata file {relative} is missing; reinstall scs-tracker")


def recipes() -> Path:
    """Return the path of the folder with the shipped map recipes."""
    for root in _ROOTS:
        if (root / "maps").is_dir():
            return root / "maps"
    raise TrackerError("the map recipes are missing; reinstall scs-tracker")


@cached
def table(name: str) -> pd.DataFrame:
    """Return a table of ``TABLES``, merged with the overlay, as a DataFrame of text; do not change it in place."""
    import pandas as pd

    relative, key = TABLES[name]
    ours = read_csv(shipped(relative))
    user_file = _overlay / relative if _overlay is not None else None
    if user_file is None or not user_file.exists():
        return ours
    theirs = read_csv(user_file)
    missing = [column for column in key if column not in theirs.columns]
    if missing:
        raise TrackerError(f"{user_file}: column {missing[0]} is missing; the file needs {', '.join(key)}")
    replaced = pd.MultiIndex.from_frame(ours[list(key)]).isin(pd.MultiIndex.from_frame(theirs[list(key)]))
    return pd.concat([ours[~replaced], theirs], ignore_index=True).fillna("")


@cached
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return a table of ``TABLES``, merged with the overlay, as rows of text; like ``table``, but without pandas.

    The rows are shared between callers: do not change them.
    """
    relative, key = TABLES[name]
    ours = _read_rows(shipped(relative))
    user_file = _overlay / relative if _overlay is not None else None
    if user_file is None or not user_file.exists():
        return ours
    theirs = _read_rows(user_file)
    columns = ours[0].keys() if ours else ()
    for column in key:
        if theirs and column not in theirs[0]:
            raise TrackerError(f"{user_file}: column {column} is missing; the file needs {', '.join(key)}")
    replaced = {tuple(row[column] for column in key) for row in theirs}
    kept = [row for row in ours if tuple(row[column] for column in key) not in replaced]
    return (*kept, *({column: row.get(column) or "" for column in (*columns, *row)} for row in theirs))


@cached
def rows_by(name: str, key: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table, keyed by the column ``key``; of rows with the same key, the last is used."""
    return {row[key]: row for row in rows(name)}


@cached
def values_by(name: str, key: str, value: str) -> dict[str, str]:
    """Return the non-empty values of a column, keyed by the column ``key``; if a key repeats, the last value."""
    return {row[key]: row[value] for row in rows(name) if row.get(value)}


def _read_rows(file: Path) -> tuple[dict[str, str], ...]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return tuple({key: value or "" for key, value in row.items() if key} for row in csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TrackerError(f"{file} cannot be read as a UTF-8 CSV table: {error}; save it as UTF-8 CSV") from None


def read_csv(file: Path) -> pd.DataFrame:
    """Return a UTF-8 CSV file as a DataFrame of text, with empty cells as empty strings."""
    import pandas as pd

    options: dict[str, Any] = {"dtype": str, "keep_default_na": False, "encoding": "utf-8-sig"}
    try:
        frame = pd.read_csv(file, **options)
    except FileNotFoundError:
        raise TrackerError(f"{file} does not exist; name an existing UTF-8 CSV table") from None
    except OSError as error:
        raise TrackerError(f"{file} cannot be read: {error.strerror}; name a UTF-8 CSV table") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TrackerError(f"{file} cannot be read as a UTF-8 CSV table: {error}; save it as UTF-8 CSV") from None
    if len(frame) and not isinstance(frame.index, pd.RangeIndex):  # pandas took the first column for row names
        raise TrackerError(
            f"{file} has rows with more cells than its header; name every column, and remove commas at the ends of rows"
        )
    return frame


@cached
def vocabulary() -> Vocabulary:
    """Return the codes that incident tables may use: types (most severe first), actors, countries and event kinds.

    Types of equal severity keep the order of their rows, with those of the overlay last. Raise ``TableError`` if
    actors.csv or types.csv is invalid, most likely because of a row of the overlay.
    """
    types, actors = rows("types"), rows("actors")
    for name, found in (
        ("types", type_problems(types)),
        ("actors", actor_problems(actors)),
    ):
        if found:
            raise TableError(str(path(TABLES[name][0])), found)
    grades = [(row["type"], int(row["severity"])) for row in types]
    return Vocabulary(
        severity_by_type=dict(sorted(grades, key=lambda grade: -grade[1])),
        actors=frozenset(row["code"] for row in actors),
        countries=frozenset(row["country"] for row in actors),
        event_kinds=tuple(row["kind"] for row in rows("lexicon_event_kinds")),
        states=frozenset(row["type"] for row in types if row.get("doer") == "nobody"),
        doer_may_be_open=frozenset(row["type"] for row in types if row.get("doer") == "may be open"),
        private_speakers=frozenset(row["body"] for row in rows("speakers") if row["official"] != "yes"),
    )


@cached
def version() -> str:
    """Return a hash (12 hexadecimal digits) of all files from which positions and claims are computed."""
    digest = hashlib.sha256()
    folders = [shipped(name) for name in _DERIVING]
    if _overlay is not None:
        folders += [_overlay / name for name in _DERIVING]
    for folder in folders:
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.is_file():
                digest.update(file.relative_to(folder).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
