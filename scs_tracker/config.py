"""Read settings from tracker.toml and SCS_TRACKER_… environment variables into one validated object."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self, TypedDict
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, Field, StrictBool, ValidationError, field_validator, model_validator

from scs_tracker.errors import TrackerError, suggestion, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FILE = Path("tracker.toml")
ENVIRONMENT_PREFIX = "SCS_TRACKER_"
_FOLDERS: Final = ("geodata", "maps", "weekly", "templates", "tallies")
#: Keys that a variable of the environment may set: SCS_TRACKER_LEDGER and so on.
_FROM_ENVIRONMENT: Final = ("ledger", "timezone", *_FOLDERS, "base_url", "contact")
_ADDRESS: Final = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_SQLITE: Final = "sqlite:///"

#: In what a report can be written; mail is a message file, png a picture of the first page.
REPORT_FORMATS: Final = ("html", "json", "md", "csv", "pdf", "eml", "png")

Kind = Literal["path", "inbox", "url", "feed"]
#: What a source is named by, and which other keys go with it.
_KINDS: Final[dict[Kind, tuple[str, ...]]] = {
    "path": ("format", "columns", "dates", "encoding"),
    "inbox": ("format", "columns", "dates", "encoding"),
    "url": ("format", "columns", "dates", "encoding", "allow_private"),
    "feed": ("name", "language", "quiet_days", "format", "follow", "allow_private", "keys"),
}


class Reading(TypedDict, total=False):
    """Options for reading a file of reports if its content does not decide; see ``sources.formats.read_reports``."""

    format_: str | None
    columns: Mapping[str, str] | None
    dates: Literal["", "day first", "month first"]
    encoding: str
    tables: Mapping[str, KeptTable]


class _Section(BaseModel):
    model_config = {"extra": "forbid", "frozen": True}


class KeptTable(_Section):
    """A user's stored choices for one table: the tracker's column for each heading, and the order of its dates.

    ``?`` marks a choice that is not made yet, including the order of dates if the dates do not show it.
    """

    columns: dict[str, str]
    dates: Literal["", "?", "day-first", "month-first"] = ""


def require_web_address(value: str) -> str:
    """Return ``value`` if it is an http or https URL without a password; raise ValueError otherwise."""
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)
        _ = parts.port
    except ValueError:
        is_web = False
    if not is_web:
        raise ValueError("not a web address; use the form https://example.org/reports.csv")
    if parts.username is not None:
        raise ValueError(
            "not allowed, because it contains a user name or password, which could appear in output; "
            "remove the user name and password from the URL"
        )
    return value


#: An http or https address without a password.
WebAddress = Annotated[str, AfterValidator(require_web_address)]


class Source(_Section):
    """A source that ``run`` reads: exactly one of path, inbox, url and feed."""

    #: A file or a pattern such as ``reports/*.csv``, relative to the folder of tracker.toml.
    path: Path | None = None
    #: A folder whose files are imported and then moved to its ``done`` or ``failed``.
    inbox: Path | None = None
    #: The http or https address of a file of reports.
    url: WebAddress | None = None
    #: The http or https address of an RSS or Atom feed, whose items are read as articles.
    feed: WebAddress | None = None
    #: The format of files, where the content should not decide; of a feed, where it is no RSS or Atom.
    format: str | None = None
    #: For a map layer or a table of your own: our column to the field that holds it.
    columns: dict[str, str] = Field(default_factory=dict)
    #: Order of day and month, where the dates do not tell.
    dates: Literal["", "day-first", "month-first"] = ""
    #: Of a CSV or a shapefile, where it is not UTF-8 and the file does not say it.
    encoding: str = ""
    #: For a feed: read the page that an item links to, not the text in the feed.
    follow: StrictBool = False
    #: For url and feed: addresses of this machine and of private networks are allowed.
    allow_private: StrictBool = False
    #: For a feed: names of the environment variables with its API key.
    keys: tuple[str, ...] = ()
    #: For a feed: the publisher as cited, written as ``name``; the host if empty.
    publisher: str = Field(default="", alias="name")
    #: For a feed: ISO 639-1 code of its language; empty to detect it from the texts.
    language: str = Field(default="", pattern=r"^(?:[a-z]{2,3})?$")
    #: For a feed: it is silent if its newest item is older than this many days.
    quiet_days: int = Field(default=3, ge=1, le=3650)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        named = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(named) != 1:
            found = f"has {' and '.join(named)}" if named else "names nothing to read"
            raise ValueError(f"a source {found}; give exactly one of {', '.join(_KINDS)}")
        kind, allowed = named[0], _KINDS[named[0]]
        aliases = {name: field.alias or name for name, field in type(self).model_fields.items()}
        misplaced = sorted({aliases[name] for name in self.model_fields_set} - {kind, *allowed})
        if misplaced:
            them = ", ".join(allowed)
            raise ValueError(f"key {misplaced[0]} cannot be used with {kind}; allowed with {kind} are {them}")
        return self

    @property
    def kind(self) -> Kind:
        """Return the kind of the source: path, inbox, url or feed."""
        return next(kind for kind in _KINDS if getattr(self, kind) is not None)

    @property
    def name(self) -> str:
        """Return the path, folder or URL of the source as text."""
        return str(getattr(self, self.kind))

    @property
    def reading(self) -> Reading:
        """Return the options for reading the source's files."""
        order: Any = self.dates.replace("-", " ")
        return Reading(format_=self.format, columns=self.columns or None, dates=order, encoding=self.encoding)


