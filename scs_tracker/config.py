"""tracker.toml and the SCS_TRACKER_… variables, as one checked Settings."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypedDict
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, field_validator, model_validator

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FILE = Path("tracker.toml")
ENVIRONMENT_PREFIX = "SCS_TRACKER_"
#: Keys that a variable of the environment may set: SCS_TRACKER_LEDGER and so on.
_FROM_ENVIRONMENT: Final = (
    "ledger", "timezone", "geodata", "maps", "weekly", "templates", "base_url", "tallies", "contact",
)  # fmt: skip
_ADDRESS: Final = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_FOLDERS: Final = ("geodata", "maps", "weekly", "templates", "tallies")

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
    """How a file of reports is read, if not decided by its content; see ``sources.formats.read_reports``."""

    format_: str | None
    columns: Mapping[str, str] | None
    dates: Literal["", "day first", "month first"]
    encoding: str
    tables: Mapping[str, KeptTable]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeptTable(_Section):
    """Column choices for a user's own table, found by its set of headings: heading to the column of ours that it is.

    ``?`` stands for what is not answered yet, also of the order of dates, where they do not tell.
    """

    columns: dict[str, str]
    dates: Literal["", "?", "day-first", "month-first"] = ""


class Source(_Section):
    """A source that ``run`` reads: exactly one of path, inbox, url and feed.

    Attributes
    ----------
    path, inbox
        A file or a pattern such as ``reports/*.csv``, relative to the folder of tracker.toml; a folder whose files are
        imported and then moved to its ``done`` or ``failed``.
    url, feed
        The http or https address of a file of reports; of an RSS or Atom feed, whose items are read as articles.
    format
        The format of files, where the content should not decide; of a feed, where it is no RSS or Atom.
    columns, dates
        For a map layer or a table of your own: our column to the field that holds it; day-first or month-first, where
        its dates do not tell.
    encoding
        Of a CSV or a shapefile, where it is not UTF-8 and the file does not say it.
    follow, keys
        For a feed: read the page that an item links to, not the text in the feed; names of the environment variables
        with its API key.
    publisher, language
        For a feed: the publisher as cited, written as ``name``, the host if empty; ISO 639-1 code of its language,
        empty to detect it from the texts.
    quiet_days
        For a feed: it is silent if its newest item is older than this many days.
    allow_private
        For url and feed: addresses of this machine and of private networks are allowed.
    """

    path: Path | None = None
    inbox: Path | None = None
    url: str | None = None
    feed: str | None = None
    format: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    dates: Literal["", "day-first", "month-first"] = ""
    encoding: str = ""
    follow: StrictBool = False
    allow_private: StrictBool = False
    keys: tuple[str, ...] = ()
    publisher: str = Field(default="", alias="name")
    language: str = Field(default="", pattern=r"^(?:[a-z]{2,3})?$")
    quiet_days: int = Field(default=3, ge=1, le=3650)

    @field_validator("url", "feed")
    @classmethod
    def _web_address(cls, value: str) -> str:
        return require_web_address(value)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        named = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(named) != 1:
            found = f"has {' and '.join(named)}" if named else "names nothing to read"
            raise ValueError(f"a source {found}; give exactly one of {', '.join(_KINDS)}")
        aliases = {name: field.alias or name for name, field in type(self).model_fields.items()}
        given = {aliases[name] for name in self.model_fields_set} - {named[0]}
        misplaced = sorted(given - set(_KINDS[named[0]]))
        if misplaced:
            raise ValueError(
                f"key {misplaced[0]} does not go with {named[0]}; with it go {', '.join(_KINDS[named[0]])}"
            )
        return self

    @property
    def kind(self) -> Kind:
        """Return the key that identifies the source."""
        return next(kind for kind in _KINDS if getattr(self, kind) is not None)

    @property
    def name(self) -> str:
        """Return the source's value in tracker.toml."""
        return str(getattr(self, self.kind))

    @property
    def reading(self) -> Reading:
        """Return how files of the source are read."""
        order: Any = self.dates.replace("-", " ")
        return Reading(format_=self.format, columns=self.columns or None, dates=order, encoding=self.encoding)


class Digest(_Section):
    """Recipients and filters of the digest.

    ``to`` has names of the variables of the environment with addresses of services, as apprise writes them: such an
    address is a secret, so it stands in no file. ``filters`` say which proposals are worth a line: name to conditions,
    such as ``severity >= 3 and place = Scarborough Shoal``.
    """

    to: tuple[str, ...] = ()
    filters: dict[str, str] = Field(default_factory=dict)


class Archive(_Section):
    """Archiving of the sources of accepted incidents.

    ``wayback`` names the variable of the environment with ``key:secret`` of the Wayback Machine, which is not asked
    without; ``service`` is another archive with its interface. ``pages`` is the folder for fetched pages in WARC files,
    which are not kept without.
    """

    wayback: str = ""
    service: str = "https://web.archive.org"
    pages: Path | None = None

    @field_validator("service")
    @classmethod
    def _web_address(cls, value: str) -> str:
        return require_web_address(value).rstrip("/")


def secret(name: str) -> str:
    """Return a variable of the environment, or the text of the file that the variable with ``_FILE`` after it names.

    Containers and systemd hand out passwords as files, so that they stand in no list of processes.
    """
    file = os.environ.get(f"{name}_FILE", "")
    if os.environ.get(name) or not file:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise TrackerError(f"{name}_FILE names {file}, which cannot be read: {reason}") from None


def require_web_address(value: str) -> str:
    """Return ``value`` if it is an http or https address without a password; else raise ValueError."""
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)
        _ = parts.port
    except ValueError:
        is_web = False
    if not is_web:
        raise ValueError("no web address; write it as https://example.org/reports.csv")
    if parts.username is not None:
        raise ValueError("not allowed with a name or password in it, since addresses are printed; leave them out")
    return value


class Mail(_Section):
    """How the weekly report is sent by email, each address of ``to`` in a message of its own; never without a host.

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
    """The review in a browser.

    Attributes
    ----------
    login
        A file with the secret from which the desk's URL follows, made where it is not there: the URL stays as it is.
        Without it the URL is another one at each start.
    """

    login: Path | None = None


class Model(_Section):
    """A second reader at an address of the user's own, off where there is no ``url``.

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
            raise ValueError("not allowed with a ? in it, since addresses are printed; a key belongs in key_file")
        return value

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.url and not self.name:
            raise ValueError("url is given and name is not; give the name of the model at that address")
        return self


class Settings(_Section):
    """Settings of a working folder.

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
    templates
        A folder with the user's own templates of the weekly report; ours if None.
    base_url
        The address under which the weekly reports are published, for the links of the feed; relative links if empty.
    tallies
        The folder of a bulk run, or its tallies.csv; the weekly report prints its ship-days. None for none.
    contact
        An address by which the servers that are asked can reach the user; it is sent to them.
    live
        Ids of the live sources that ``intake`` reads.
    keys
        Id of a live source to the names of the variables with what lets one in, where they are not the usual ones.
    digest
        Where news of what came in is sent.
    archive
        Whether sources are saved elsewhere.
    parser_model
        Name of the model that parses articles; the first that is installed if empty.
    formats
        In which formats weeks are issued; html and json are always among them.
    language
        The language of the reports' own words, such as ``en`` or ``id``; what sources say stays as it is.
    unchecked
        Whether a report prints, apart and marked, what is reported and not yet checked.
    hold
        Severity, 1 to 5, from which a new incident of a file or an inbox waits for a reviewer; None for none, in
        tracker.toml ``hold = "none"``.
    mail
        By which server, from whom and to whom the weekly report is sent.
    heads
        Where the signed heads of the ledger are kept as well: a file, ``git:FOLDER`` or ``mail:ADDRESS``.
    model
        A second reader, as an option.
    desk
        How the review in a browser is opened.
    sources
        What ``run`` reads.
    tables
        What a person said of tables of their own, by name.
    second_reader
        Whether incidents of severity 3 and above that one person has accepted wait for a second one before they are
        printed.
    folder
        The folder of tracker.toml; relative paths start here.
    """

    ledger: str = "sqlite:///tracker.db"
    timezone: str = "Asia/Manila"
    geodata: Path = Path("geodata-local")
    maps: Path = Path("maps/html")
    weekly: Path = Path("maps/html/weekly")
    templates: Path | None = None
    base_url: str = ""
    tallies: Path | None = None
    contact: str = ""
    live: tuple[str, ...] = ()
    keys: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    digest: Digest = Field(default_factory=Digest)
    archive: Archive = Field(default_factory=Archive)
    parser_model: str = ""
    formats: tuple[str, ...] = ("html", "json")
    language: str = "en"
    unchecked: StrictBool = True
    hold: int | None = 3
    mail: Mail = Field(default_factory=Mail)
    heads: tuple[str, ...] = ()
    model: Model = Field(default_factory=Model)
    desk: Desk = Field(default_factory=Desk)
    sources: tuple[Source, ...] = ()
    tables: dict[str, KeptTable] = Field(default_factory=dict)
    second_reader: StrictBool = False
    folder: Path = Field(default=Path(), exclude=True)

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, OSError, ValueError):  # Asia alone is a folder, and no name goes up in folders
            near = difflib.get_close_matches(value, available_timezones(), n=1)
            named = (near or ["Asia/Manila"])[0]
            raise ValueError(f"not a time zone; use an IANA name such as {named}") from None
        return value

    @field_validator("formats")
    @classmethod
    def _known_formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name not in REPORT_FORMATS]
        if unknown:
            raise ValueError(f"not all known: {unknown[0]!r}; allowed are {', '.join(REPORT_FORMATS)}")
        return value

    @field_validator("hold", mode="before")
    @classmethod
    def _severity_or_none(cls, value: object) -> object:
        allowed = "use a severity from 1 to 5, or none"
        if value is None or value == "none":
            return None
        grade = int(value) if isinstance(value, str) and value.isdecimal() else value
        if not isinstance(grade, int) or isinstance(grade, bool) or not 1 <= grade <= 5:
            raise ValueError(f"not a severity; {allowed}")
        return grade

    @field_validator("ledger")
    @classmethod
    def _lasting_ledger(cls, value: str) -> str:
        if value.rstrip("/") == "sqlite:" or value.endswith(":memory:"):
            raise ValueError("in memory alone, where nothing is kept; name a file, such as sqlite:///tracker.db")
        return value

    @field_validator("base_url")
    @classmethod
    def _published_address(cls, value: str) -> str:
        return require_web_address(value) if value else value

    @field_validator("contact")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isascii() or not value.isprintable() or any(mark in value for mark in "()"):
            raise ValueError("sent to servers, so it must be one line of plain letters; write a mail or web address")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of the weeks."""
        return ZoneInfo(self.timezone)

    def resolve(self, path: Path) -> Path:
        """Return ``path`` relative to the folder of tracker.toml."""
        return path if path.is_absolute() else self.folder / path

    def source_of(self, file: Path) -> Source | None:
        """Return the first file source that ``file`` belongs to, or None."""
        for source in self.sources:
            place = source.path or (source.inbox / "*" if source.inbox else None)
            if place is not None and file.absolute().match(str(self.resolve(place).absolute())):
                return source
        return None

    @property
    def ledger_url(self) -> str:
        """Return the ledger's URL; a relative SQLite path starts at the folder of tracker.toml."""
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
    if file is None and environment.get(f"{ENVIRONMENT_PREFIX}CONFIG"):
        file = Path(environment[f"{ENVIRONMENT_PREFIX}CONFIG"])
    if file is None and DEFAULT_FILE.exists():
        file = DEFAULT_FILE
    text, values = ("", {}) if file is None else _read(file)
    names = {key: ENVIRONMENT_PREFIX + key.upper() for key in _FROM_ENVIRONMENT}
    overrides = {key: environment[name] for key, name in names.items() if environment.get(name)}
    if address := secret(names["ledger"]):
        overrides["ledger"] = address
    if ledger is not None:
        overrides["ledger"] = ledger
    folder = Path() if file is None else file.parent
    for key in _FOLDERS:
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
        reason = error.strerror if isinstance(error, OSError) else error
        raise TrackerError(f"{file} cannot be read: {reason}") from None
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, a number of 5,000 digits, a thousand brackets
        raise TrackerError(f"{file} is not valid TOML: {error}") from None
    if "folder" in values:
        raise TrackerError(f"{file}: key folder is not known; allowed are {', '.join(_KEYS)}")
    return text, values


#: Keys of tracker.toml, and its tables that are no list of sources.
_KEYS: Final = tuple(name for name in Settings.model_fields if name != "folder")
#: Tables of tracker.toml that are no list of sources.
_TABLES: Final[dict[str, type[_Section]]] = {"digest": Digest, "archive": Archive, "mail": Mail, "model": Model}


def unknown_variables() -> list[str]:
    """Return SCS_TRACKER_ environment variables without effect, probably misspelt."""
    known = {
        ENVIRONMENT_PREFIX + key.upper()
        for key in (*_FROM_ENVIRONMENT, "config", "quiet", "verbose", "browser", "by", "trust_clock", "log")
    } | {f"{ENVIRONMENT_PREFIX}{key}" for key in ("LEDGER_FILE", "MAIL_PASSWORD", "MAIL_PASSWORD_FILE")}
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
            allowed = [*_KEYS] if len(location) == 1 else list(_TABLES.get(key, Source).model_fields)
            near = difflib.get_close_matches(str(location[-1]), allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(allowed)}"
            sentences.append(f"{where}: key {name} is not known; {hint}")
        elif isinstance(location[-1], int) and fault["type"] == "value_error":
            sentences.append(f"{where}: {message}")
        elif location[0] == "sources" and len(location) <= 2:
            sentences.append(f"{where}: sources are written as tables, each under its own [[sources]]")
        else:
            wrong = next((ours for theirs, ours in _WRONG if theirs in message), message[0].lower() + message[1:])
            sentences.append(f"{where}: {name} = {_without_secrets(fault['input'])!r} is {wrong}")
    return "\n".join(sentences)


def _without_secrets(value: Any) -> Any:
    """Return a value as it may be printed: of an address, no name or password and nothing behind a ``?``."""
    return re.sub(r"(?<=://)[^/@\s]*@|(?<=\?).*", "…", value) if isinstance(value, str) and "://" in value else value


#: pydantic's words for a value of the wrong type, and ours.
_WRONG: Final = (
    ("valid string", "not text; put it in quotes"),
    ("not a valid path", "not a path; put it in quotes"),
    ("valid boolean", "neither true nor false; write one of them without quotes"),
    ("valid tuple", 'no list; write it as ["one", "two"]'),
    ("valid dictionary", 'no table; write it as { lat = "LATITUDE" }'),
)


def _line(text: str, location: tuple[int | str, ...]) -> str:
    """Return ', line N' of the last key of ``location``, or of the whole [[sources]] table."""
    lines = text.splitlines()
    start, end = 0, len(lines)
    headers = [number for number, line in enumerate(lines) if re.match(r"\s*\[", line)]
    if len(location) > 1 and isinstance(location[1], int):
        pattern = rf"\s*\[\[\s*[\"']?{re.escape(str(location[0]))}[\"']?\s*\]\]"
        own = [number for number in headers if re.match(pattern, lines[number])]
        if location[1] < len(own):
            start = own[location[1]]
            end = own[location[1] + 1] if location[1] + 1 < len(own) else end
            if len(location) == 2:
                return f", line {start + 1}"
    elif headers and not re.match(rf"\s*\[+\s*{re.escape(str(location[0]))}\b", lines[headers[0]]):
        end = headers[0]
    for key in dict.fromkeys((str(location[-1]), str(location[0]))):
        pattern = rf"(?:^\s*|[{{\[,.]\s*)[\"']?{re.escape(key)}[\"']?\s*[=\].]"
        for number in range(start, end):
            if not lines[number].lstrip().startswith("#") and re.search(pattern, lines[number]):
                return f", line {number + 1}"
    return ""
