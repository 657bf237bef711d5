"""Every code block of the papers does what the papers say.

What the words behind the fence mean:

``console``     commands after ``$``, run in order in one folder; what follows is what they print, ``…`` for any text
``python``      run in order, in one namespace and in the same folder; with ``>>>`` as a doctest
``html NAME``   a file of that name (any language, and a second word), as a reader would save it
``toml``, ``json``, ``csv`` without a name: examples that must be well formed
``sh``          shown, not run; commands of scs-tracker in it must exist, with their options
others, such as ``text``  shown, not run
"""

from __future__ import annotations

import contextlib
import csv
import doctest
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import typer.main
from markdown_it import MarkdownIt

from scs_tracker import cli, geodata
from scs_tracker.mapping import site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
PAPERS = sorted(
    file.relative_to(ROOT).as_posix()
    for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("geodata/*.md")]
)
#: Papers that begin with nothing; all others find a ledger of the shipped incidents.
FROM_NOTHING = {"docs/tutorial.md"}
#: Run by tests/mapping/test_cookbook.py, which also opens what they make.
RUN_ELSEWHERE = {"docs/cookbook/maps.md"}


class Block(NamedTuple):
    language: str
    name: str
    text: str
    line: int


def blocks(paper: str) -> list[Block]:
    tokens = MarkdownIt().parse((ROOT / paper).read_text(encoding="utf-8"))
    found = []
    for token in tokens:
        if token.type == "fence" and not token.info.startswith("{"):
            language, _, name = token.info.strip().partition(" ")
            found.append(Block(language, name, token.content, (token.map or [0])[0] + 1))
    return found


RUN = [p for p in PAPERS if p not in RUN_ELSEWHERE and any(b.language in {"console", "python"} for b in blocks(p))]


def call(arguments: Sequence[str]) -> str:
    """Run `scs-tracker …` in this process and return all that it prints."""
    printed = io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        patch.setattr(sys, "argv", ["scs-tracker", *arguments])
        patch.setenv("COLUMNS", "120")
        with contextlib.suppress(SystemExit):
            cli.main()
    return printed.getvalue()


def shell(command: str) -> str:
    words = shlex.split(command)
    if words[0] == "scs-tracker" and not {"|", ">", "<"} & set(words):
        return call(words[1:])
    if words[0] == "cd":
        os.chdir(words[1])
        return ""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "COLUMNS": "120"}
    answer = subprocess.run(["sh", "-c", command], check=False, capture_output=True, text=True, env=environment)
    return answer.stdout + answer.stderr


def agrees(expected: str, printed: str) -> bool:
    """Whether the lines are those expected, where … stands for any text and a line of … for any lines."""
    pattern = ""
    for line in expected.splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += "[^\n]*?".join(re.escape(part.rstrip()) for part in line.split("…")) + "[ ]*\n"
    text = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return re.fullmatch(pattern, text) is not None


def run_console(block: Block, paper: str) -> None:
    commands: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        if line.startswith("$ "):
            commands.append((number, line[2:], []))
        elif commands and line.startswith("> "):
            commands[-1] = (commands[-1][0], f"{commands[-1][1].rstrip(chr(92))}{line[2:]}", [])
        else:
            commands[-1][2].append(line)
    for number, command, expected in commands:
        printed = shell(command)
        assert "Traceback" not in printed, printed
        assert agrees("\n".join(expected), printed), f"{paper}, line {number}: {command}\nprinted:\n{printed}"


def run_python(block: Block, paper: str, names: dict[str, object]) -> None:
    where = f"{paper}, line {block.line}"
    if ">>>" in block.text:
        test = doctest.DocTestParser().get_doctest(block.text, names, where, paper, block.line)
        printed = io.StringIO()
        results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=printed.write, clear_globs=False)
        names.update(test.globs)
        assert results.failed == 0, printed.getvalue()
    else:
        exec(compile("\n" * block.line + block.text, paper, "exec"), names)  # noqa: S102 - our own text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    # a thousand pictures take most of the time that a site takes; tests/mapping/test_site.py has its own drawn
    drawn: dict[str, bytes] = {}
    real = site.picture
    monkeypatch.setattr(site, "picture", lambda spots, **_: drawn.get("one") or drawn.setdefault("one", real(spots)))
    yield tmp_path
    geodata.configure(None)


@pytest.mark.parametrize("paper", RUN)
def test_a_paper_does_what_it_says(paper: str, folder: Path, shipped_ledger: Path) -> None:
    if paper not in FROM_NOTHING:
        shutil.copy(shipped_ledger, folder / "tracker.db")
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(paper):
        if block.name:
            file = Path(block.name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            run_console(block, paper)
        elif block.language == "python":
            run_python(block, paper, names)


@pytest.mark.parametrize("paper", PAPERS)
def test_what_is_shown_is_well_formed(paper: str) -> None:
    for block in blocks(paper):
        where = f"{paper}, line {block.line}"
        if block.language == "toml":
            assert tomllib.loads(block.text), where
        elif block.language == "json":
            assert json.loads(block.text), where
        elif block.language == "csv":
            assert len({len(row) for row in csv.reader(io.StringIO(block.text))}) == 1, where
        elif block.language == "sh":
            check_commands(block.text, where)
        elif not block.name:
            assert block.language, where


def check_commands(text: str, where: str) -> None:
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if not line.strip().removeprefix("$ ").startswith("scs-tracker "):
            continue
        words = shlex.split(line.strip().removeprefix("$ "), comments=True)[1:]
        command = typer.main.get_command(cli.app)
        options: set[str] = set()
        for word in words:
            if word.startswith("-") and word != "-":
                options.add(word.split("=")[0])
            elif word in getattr(command, "commands", {}):
                assert options <= known(command), where
                command, options = command.commands[word], set()
        assert options <= known(command), f"{where}: {sorted(options - known(command))} of {line}"
        assert not getattr(command, "commands", {}), f"{where}: no such command: {line}"


def known(command: object) -> set[str]:
    return {"-h", "--help"} | {name for one in command.params for name in one.opts}  # type: ignore[attr-defined]


def test_a_difference_is_seen() -> None:
    assert agrees("a … c\n…\nz", "a b c\nd\ne\nz\n")
    assert not agrees("a … c\n…\nz", "a b c\nd\ne\n")
    assert not agrees("", "something\n")
    with pytest.raises(AssertionError, match="--frobnicate"):
        check_commands("scs-tracker weekly --frobnicate", "here")
    with pytest.raises(AssertionError, match="no such command"):
        check_commands("scs-tracker frobnicate", "here")