class Digest(_Section):
    """Settings of the digest of new proposals: its recipients and its filters.

    ``to`` has names of environment variables with addresses of services in the form of apprise. Such an address is
    secret, so it is not written in a file. ``filters`` select the proposals that are listed: name to conditions, such
    as ``severity >= 3 and place = Scarborough Shoal``.
    """

    to: tuple[str, ...] = ()
    filters: dict[str, str] = Field(default_factory=dict)


class Archive(_Section):
    """Settings for archiving the sources of accepted incidents.

    ``wayback`` names the environment variable with ``key:secret`` for the Wayback Machine, which is not used if it is
    empty; ``service`` may be another archive with the same interface. ``pages`` is the folder for fetched pages in
    WARC files; if it is None, pages are not stored.
    """

    wayback: str = ""
    service: Annotated[WebAddress, AfterValidator(lambda value: value.rstrip("/"))] = "https://web.archive.org"
    pages: Path | None = None


def secret(name: str) -> str:
    """Return the value of an environment variable, or the text of the file that the variable ``NAME_FILE`` gives.

    Containers and systemd pass passwords as files, so that they do not appear in process lists.
    """
    file = os.environ.get(f"{name}_FILE", "")
    if os.environ.get(name) or not file:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TrackerError(f"{name}_FILE: {unreadable(file, error)}") from None


class Mail(_Section):
    """Settings for sending the weekly report by email, one message per address in ``to``; off if ``host`` is empty.

    ``tls`` is ``starttls`` (port 587), ``tls`` from the first byte (port 465), or ``none``. The first line of
    ``password_file`` is the password; the variable SCS_TRACKER_MAIL_PASSWORD is used where it is not given.
    """

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: Path | None = None
    sender: str = ""
    to: tuple[str, ...] = ()

    @field_validator("sender", "to")
    @classmethod
    def _addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for address in (value,) if isinstance(value, str) else value:
            if address and not _ADDRESS.fullmatch(address):
                raise ValueError(f"not an email address: {address!r}; write name@example.org")
        return value


class Desk(_Section):
    """Settings of the desk, the review in a browser."""

    #: A file with the secret from which the desk's URL follows, made if missing; without it each start has another URL.
    login: Path | None = None


