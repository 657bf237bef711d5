"""A release of the data: one reproducible archive, with the changes since another release."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model
from scs_tracker.dataset import description
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_RELEASE: Final = re.compile(r"data-\d{4}\.(?:0[1-9]|1[0-2])(?:\.[1-9]\d?)?", re.ASCII)
#: The first day that a zip archive can name; every file in ours bears it, so that the bytes follow from the data alone.
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_INCIDENTS: Final = "incidents/incidents.csv"
_SOURCES: Final = "incidents/incident_sources.csv"
_CHANGE_COLUMNS: Final = ("incident_id", "change", "field", "old", "new")
#: What a ledger says of an incident that was there; the rest follows from it.
_FACTS: Final = frozenset(model.INCIDENT_COLUMNS) | {"printed_lat", "printed_lon", "sources"}


@dataclass(frozen=True, slots=True)
class Released:
    """Content of a release: the archive, and the numbers of incidents, additions, corrections and withdrawals."""

    file: Path
    incidents: int
    changes: Mapping[str, int]


def export(release: str, folder: Path, *, since: Path | None = None) -> Released:
    """Build the archive of a release.

    Parameters
    ----------
    release
        Its name: ``data-2026.12``, or ``data-2026.12.1`` for a second one of the month.
    folder
        Where to; the file is called ``scs-tracker-RELEASE.zip``.
    since
        The archive of the release before, for the list of changes; without one this is the first.

    Raises
    ------
    UsageError
        ``release`` is no such name.
    TrackerError
        A table is not what fields.csv says, ``since`` is no release, or a file cannot be written.
    """
    if not _RELEASE.fullmatch(release):
        raise UsageError(f"release {release!r} is not data-YEAR.MONTH, such as data-2026.12")
    root = geodata.shipped("fields.csv").parent
    wrong = description.problems(root)
    if wrong:
        raise TrackerError(f"{'; '.join(wrong)}; correct geodata/fields.csv or the table")
    contents = {path: (root / path).read_bytes() for path in description.tables()}
    before = _tables_of(since) if since is not None else {}
    changes = list(_changes(before, contents)) if before else []
    files = contents | _papers(release, contents, changes, since)
    files["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())
    ).encode()
    file = write_atomically(folder / f"scs-tracker-{release}.zip", _archive(files))
    counts = {kind: len({one["incident_id"] for one in changes if one["change"] == kind}) for kind in _KINDS}
    return Released(file, len(geodata.rows("incidents")), counts if before else {})


_KINDS: Final = ("added", "corrected", "withdrawn")


def _papers(
    release: str, contents: Mapping[str, bytes], changes: Iterable[Mapping[str, str]], since: Path | None
) -> dict[str, bytes]:
    root = geodata.shipped("fields.csv").parent
    return {
        "README.md": _readme(release, since).encode(),
        "LICENCES.md": (root / "README.md").read_bytes(),
        "CHANGES.md": (root / "CHANGES.md").read_bytes(),
        "changes.csv": _as_csv(changes),
        "codebook.csv": (root / "fields.csv").read_bytes(),
        "codebook.md": _codebook().encode(),
        "datapackage.json": description.as_json(description.data_package(version=release, contents=contents)),
        "croissant.json": description.as_json(description.croissant(release, contents)),
        "dataset.jsonld": description.as_json(description.schema_org(release, contents)),
    }


def _readme(release: str, since: Path | None) -> str:
    compared = f"since {since.name}" if since is not None else "none: this is the first release"
    return f"""# {description.TITLE}

Release {release}. {description.SUMMARY}

- Tables: see codebook.md (to read) and codebook.csv, datapackage.json, croissant.json, dataset.jsonld (for programs).
- Changes, {compared}: changes.csv, a row a cell; why, in CHANGES.md.
- Licences and origins, file by file: LICENCES.md. Incidents are CC BY 4.0, or ODbL 1.0 if you prefer.
- Cite as: scs-tracker contributors: {description.TITLE}, {release}.
- Check the files with `sha256sum --check SHA256SUMS`.
"""


def _codebook() -> str:
    """Return the codebook as text: the meaning of every column and code."""
    lines = ["# Codebook", ""]
    for path, fields in description.tables().items():
        lines += [f"## {path}", "", "| column | meaning |", "| --- | --- |"]
        lines += [f"| `{field['column']}` | {field['meaning']} |" for field in fields]
        lines.append("")
    lines += ["## Types of incident", "", "| type | severity | definition |", "| --- | --- | --- |"]
    lines += [f"| `{row['type']}` | {row['severity']} | {row['definition']} |" for row in geodata.rows("types")]
    lines += ["", "## Actors", "", "| code | name | kind |", "| --- | --- | --- |"]
    lines += [f"| `{row['code']}` | {row['name']} | {row['kind']} |" for row in geodata.rows("actors")]
    return "\n".join([*lines, ""])


def _tables_of(archive: Path) -> dict[str, bytes]:
    """Return the tables of an earlier release that are compared.

    Raises
    ------
    TrackerError
        It is no archive of a release.
    """
    try:
        with zipfile.ZipFile(archive) as held:
            return {path: held.read(path) for path in (_INCIDENTS, _SOURCES)}
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise TrackerError(
            f"{archive} is not a release of the data: {error}; give the archive of an earlier release"
        ) from None


def _changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterable[dict[str, str]]:
    """Yield the changes between two releases, by incident."""
    from scs_tracker.ledger import Ledger

    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(f"sqlite:///{Path(folder) / 'releases.db'}")
        for name, tables in (("before", before), ("after", after)):
            place = Path(folder) / name
            place.mkdir()
            for path in (_INCIDENTS, _SOURCES):
                (place / Path(path).name).write_bytes(tables[path])
        # one file name for both, as the ledger tells files apart by it
        ledger.import_file(_as_one(Path(folder), "before"))
        first = set(ledger.incidents(statuses=None)["id"])
        since = ledger.last_instant() or ""
        ledger.import_file(_as_one(Path(folder), "after"))
        noted = ledger.changes(since)
        ledger.engine.dispose()
    now = {row["id"] for row in csv.DictReader(io.StringIO(after[_INCIDENTS].decode("utf-8-sig")))}
    added = sorted(now - first)
    yield from ({"incident_id": one, "change": "added", "field": "", "old": "", "new": ""} for one in added)
    for row in noted.sort_values(["incident_id", "field"]).to_dict("records"):
        if row["incident_id"] in first and row["field"] in _FACTS:
            values = {name: _plain(row[name]) for name in ("old", "new")}
            yield {"incident_id": str(row["incident_id"]), "change": "corrected", "field": row["field"], **values}
    withdrawn = sorted(first - now)
    yield from ({"incident_id": one, "change": "withdrawn", "field": "", "old": "", "new": ""} for one in withdrawn)


def _plain(noted: str) -> str:
    """Return a cell as text from the JSON text of the ledger."""
    value = json.loads(noted)
    return "" if value is None else str(value)


def _as_one(folder: Path, name: str) -> Path:
    shared = folder / "incidents"
    shared.mkdir(exist_ok=True)
    for file in (folder / name).iterdir():
        (shared / file.name).write_bytes(file.read_bytes())
    return shared / Path(_INCIDENTS).name


def _as_csv(changes: Iterable[Mapping[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _CHANGE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(changes)
    return stream.getvalue().encode()


def _archive(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return stream.getvalue()
