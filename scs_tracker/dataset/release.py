"""Build a release of the data: a reproducible archive with a list of changes since an earlier release."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.dataset import description
from scs_tracker.dataset.merging import as_csv
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_RELEASE: Final = re.compile(r"data-\d{4}\.(?:0[1-9]|1[0-2])(?:\.[1-9]\d?)?", re.ASCII)
#: The first day that a zip archive can name; every file in ours bears it, so that the bytes follow from the data alone.
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_INCIDENTS: Final = "incidents/incidents.csv"
_SOURCES: Final = "incidents/incident_sources.csv"
_ACTS: Final = "incidents/acts.csv"
_CHANGE_COLUMNS: Final = ("incident_id", "change", "field", "old", "new")


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was built: its archive, the number of incidents, and the number of changes of each kind."""

    file: Path
    incidents: int
    changes: Mapping[str, int]


def export(release: str, folder: Path, *, since: Path | None = None) -> Released:
    """Build the archive of a release, ``scs-tracker-RELEASE.zip``, in a folder, and return what it contains.

    ``release`` is ``data-2026.12``, or ``data-2026.12.1`` for a second release in a month (otherwise ``UsageError``);
    ``since`` is the archive of an earlier release, for the list of changes, or None for the first. Raise
    ``TrackerError`` if a table differs from fields.csv, ``since`` is not a release, or a file cannot be written.
    """
    if not _RELEASE.fullmatch(release):
        raise UsageError(f"release {release!r} is not data-YEAR.MONTH; use for example data-2026.12")
    root = geodata.shipped("fields.csv").parent
    wrong = description.problems(root)
    if wrong:
        raise TrackerError(f"{'; '.join(wrong)}; correct geodata/fields.csv or the table")
    contents = {path: (root / path).read_bytes() for path in description.tables()}
    before = _tables_of(since) if since is not None else {}
    try:
        changes = list(_changes(before, contents)) if before else []
    except (KeyError, UnicodeDecodeError, csv.Error):
        raise TrackerError(
            f"{since} is not a release of the data: its tables lack a column or an incident, or are not UTF-8 text; "
            "give the archive of an earlier release"
        ) from None
    files = contents | _papers(release, contents, changes, since)
    files["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())
    ).encode()
    file = write_atomically(folder / f"scs-tracker-{release}.zip", _archive(files))
    counts = {kind: len({one["incident_id"] for one in changes if one["change"] == kind}) for kind in _KINDS}
    return Released(file, len(geodata.rows("incidents")), counts if before else {})


_KINDS: Final = ("added", "corrected", "renamed", "withdrawn")


def _papers(
    release: str, contents: Mapping[str, bytes], changes: Iterable[Mapping[str, str]], since: Path | None
) -> dict[str, bytes]:
    root = geodata.shipped("fields.csv").parent
    compared = f"since {since.name}" if since is not None else "none: this is the first release"
    readme = f"""# {description.TITLE}

Release {release}. {description.SUMMARY}

- Tables: see codebook.md (to read) and codebook.csv, datapackage.json, croissant.json, dataset.jsonld (for programs).
- Changes, {compared}: changes.csv, one row per changed cell; reasons in CHANGES.md.
- Licences and origins, file by file: LICENCES.md. Incidents are CC BY 4.0, or ODbL 1.0 if you prefer.
- Cite as: scs-tracker contributors: {description.TITLE}, {release}.
- Check the files with `sha256sum --check SHA256SUMS`.
"""
    return {
        "README.md": readme.encode(),
        "LICENCES.md": (root / "README.md").read_bytes(),
        "CHANGES.md": (root / "CHANGES.md").read_bytes(),
        "changes.csv": as_csv(changes, _CHANGE_COLUMNS),
        "codebook.csv": (root / "fields.csv").read_bytes(),
        "codebook.md": _codebook().encode(),
        "datapackage.json": description.as_json(description.data_package(version=release, contents=contents)),
        "croissant.json": description.as_json(description.croissant(release, contents)),
        "dataset.jsonld": description.as_json(description.schema_org(release, contents)),
    }


def _codebook() -> str:
    """Return the codebook in Markdown: the meaning of each column, each type of incident and each actor code."""
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
    """Return the tables to compare from an earlier release, or raise ``TrackerError`` for another file."""
    try:
        with zipfile.ZipFile(archive) as held:
            tables = {path: held.read(path) for path in (_INCIDENTS, _SOURCES)}
            return tables | ({_ACTS: held.read(_ACTS)} if _ACTS in held.namelist() else {})
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise TrackerError(
            f"{archive} is not a release of the data: {reason}; give the archive of an earlier release"
        ) from None


def _changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterable[dict[str, str]]:
    """Yield the changes to each incident between two releases; a renamed incident is compared under its new id.

    Acts are compared if both releases have them.
    """
    acts = _ACTS in before and _ACTS in after
    old, new = _incidents_of(before, acts=acts), _incidents_of(after, acts=acts)
    replaced = {
        row["old"]: row
        for path in after
        if path.startswith("audit/") and path.endswith("-ids.csv")
        for row in _rows(after[path])
    }
    names = {row["new"]: row["old"] for row in replaced.values() if row["what"] == "renamed" and row["old"] in old}
    for one in sorted(old.keys() | new.keys()):
        if one in new and one not in old and one not in names:
            yield _change(one, "added")
        elif one not in new and names.get(replaced.get(one, {}).get("new", "")) != one:
            yield _change(one, "withdrawn", new=replaced.get(one, {}).get("new", ""))
        elif one in new:
            if one in names:
                yield _change(one, "renamed", "id", names[one], one)
            was, now = old[names.get(one, one)], new[one]
            for field in sorted(was.keys() | now.keys()):
                if field != "id" and was.get(field, "") != now.get(field, ""):
                    yield _change(one, "corrected", field, was.get(field, ""), now.get(field, ""))


def _change(incident: str, change: str, field: str = "", old: str = "", new: str = "") -> dict[str, str]:
    return dict(zip(_CHANGE_COLUMNS, (incident, change, field, old, new), strict=True))


def _incidents_of(tables: Mapping[str, bytes], *, acts: bool) -> dict[str, dict[str, str]]:
    """Return the cells of each incident, with its sources joined and its acts as cells such as ``act 1 by``."""
    found = {row["id"]: row for row in _rows(tables[_INCIDENTS])}
    for row in _rows(tables[_SOURCES]):
        cells = found[row["incident_id"]]
        cells["sources"] = "; ".join(sorted(filter(None, (*cells.get("sources", "").split("; "), row["url"]))))
    for row in _rows(tables[_ACTS]) if acts else ():
        found[row.pop("incident_id")] |= {f"act {row['n']} {column}": row[column] for column in row if column != "n"}
    return found


def _rows(table: bytes) -> Iterable[dict[str, str]]:
    return csv.DictReader(io.StringIO(table.decode("utf-8-sig")))


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
