"""Check for missing or out-of-date components, before the first run or for monitoring."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from scs_tracker import config, geodata
from scs_tracker.errors import TrackerError
from scs_tracker.reporting.pdf import languages_without_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scs_tracker.config import Settings, Source

#: ok: no action needed; note: optional parts are missing; problem: a required part is missing or out of date.
State = Literal["ok", "note", "problem"]
#: Debian package with a font for each language.
_FONTS: Final = {"Chinese": "fonts-noto-cjk", "Vietnamese": "fonts-dejavu-core"}
_PDF, _POSTGRES = "pdf", "postgres"
#: Folder of systemd units that an administrator installs.
_UNITS: Final = Path("/etc/systemd/system")
#: If more sources than this were never read, they are combined into one finding.
_NAMED_UNREAD: Final = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: the name of the part, its state, and a sentence with what to do."""

    name: str
    state: State
    words: str


def examine(load: Callable[[], Settings], *, online: bool = False) -> list[Finding]:
    """Check everything that a run needs without changing anything; ``online`` also fetches the source URLs."""
    findings = [Finding("Python", "ok", platform.python_version()), *_libraries()]
    settings = config.Settings()
    try:
        settings = load()
        findings.append(_settings(settings))
    except TrackerError as error:
        findings.append(Finding("settings", "problem", str(error)))
    unknown = config.unknown_variables()
    if unknown:
        findings.append(Finding("settings", "note", f"these variables have no effect: {', '.join(unknown)}"))
    findings += _extras(settings)
    for look in (_fonts, _geodata, _zones):
        findings += _guarded(look.__name__.strip("_"), look)
    findings += _guarded("ledger", lambda: _ledger(settings))
    findings += _folders(settings)
    files = [source for source in settings.sources if source.kind != "feed"]
    findings += [_source(source, settings, online=online) for source in files]
    findings += _guarded("monitored sources", lambda: _live(settings, online=online))
    findings += _guarded("last run", lambda: _last_run(settings))
    findings += _guarded("mail", lambda: _mail(settings))
    findings += _timers(settings)
    findings.append(Finding("browser", "ok", "not needed; maps and reports open in any browser"))
    return findings