class Model(_Section):
    """Settings of the language model that translates and reads texts, on a server at ``url``; off if that is empty.

    Chat completions are asked for at ``url``, such as ``http://127.0.0.1:8080/v1``; texts are sent there alone. The
    first line of ``key_file`` is the key, for a server that asks for one.
    """

    url: str = ""
    name: str = ""
    jobs: tuple[Literal["translate", "read"], ...] = ("translate", "read")
    key_file: Path | None = None

    @field_validator("url")
    @classmethod
    def _without_secrets(cls, value: str) -> str:
        if value and urlsplit(require_web_address(value)).query:
            raise ValueError("not allowed with a ? in it, because URLs are printed; put the key in key_file")
        return value

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.url and not self.name:
            raise ValueError("url is set but name is not; set name to the model's name at that URL")
        return self


class Settings(_Section):
    """All settings of a working folder, with their defaults."""

    #: SQLAlchemy URL of the ledger; a relative SQLite path is relative to the folder of tracker.toml.
    ledger: str = "sqlite:///tracker.db"
    #: IANA name; weeks begin and end in it.
    timezone: str = "Asia/Manila"
    #: The user's own geodata folder, used beside and in place of the shipped one.
    geodata: Path = Path("geodata-local")
    #: Where maps are written, and weekly reports.
    maps: Path = Path("maps/html")
    weekly: Path = Path("maps/html/weekly")
    #: A folder with the user's own templates of the weekly report; ours if None.
    templates: Path | None = None
    #: The address under which the weekly reports are published, for the links of the feed; relative links if empty.
    base_url: str = ""
    #: The folder of a bulk run, or its tallies.csv; the weekly report prints its ship-days. None for none.
    tallies: Path | None = None
    #: An address by which the servers that are asked can reach the user; it is sent to them.
    contact: str = ""
    #: Ids of the live sources that ``intake`` reads.
    live: tuple[str, ...] = ()
    #: Id of a live source to the names of the variables with what lets one in, where they are not the usual ones.
    keys: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    #: Where news of what came in is sent.
    digest: Digest = Field(default_factory=Digest)
    #: Whether sources are saved elsewhere.
    archive: Archive = Field(default_factory=Archive)
    #: Name of the model that parses articles; the first that is installed if empty.
    parser_model: str = ""
    #: In which formats weeks are issued; html and json are always among them.
    formats: tuple[str, ...] = ("html", "json")
    #: The language of the reports' own words, such as ``en`` or ``id``; what sources say stays as it is.
    language: str = "en"
    #: Whether a report prints, apart and marked, what is reported and not yet checked.
    unchecked: StrictBool = True
    #: Severity, 1 to 5, from which a new incident of a file or an inbox waits for a reviewer; written "none": never.
    hold: int | None = 3
    #: By which server, from whom and to whom the weekly report is sent.
    mail: Mail = Field(default_factory=Mail)
    #: Where the signed heads of the ledger are kept as well: a file, ``git:FOLDER`` or ``mail:ADDRESS``.
    heads: tuple[str, ...] = ()
    #: A second reader, as an option.
    model: Model = Field(default_factory=Model)
    #: How the review in a browser is opened.
    desk: Desk = Field(default_factory=Desk)
    #: What ``run`` reads.
    sources: tuple[Source, ...] = ()
    #: What a person said of tables of their own, by name.
    tables: dict[str, KeptTable] = Field(default_factory=dict)
    #: Whether an accepted incident of severity 3 or more waits for a second reviewer before it is printed.
    second_reader: StrictBool = False
    #: The folder of tracker.toml; relative paths start here.
    folder: Path = Field(default=Path(), exclude=True)

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, OSError, ValueError):  # Asia alone is a folder, and no name goes up in folders
            near = difflib.get_close_matches(value, available_timezones(), n=1) or ["Asia/Manila"]
            raise ValueError(f"not a time zone; use an IANA name such as {near[0]}") from None
        return value

    @field_validator("formats")
    @classmethod
    def _known_formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in value if name not in REPORT_FORMATS]:
            raise ValueError(f"not all known: {unknown[0]!r}; use one of {', '.join(REPORT_FORMATS)}")
        return value

    @field_validator("hold", mode="before")
    @classmethod
    def _severity_or_none(cls, value: object) -> object:
        if value is None or value == "none":
            return None
        grade = int(value) if isinstance(value, str) and value.isdecimal() else value
        if not isinstance(grade, int) or isinstance(grade, bool) or not 1 <= grade <= 5:
            raise ValueError('not a severity; use a whole number from 1 to 5, or "none"')
        return grade

    @field_validator("ledger")
    @classmethod
    def _lasting_ledger(cls, value: str) -> str:
        if value.rstrip("/") == "sqlite:" or value.endswith(":memory:"):
            raise ValueError("held only in memory, so nothing would be kept; use a file, such as sqlite:///tracker.db")
        return value

    @field_validator("base_url")
    @classmethod
    def _published_address(cls, value: str) -> str:
        return require_web_address(value) if value else value

    @field_validator("contact")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isascii() or not value.isprintable() or any(mark in value for mark in "()"):
            raise ValueError(
                "sent to servers, so it must be one line of ASCII characters; give an email or web address"
            )
        return value

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of weeks, months and years."""
        return ZoneInfo(self.timezone)

    def resolve(self, path: Path) -> Path:
        """Return ``path`` unchanged if it is absolute, else joined to the folder of tracker.toml."""
        return path if path.is_absolute() else self.folder / path

    def source_of(self, file: Path) -> Source | None:
        """Return the first source whose path or inbox matches ``file``, or None if there is none."""
        for source in self.sources:
            place = source.path or (source.inbox / "*" if source.inbox else None)
            if place is not None and file.absolute().match(str(self.resolve(place).absolute())):
                return source
        return None

    @property
    def ledger_url(self) -> str:
        """Return the ledger's URL; a relative SQLite path starts at the folder of tracker.toml."""
        file = self.ledger.removeprefix(_SQLITE)
        return self.ledger if file in {"", self.ledger} else _SQLITE + str(self.resolve(Path(file)))


