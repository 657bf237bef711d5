"""tracker.toml and the SCS_TRACKER_… variables, as one checked Settings."""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FILE = Path("tracker.toml")
ENVIRONMENT_PREFIX = "SCS_TRACKER_"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Section):
    """One file of reports that ``run`` imports.

    Attributes
    ----------
    path
        A file, relative to the folder of tracker.toml.
    format
        Its format, where the content should not decide.
    columns
        For a map layer: our column to the field that holds it.
    """

    path: Path
    format: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)


class Settings(_Section):
    """All that a working folder decides.

    Attributes
    ----------
    ledger
        SQLAlchemy URL of the ledger; a relative SQLite path is relative to the folder of tracker.toml.
    timezone
        IANA name; weeks begin and end in it.
    geodata
        The user's own geodata folder, used beside and in place of the shipped one.
    maps
        Where maps are written.
    weekly
        Where weekly reports are written.
    sources
        Files that ``run`` reads.
    folder
        The folder of tracker.toml; relative paths start here.
    """

    ledger: str = "sqlite:///tracker.db"
    timezone: str = "Asia/Manila"
    geodata: Path = Path("geodata-local")
    maps: Path = Path("maps/html")
    weekly: Path = Path("maps/html/weekly")
    sources: tuple[Source, ...] = ()
    folder: Path = Field(default=Path(), exclude=True)

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("not a time zone; use an IANA name such as Asia/Manila")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the weeks."""
        return ZoneInfo(self.timezone)

    def resolve(self, path: Path) -> Path:
        """Return ``path`` as seen from the folder of tracker.toml."""
        return path if path.is_absolute() else self.folder / path

    @property
    def ledger_url(self) -> str:
        """The ledger's URL with a relative SQLite path made relative to the folder of tracker.toml."""
        prefix = "sqlite:///"
        if not self.ledger.startswith(prefix) or self.ledger == prefix:
            return self.ledger
        file = Path(self.ledger.removeprefix(prefix))
        return prefix + str(self.resolve(file))


def load(file: Path | None = None, *, ledger: str | None = None) -> Settings:
    """Read the settings: defaults, then tracker.toml, then SCS_TRACKER_… variables, then the call's own.

    Parameters
    ----------
    file
        The file to read; None takes tracker.toml of the current folder if it is there.
    ledger
        A ledger URL that wins over all.

    Raises
    ------
    TrackerError
        The file is missing or unreadable, or a key or value is not known; the message names the line.
    """
    environment = os.environ
    if file is None and f"{ENVIRONMENT_PREFIX}CONFIG" in environment:
        file = Path(environment[f"{ENVIRONMENT_PREFIX}CONFIG"])
    if file is None and DEFAULT_FILE.exists():
        file = DEFAULT_FILE
    text, values = ("", {}) if file is None else _read(file)
    scalars = ("ledger", "timezone", "geodata", "maps", "weekly")
    overrides = {key: environment[name] for key in scalars if (name := ENVIRONMENT_PREFIX + key.upper()) in environment}
    if ledger is not None:
        overrides["ledger"] = ledger
    folder = Path() if file is None else file.parent
    for key in ("geodata", "maps", "weekly"):
        if key in overrides:  # a variable is relative to where the command runs, not to tracker.toml
            overrides[key] = str(Path(overrides[key]).absolute())
    if overrides.get("ledger", "").startswith("sqlite:///"):
        overrides["ledger"] = "sqlite:///" + str(Path(overrides["ledger"].removeprefix("sqlite:///")).absolute())
    try:
        return Settings(**(values | overrides), folder=folder)
    except ValidationError as error:
        raise TrackerError(_explain(error, file, text, overrides)) from None


def _read(file: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TrackerError(f"{file} does not exist; leave --config out to use the defaults") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TrackerError(f"{file} cannot be read: {error}") from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TrackerError(f"{file} is not valid TOML: {error}") from None
    if "folder" in values:
        raise TrackerError(f"{file}: key folder is not known; allowed are {', '.join(_keys())}")
    return text, values


def _keys() -> list[str]:
    return [name for name in Settings.model_fields if name != "folder"]


def _explain(error: ValidationError, file: Path | None, text: str, overrides: Mapping[str, str]) -> str:
    sentences = []
    for fault in error.errors():
        key = str(fault["loc"][0])
        where = f"{ENVIRONMENT_PREFIX}{key.upper()}" if key in overrides else f"{file}{_line(text, fault['loc'])}"
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            allowed = _keys() if len(fault["loc"]) == 1 else list(Source.model_fields)
            near = difflib.get_close_matches(str(fault["loc"][-1]), allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(allowed)}"
            sentences.append(f"{where}: key {name} is not known; {hint}")
        else:
            message = fault["msg"].removeprefix("Value error, ")
            sentences.append(f"{where}: {name} = {fault['input']!r} is {message[0].lower()}{message[1:]}")
    return "\n".join(sentences)


def _line(text: str, location: tuple[int | str, ...]) -> str:
    """Return ', line N' of the last key of ``location``, counting array tables of that name."""
    lines = text.splitlines()
    start, key = 0, str(location[-1])
    if len(location) > 1 and isinstance(location[1], int):
        headers = [number for number, line in enumerate(lines) if line.strip() == f"[[{location[0]}]]"]
        start = headers[location[1]] if location[1] < len(headers) else 0
    for number in range(start, len(lines)):
        if lines[number].split("=")[0].strip().strip("[]") == key:
            return f", line {number + 1}"
    return ""