def _settings(settings: Settings) -> Finding:
    weeks = f"weeks in {settings.timezone}"
    count = len(settings.sources) + len(settings.live)
    if not count:
        return Finding("settings", "note", f"no sources are configured; add some under [[sources]]; {weeks}")
    return Finding("settings", "ok", f"{_counted(count, 'source')}, {weeks}")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _guarded(name: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """Return the findings of a check; an error that stops it becomes a finding with the state ``problem``."""
    try:
        return list(look())
    except TrackerError as error:
        return [Finding(name, "problem", str(error))]


def _libraries() -> Iterator[Finding]:
    faults = [fault for text in _requirements("") if (fault := _fault(text))]
    version = metadata.version("scs-tracker")
    if faults:
        yield Finding("libraries", "problem", f"{'; '.join(faults)}; reinstall scs-tracker {version} with pip")
    else:
        yield Finding("libraries", "ok", f"scs-tracker {version} and its dependencies")


def _requirements(extra: str) -> list[str]:
    """Return the requirements of the installed package, or those of an optional extra."""
    from packaging.requirements import Requirement

    found = []
    for text in metadata.requires("scs-tracker") or ():
        marker = Requirement(text).marker
        own = marker is None or marker.evaluate({"extra": ""})
        if own != bool(extra) and (marker is None or marker.evaluate({"extra": extra})):
            found.append(text)
    return found


def _fault(text: str) -> str:
    """Return why an installed library does not meet a requirement, or an empty text if it does."""
    from packaging.requirements import Requirement

    requirement = Requirement(text)
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f"{requirement.name} is not installed"
    if not requirement.specifier.contains(version, prereleases=True):
        return f"{requirement.name} {version} is installed, {requirement.specifier} is needed"
    return ""


def _extras(settings: Settings) -> Iterator[Finding]:
    needed = {_POSTGRES} if settings.ledger.startswith("postgresql") else set()
    for extra in metadata.metadata("scs-tracker").get_all("Provides-Extra") or ():
        faults = [fault for text in _requirements(extra) if (fault := _fault(text))]
        if not faults and extra in _LOOKS:
            faults = _LOOKS[extra]()
        if not faults:
            yield Finding(f"extra {extra}", "ok", "installed")
        else:
            words = f"{'; '.join(faults)}; pip install 'scs-tracker[{extra}]'"
            yield Finding(f"extra {extra}", "problem" if extra in needed else "note", words)


def _parser_faults() -> list[str]:
    """Return why articles cannot be read (the model is missing or differs from the tested one), or an empty list."""
    from scs_tracker.articles import parse

    try:
        parse.installed()
    except TrackerError as error:
        return [str(error)]
    return []


def _pdf_faults() -> list[str]:
    """Return why PDF files cannot be written (system libraries are missing), or an empty list."""
    try:
        import weasyprint  # noqa: F401 - its import loads the system libraries
    except (ImportError, OSError) as error:
        reason = str(error).strip().splitlines()[0]
        return [f"system libraries are missing ({reason}); apt-get install libpango-1.0-0 libpangoft2-1.0-0"]
    return []


#: Additional checks of installed extras.
_LOOKS: Final = {_PDF: _pdf_faults, "articles": _parser_faults}


def _fonts() -> Iterator[Finding]:
    missing = languages_without_font()
    for language in missing:
        words = f"PDF needs a font with {language} characters; none is installed; apt-get install {_FONTS[language]}"
        yield Finding("fonts", "note", words)
    if not missing:
        yield Finding("fonts", "ok", "PDF can show Chinese and Vietnamese names")


def _geodata() -> Iterator[Finding]:
    for name in geodata.TABLES:
        geodata.rows(name)
    geodata.vocabulary()
    overlay = geodata.overlay()
    beside = f", with your own in {overlay}" if overlay is not None and overlay.is_dir() else ""
    yield Finding("geodata", "ok", f"version {geodata.version()}{beside}")


def _zones() -> Iterator[Finding]:
    """Yield a finding on whether the zones were built from the current source files."""
    from scs_tracker.zones.inputs import built_from, changed_inputs
    from scs_tracker.zones.table import load_zones

    count, held, stale = len(load_zones()), built_from(), changed_inputs()
    file = geodata.shipped("zones/zones.parquet")
    day = datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    if stale:
        more = f" and {len(stale) - 3} more" if len(stale) > 3 else ""
        words = f"changed since the zones were built: {', '.join(stale[:3])}{more}; run scs-tracker zones build"
        yield Finding("zones", "problem", words)
    else:
        yield Finding(
            "zones", "ok", f"{count} zones, built from the current {len(held)} source files; written on {day}"
        )


def _ledger(settings: Settings) -> Iterator[Finding]:
    from scs_tracker.ledger.store import SCHEMA_VERSION, schema_of

    held = schema_of(settings.ledger_url)
    file = settings.ledger_url.removeprefix("sqlite:///")
    if file != settings.ledger_url and Path(file).exists() and not os.access(file, os.W_OK):
        yield Finding("ledger", "problem", f"{file} is not writable; change its permissions")
    if held is None:
        yield Finding("ledger", "ok", "none yet; the first run creates it")
    elif held > SCHEMA_VERSION:
        yield Finding("ledger", "problem", f"its schema {held} is newer than {SCHEMA_VERSION}; update scs-tracker")
    elif held < SCHEMA_VERSION:
        yield Finding(
            "ledger", "note", f"its schema {held} will be upgraded to {SCHEMA_VERSION} by the next command; back it up"
        )
    else:
        yield from _content(settings)


def _content(settings: Settings) -> Iterator[Finding]:
    """Yield findings on a ledger: outdated geodata, verification, and corroboration that its sources do not support."""
    from scs_tracker.ledger import Ledger, proof

    ledger = Ledger(settings.ledger_url, create=False)
    try:
        found = proof.check(ledger.engine)
        frame = ledger.incidents(statuses=None)
    finally:
        ledger.engine.dispose()
    stale = int((frame["geodata_version"] != geodata.version()).sum())
    incidents = _counted(len(frame), "incident")
    if stale:
        words = f"{stale:,} of {incidents} were located with other geodata; run scs-tracker refresh"
        yield Finding("ledger", "problem", words)
    else:
        yield Finding("ledger", "ok", f"{incidents}, located with the current geodata")
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        yield Finding("ledger", "problem", f"verification failed: {found[0]}{more}; run scs-tracker ledger check")
    else:
        yield Finding("ledger", "ok", "verified")
    alone = (frame["corroboration"] == "single") & (frame["independent_sources"] > 1)
    several = (frame["corroboration"] == "multiple") & (frame["independent_sources"] < 2)
    differing = frame.loc[(frame["status"] == "accepted") & (alone | several), "id"].tolist()
    if differing:
        named = ", ".join(differing[:3]) + (", …" if len(differing) > 3 else "")
        words = f"corroboration of {_counted(len(differing), 'incident')} does not match its sources; review {named}"
        yield Finding("ledger", "note", words)


def _folders(settings: Settings) -> Iterator[Finding]:
    named = {"folder": Path(), "maps": settings.maps, "weekly": settings.weekly}
    for name, path in named.items():
        folder = settings.resolve(path).absolute()
        there = next(one for one in (folder, *folder.parents) if one.exists())
        if not there.is_dir():
            yield Finding(name, "problem", f"{there} is a file; choose another folder in tracker.toml")
        elif not os.access(there, os.W_OK | os.X_OK):
            yield Finding(name, "problem", f"{there} is not writable; change its permissions")
        else:
            yield Finding(name, "ok", str(folder) if there == folder else f"{folder} will be created")
    if settings.templates is not None and not settings.resolve(settings.templates).is_dir():
        yield Finding("templates", "problem", f"{settings.resolve(settings.templates)} does not exist; create it")


def _source(source: Source, settings: Settings, *, online: bool) -> Finding:
    name = f"source {source.name}"
    if source.kind in {"path", "inbox"}:
        path = settings.resolve(Path(source.name))
        if source.kind == "inbox":
            there = path.is_dir() and os.access(path, os.W_OK)
        elif any(character in source.name for character in "*?["):
            anchor = Path(path.anchor)
            there = any(anchor.glob(str(path.relative_to(anchor))))
        else:
            there = path.is_file()
        words = f"{path} exists" if there else f"{path} is missing or cannot be used; correct tracker.toml"
        return Finding(name, "ok" if there else "problem", words)
    if not online:
        return Finding(name, "ok", "not tested; use --online to test it")
    from scs_tracker.intake import web, web_files

    try:
        page = web.fetch(source.name, most_bytes=web_files.MOST_BYTES, allow_private=source.allow_private)
    except TrackerError as error:
        return Finding(name, "problem", str(error))
    if page is None:
        return Finding(name, "problem", f"{source.name} returned no page; check the URL in tracker.toml")
    return Finding(name, "ok", f"answers with {_counted(len(page.content), 'byte')}")


def _live(settings: Settings, *, online: bool) -> Iterator[Finding]:
    """Yield the state of each monitored source, from the last intake or, if ``online``, from a test now."""
    from scs_tracker.intake import catalogue, health
    from scs_tracker.ledger import Ledger, worklist
    from scs_tracker.ledger.store import SCHEMA_VERSION, schema_of

    problems: list[str] = []
    live = catalogue.enabled(settings, problems)
    yield from (Finding("monitored sources", "problem", words) for words in problems)
    if not live:
        if not problems:
            yield Finding(
                "monitored sources", "note", "none is enabled; enable some with scs-tracker sources enable ID"
            )
        return
    noted: dict[str, dict[str, Any]] = {}
    if schema_of(settings.ledger_url) == SCHEMA_VERSION:
        ledger = Ledger(settings.ledger_url, create=False)
        noted = worklist.health(ledger.engine)
        ledger.engine.dispose()
    now = {row["id"]: row for row in health.check(live, settings)} if online else {}
    rows = {one.id: now.get(one.id) or noted.get(one.id, {}) for one in live}
    states = {one.id: str(rows[one.id]["state"]) if online else health.state_of(one, rows[one.id]) for one in live}
    unread = [one for one, state in states.items() if state == "new"]
    if len(unread) > _NAMED_UNREAD:
        words = f"{len(unread)} of {len(live)} were never read; scs-tracker intake reads them"
        yield Finding("monitored sources", "note", words)
        unread = []
    for one, state in states.items():
        if state != "new":
            row = rows[one]
            newest, note = (f", newest {row['newest']}" if row.get("newest") else ""), row.get("note") or ""
            words = f"{state}{newest}{f': {note}' if note and state != 'well' else ''}"
            yield Finding(f"source {one}", "ok" if state == "well" else "problem", words)
        elif one in unread:
            yield Finding(f"source {one}", "note", "never read")


def _mail(settings: Settings) -> Iterator[Finding]:
    """Yield a finding on whether the weekly report can be sent, and which recipients lack the newest one."""
    from scs_tracker.run import sending

    if not settings.mail.host:
        yield Finding("mail", "ok", "the weekly report is not sent; name a server in [mail] of tracker.toml")
        return
    sending.read_password(settings)
    missing = sending.unsent(settings)
    if missing:
        yield Finding("mail", "problem", f"not sent yet: {', '.join(missing)}; run scs-tracker mail")
    else:
        yield Finding("mail", "ok", f"by {settings.mail.host}:{settings.mail.port} to {len(settings.mail.to)}")


def _timers(settings: Settings, units: Path = _UNITS) -> Iterator[Finding]:
    """Yield whether each installed systemd timer is enabled and starts in the folder of the settings."""
    for timer in sorted(units.glob("scs-tracker*.timer")):
        service = timer.with_suffix(".service")
        try:
            told = service.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            yield Finding(
                timer.name, "problem", f"{service} cannot be read, so nothing starts; copy it from deploy/systemd"
            )
            continue
        folder = next(
            (line.partition("=")[2] for line in told.splitlines() if line.startswith("WorkingDirectory=")), ""
        )
        if not (units / "timers.target.wants" / timer.name).exists():
            yield Finding(timer.name, "note", f"installed, but not enabled; systemctl enable --now {timer.name}")
        elif Path(folder).resolve() != settings.folder.resolve():
            yield Finding(timer.name, "note", f"enabled for another working folder, {folder or 'none'}")
        else:
            yield Finding(timer.name, "ok", f"enabled for {folder}")


def _last_run(settings: Settings) -> Iterator[Finding]:
    import json

    from scs_tracker.run.unattended import record_file

    file = record_file(settings)
    try:
        record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        words = f"{record['started'][:19]}Z, exit code {record['exit_code']}"
        error = str(record["error"])
    except FileNotFoundError:
        yield Finding("last run", "ok", "none yet")
        return
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise TrackerError(f"{file} is not the record of a run ({fault}); delete the file") from None
    yield Finding("last run", "note" if error else "ok", f"{words}{': ' if error else ''}{error}")