def load(file: Path | None = None, *, ledger: str | None = None) -> Settings:
    """Return the settings: defaults, overridden by tracker.toml, then SCS_TRACKER_… variables, then ``ledger``.

    Parameters
    ----------
    file
        The file to read; if None, the file in SCS_TRACKER_CONFIG, else tracker.toml in this folder, if it exists.
    ledger
        A ledger URL that overrides all others.

    Raises
    ------
    TrackerError
        The file is missing or unreadable, or a key or value is not known; the message names the line.
    """
    named = os.environ.get(f"{ENVIRONMENT_PREFIX}CONFIG")
    if file is None and (named or DEFAULT_FILE.exists()):
        file = Path(named or DEFAULT_FILE)
    text, values = ("", {}) if file is None else _read(file)
    names = {key: ENVIRONMENT_PREFIX + key.upper() for key in _FROM_ENVIRONMENT}
    overrides = {key: os.environ[name] for key, name in names.items() if os.environ.get(name)}
    address = ledger if ledger is not None else secret(names["ledger"])
    if ledger is not None or address:
        overrides["ledger"] = address
    folder = Path() if file is None else file.parent
    for key in _FOLDERS:
        if key in overrides:  # a variable is relative to where the command runs, not to tracker.toml
            overrides[key] = str(Path(overrides[key]).absolute())
    if overrides.get("ledger", "").startswith(_SQLITE):
        overrides["ledger"] = _SQLITE + str(Path(overrides["ledger"].removeprefix(_SQLITE)).absolute())
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
        raise unreadable(file, error) from None
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, a number of 5,000 digits, a thousand brackets
        raise TrackerError(f"{file} is not valid TOML: {error}; correct the file") from None
    if "folder" in values:
        raise TrackerError(f"{file}: key folder is not known; use one of {', '.join(_KEYS)}")
    return text, values


