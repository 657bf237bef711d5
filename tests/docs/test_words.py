"""What people read is written in the field's terms: documentation, help, errors, templates, interface, docstrings.

``words.csv`` beside this file has a pattern per word that is not used, with what is used in its place. A line that must
keep such a word is listed in ``words_kept.csv`` with its reason.
"""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import typer.main
from babel.messages.pofile import read_po

from scs_tracker import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = ROOT / "scs_tracker"
#: Logs of past corrections, generated pages of law, and quotations are not prose of today.
LOGS = {"CHANGES.md"}
RAISED = {"QuestionError", "StaleError", "TrackerError", "UsageError"}


class Line(NamedTuple):
    where: str
    text: str


class Word(NamedTuple):
    pattern: re.Pattern[str]
    areas: frozenset[str]
    use: str


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def words() -> tuple[Word, ...]:
    return tuple(
        Word(re.compile(row["pattern"]), frozenset(row["areas"].split()) or frozenset(AREAS), row["use"])
        for row in rows("words.csv")
    )


def documentation() -> Iterator[Line]:
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/**/*.md")]
    for file in sorted([*files, ROOT / "geodata/README.md", ROOT / "corpus/README.md"]):
        if file.name not in LOGS:
            yield from prose(file)


def prose(file: Path) -> Iterator[Line]:
    """Yield the lines of a page without code, addresses and what stands between quotation marks."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(
        r"^ *(```|~~~).*?^ *\1", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"`[^`\n]*`|\]\([^)\n]*\)|<?https?://\S+|\"[^\"\n]*\"|“[^”\n]*”", "…", text)
    for number, line in enumerate(text.splitlines(), 1):
        yield Line(f"{file.relative_to(ROOT).as_posix()}:{number}", line)


def help_texts() -> Iterator[Line]:
    waiting: list[tuple[str, object]] = [("scs-tracker", typer.main.get_command(cli.app))]
    while waiting:
        name, command = waiting.pop()
        yield Line(name, getattr(command, "help", None) or "")
        for one in getattr(command, "params", ()):
            yield Line(f"{name} {one.name}", getattr(one, "help", None) or "")
        waiting += [(f"{name} {verb}", one) for verb, one in getattr(command, "commands", {}).items()]


@cache
def trees() -> dict[str, ast.Module]:
    files = sorted(PACKAGE.rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def errors() -> Iterator[Line]:
    for file, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in RAISED:
                yield Line(f"{file}:{node.lineno}", " ".join(literal(one) for one in node.args))


def literal(node: ast.expr) -> str:
    """Return the words of a string; what is filled in is left out."""
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def templates() -> Iterator[Line]:
    for file in sorted([*PACKAGE.glob("reporting/templates/*.j2"), *PACKAGE.glob("mapping/templates/*.html")]):
        text = file.read_text(encoding="utf-8")
        text = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<style.*?</style>|<!--.*?-->|<[^>]*>", blank, text, flags=re.DOTALL
        )
        for number, line in enumerate(text.splitlines(), 1):
            yield Line(f"{file.relative_to(ROOT).as_posix()}:{number}", line)


def blank(found: re.Match[str]) -> str:
    """Keep what a template translates, and the numbers of lines."""
    kept = re.findall(r"_\(\s*\"([^\"]*)\"", found[0])
    return " ".join(kept) + "\n" * found[0].count("\n")


def interface() -> Iterator[Line]:
    file = PACKAGE / "mapping/texts/en.toml"
    for key, text in tomllib.loads(file.read_text(encoding="utf-8")).items():
        yield from (
            Line(f"{file.name} {key}", str(one)) for one in (text.values() if isinstance(text, dict) else [text])
        )
    for file in sorted(PACKAGE.glob("sentences/catalogues/*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened):
                yield Line(
                    f"{file.name}:{message.lineno}", message.id if isinstance(message.id, str) else message.id[0]
                )


def docstrings() -> Iterator[Line]:
    for file, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                name = getattr(node, "name", "module")
                yield Line(f"{file}:{name}", (ast.get_docstring(node) or "").partition("\n")[0])


def fields() -> Iterator[Line]:
    """Yield what the codebooks, the dictionaries beside exports and the desk say of columns and types."""
    for name, columns in {
        "columns.csv": ("title", "meaning"),
        "fields.csv": ("meaning",),
        "types.csv": ("label", "definition"),
    }.items():
        with (ROOT / "geodata" / name).open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                yield from (Line(f"geodata/{name}:{number}", row[column]) for column in columns)


AREAS: dict[str, Callable[[], Iterator[Line]]] = {
    "documentation": documentation,
    "help": help_texts,
    "errors": errors,
    "templates": templates,
    "interface": interface,
    "fields": fields,
    "docstrings": docstrings,
}


def is_kept(line: Line, row: dict[str, str]) -> bool:
    return line.where.startswith(row["where"]) and row["text"] in line.text


def used(area: str, line: Line) -> Iterator[str]:
    """Yield each word of a line that is not used in its area, and what is used in its place."""
    for word in words():
        if area in word.areas and (match := word.pattern.search(line.text)):
            yield f"{line.where}: {match[0]!r} in {line.text.strip()!r}; {word.use}"


def found(area: str, lines: Iterable[Line]) -> list[str]:
    kept = rows("words_kept.csv")
    return [one for line in lines if not any(is_kept(line, row) for row in kept) for one in used(area, line)]


@pytest.mark.parametrize("area", AREAS)
def test_what_people_read_is_in_the_terms_of_the_field(area: str) -> None:
    lines = list(AREAS[area]())
    assert len(lines) > 100
    assert found(area, lines) == []


def test_a_word_that_is_not_used_is_found() -> None:
    lines = [Line("x", "The limit lies 200 M off."), Line("x", "Within 200 nm of Philippine baselines")]
    assert [one.partition(" in ")[0] for one in found("documentation", lines)] == ["x: '200 M'"]


def test_every_exception_is_needed_and_has_a_reason() -> None:
    lines = [(area, line) for area, read in AREAS.items() for line in read()]
    for row in rows("words_kept.csv"):
        assert row["reason"]
        needed = any(is_kept(line, row) and (not row["text"] or any(used(area, line))) for area, line in lines)
        assert needed, f"{row} keeps nothing; take it out"
