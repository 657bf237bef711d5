"""Bring the catalogues of the reports' words up to date: ``python docs/message_catalogue.py`` after words were changed.

A new language begins as an empty file ``scs_tracker/sentences/catalogues/LANGUAGE.po``; what is to be translated is
written into it. What was translated stays; what is said no more goes.
"""

from __future__ import annotations

import ast
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes
from jinja2.ext import babel_extract

from scs_tracker import geodata, model
from scs_tracker.act import CERTAINTIES
from scs_tracker.reporting import (
    archive,
    corrections,
    coverage,
    levels,
    method,
    names,
    rows,
    tally_section,
    words,
)
from scs_tracker.sentences import incident, places, zone_words
from scs_tracker.sentences import words as plain

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "scs_tracker"
CATALOGUES = PACKAGE / "sentences/catalogues"
_CODE = (PACKAGE / "reporting", PACKAGE / "sentences", PACKAGE / "run")
#: Which columns of which tables are printed in the language of the report.
_DATA = {
    "types": (
        "label",
        "act",
        "act_alone",
        "act_named",
        "act_together",
        "claim",
        "outcome",
        "against",
        "headline",
        "headline_alone",
        "headline_between",
    ),
    "countries": ("adjective",),
    "actors": ("name", "side", "craft", "units", "numbered", "country_name", "country_phrase"),
    "speakers": ("body", "phrase"),
    "place_kinds": ("phrase",),
}
_KEYWORDS: dict[str, Any] = {"_": None, "ngettext": (1, 2)}
#: Not now: the same words give the same file.
_DATE = datetime(2026, 11, 28, tzinfo=UTC)

Message = str | tuple[str, str]


def main() -> None:
    """Bring every catalogue up to date, and say what is left to translate."""
    for file in sorted(CATALOGUES.glob("*.po")):
        left = update(file)
        sys.stdout.write(f"{file.name}: {len(left)} to translate\n")


def update(file: Path) -> list[Message]:
    """Write a catalogue anew with the messages of today, and return those that have no translation."""
    with file.open("rb") as stream:
        old = read_po(stream, locale=file.stem)
    new = Catalog(
        locale=file.stem, project="scs-tracker", header_comment="# Words of the reports, by msgid.", fuzzy=False
    )
    left: list[Message] = []
    for message in messages():
        singular = message if isinstance(message, str) else message[0]
        known = old.get(singular)
        said: Any = known.string if known else ""
        new.add(message, said)
        if not said or (isinstance(said, tuple) and not all(said)):
            left.append(message)
    new.creation_date = new.revision_date = _DATE
    with file.open("wb") as stream:
        write_po(stream, new, width=120, omit_header=False, sort_output=True)
    return left


def messages() -> list[Message]:
    """Return every message that a report may print in its language, each once, sorted."""
    found: dict[str, Message] = {}
    for message in [*_of_code(), *_of_templates(), *_of_data(), *_of_constants()]:
        key = message if isinstance(message, str) else message[0]
        if key and (key not in found or isinstance(message, tuple)):
            found[key] = message
    return [found[key] for key in sorted(found)]


def _of_code() -> Iterator[Message]:
    for file in (file for folder in _CODE for file in sorted(folder.glob("*.py"))):
        for _line, message, _comments, _context in extract_from_file("python", file, _KEYWORDS):
            yield message if isinstance(message, str) else (message[0], message[1])
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "counted":
                yield from _counted([one.value for one in call.args if isinstance(one, ast.Constant)])


def _of_templates() -> Iterator[Message]:
    ours = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True)
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    for file in sorted((PACKAGE / "reporting/templates").glob("*.j2")):
        with file.open("rb") as stream:
            for _line, _name, message, _comments in babel_extract(stream, ("_", "ngettext"), (), options):
                if message:  # nothing, where what is said comes from the data
                    yield message if isinstance(message, str) else (message[0], message[1])
        for filtered in ours.parse(file.read_text(encoding="utf-8")).find_all(nodes.Filter):
            if filtered.name == "counted":
                yield from _counted([one.value for one in filtered.args if isinstance(one, nodes.Const)])


def _counted(nouns: list[Any]) -> Iterator[Message]:
    """Give the message of a counted noun, as ``reporting.words.counted`` makes it."""
    texts = [str(noun) for noun in nouns if isinstance(noun, str)]
    if texts:
        yield f"{{count}} {texts[0]}", f"{{count}} {texts[1] if len(texts) > 1 else texts[0] + 's'}"


def _of_data() -> Iterator[Message]:
    for table, columns in _DATA.items():
        for row in geodata.rows(table):
            yield from (row[column] for column in columns if row.get(column))
    for row in geodata.rows("zones"):
        yield row["status"]
        if not row["feature_id"] and row["kind"] != "agreed_side":
            yield row["name"]
            yield row["name"].partition(",")[0] if row["kind"] == "fishing_ban" else ""
    yield from (row["group"] for row in geodata.rows("features"))
    yield from (row["name"] for row in geodata.rows("features") if row["kind"] in {"sea", "gulf", "strait"})
    yield from (row["name"] for row in geodata.rows("countries"))
    yield from geodata.vocabulary().event_kinds
    yield from zone_words.texts()


def _of_constants() -> Iterator[Message]:
    yield from (*model.SEVERITY_LABELS, *words.HARMS, levels.LOW, levels.MODERATE, levels.HIGH)
    yield from (levels.UP, levels.SAME, levels.DOWN, *CERTAINTIES[1:])
    yield from (coverage.ANSWERED, coverage.FAILED, coverage.FILE, "unsourced", "and", "or")
    yield from (*incident.HARM.values(), *archive.LATER.values(), *places.NEAR.values())
    for noun in words.CHANGES.values():
        yield from _counted([noun])
    yield from (*method.texts(), *tally_section.texts(), *zone_words.AROUND_FEATURES, *corrections.labels())
    yield from (*rows.CORROBORATION.values(), *rows.METHODS.values())
    yield from (*places.POINTS, *plain.NUMBERS, *(name for _tag, name, _notes in names.LANGUAGES))
    for column in (*model.INCIDENT_COLUMNS, "status", "severity", "sources"):
        if column not in corrections.DERIVED:
            yield column.replace("_", " ")


if __name__ == "__main__":
    main()