#: Keys of tracker.toml.
_KEYS: Final = tuple(name for name in Settings.model_fields if name != "folder")
#: The tables of tracker.toml.
_TABLES: Final[dict[str, Any]] = {"sources": Source, "tables": KeptTable} | {
    each.__name__.lower(): each for each in (Archive, Desk, Digest, Mail, Model)
}


def unknown_variables() -> list[str]:
    """Return SCS_TRACKER_ environment variables without effect, probably misspelt."""
    other = ("config quiet verbose browser by trust_clock log ledger_file mail_password mail_password_file").split()
    known = {ENVIRONMENT_PREFIX + key.upper() for key in (*_FROM_ENVIRONMENT, *other)}
    return sorted(name for name in os.environ if name.startswith(ENVIRONMENT_PREFIX) and name not in known)


def _explain(error: ValidationError, file: Path | None, text: str, overrides: Mapping[str, str]) -> str:
    sentences = []
    for fault in error.errors():
        location = fault["loc"]
        key = str(location[0])
        where = f"{ENVIRONMENT_PREFIX}{key.upper()}" if key in overrides else f"{file}{_line(text, location)}"
        name = ".".join(str(part) for part in location if not isinstance(part, int))
        message = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "extra_forbidden":
            allowed = _KEYS if len(location) == 1 else tuple(_TABLES[key].model_fields)
            hint = suggestion(str(location[-1]), allowed, f"use one of {', '.join(allowed)}")
            sentences.append(f"{where}: key {name} is not known; {hint}")
        elif isinstance(location[-1], int) and fault["type"] == "value_error":
            sentences.append(f"{where}: {message}")
        elif key == "sources" and len(location) <= 2:
            sentences.append(f"{where}: sources are written as tables, each under its own [[sources]]")
        else:
            wrong = next((ours for theirs, ours in _WRONG if theirs in message), message[0].lower() + message[1:])
            sentences.append(f"{where}: {name} = {_without_secrets(fault['input'])!r} is {wrong}")
    return "\n".join(sentences)


def _without_secrets(value: Any) -> Any:
    """Return a value in printable form: a URL without user name, password and query."""
    return re.sub(r"(?<=://)[^/@\s]*@|(?<=\?).*", "…", value) if isinstance(value, str) and "://" in value else value


#: pydantic's words for a value of the wrong type, and ours.
_WRONG: Final = (
    ("valid string", "not text; put it in quotes"),
    ("not a valid path", "not a path; put it in quotes"),
    ("valid boolean", "neither true nor false; write one of them without quotes"),
    ("valid tuple", 'not a list; write it as ["one", "two"]'),
    ("valid dictionary", 'not a table; write it as { lat = "LATITUDE" }'),
)


def _line(text: str, location: tuple[int | str, ...]) -> str:
    """Return ', line N' for the last key of ``location``, or for the table that has it, or '' if neither is found."""
    lines = text.splitlines()
    first, last = re.escape(str(location[0])), str(location[-1])
    headers = [number for number, line in enumerate(lines) if re.match(r"\s*\[", line)]
    start, end = 0, len(lines)
    if len(location) > 1 and isinstance(location[1], int):
        own = [number for number in headers if re.match(rf"\s*\[\[\s*[\"']?{first}[\"']?\s*\]\]", lines[number])]
        if location[1] < len(own):
            start, end = [*own, end][location[1] : location[1] + 2]
            if len(location) == 2:
                return f", line {start + 1}"
    elif headers and not re.match(rf"\s*\[+\s*{first}\b", lines[headers[0]]):
        end = headers[0]
    for key in (re.escape(last), first):
        for number in range(start, end):
            if re.search(rf"(?:^\s*|[{{\[,.]\s*)[\"']?{key}[\"']?\s*[=\].]", lines[number].partition("#")[0]):
                return f", line {number + 1}"
    return ""
