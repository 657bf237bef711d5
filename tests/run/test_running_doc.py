"""The examples of docs/running.md: what cron and GitHub would read, and what the text promises."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from scs_tracker import config
from scs_tracker.cli import app
from scs_tracker.intake import visiting, web, web_files
from scs_tracker.run.local_files import DONE, FAILED, REASON
from scs_tracker.run.lock import NAME
from scs_tracker.run.record import FILE, FORMAT, Record

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/running.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def commands(text: str) -> list[list[str]]:
    """The arguments of each call of scs-tracker in a script."""
    found = re.findall(r"scs-tracker ((?:--?[\w-]+ )*(?:run|doctor|init|intake)\b[^\n|`#;]*)", text)
    return [one.split() for one in found]


def crontab() -> list[tuple[list[str], str]]:
    """The five times and the command of each line."""
    lines = [line.split(maxsplit=5) for line in blocks("crontab")[0].splitlines()]
    return [(line[:5], line[5]) for line in lines]


def test_the_crontab_lines_have_five_times_and_commands_that_are_ours() -> None:
    for times, command in crontab():
        for value, most in zip(times, (59, 23, 31, 12, 7), strict=True):
            assert value == "*" or all(0 <= int(part) <= most for part in value.split("-"))
        assert "%" not in command, "cron turns it into a new line"
    assert [commands(command) for _, command in crontab()] == [
        [["--quiet", "intake"]], [["--quiet", "intake", "--digest"]], [["--quiet", "run"]],
    ]  # fmt: skip
    times, _ = crontab()[-1]
    # Sunday, and after the end of the week in Manila, eight hours ahead of UTC
    assert times[4] == "0"
    assert int(times[1]) * 60 + int(times[0]) > 16 * 60


def test_the_workflow() -> None:
    workflow: dict[Any, Any] = yaml.safe_load((ROOT / "deploy/github/weekly.yml").read_text(encoding="utf-8"))
    # YAML 1.1 takes the key on for a truth value
    assert set(workflow) == {"name", True, "concurrency", "permissions", "jobs"}
    hours, week = (one["cron"] for one in workflow[True]["schedule"])
    assert week == " ".join(crontab()[-1][0])
    steps = workflow["jobs"]["run"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    (script,) = [step["run"] for step in steps if "scs-tracker run" in step.get("run", "")]
    assert "*) scs-tracker run || test $? -eq 3" in script
    assert f'"{hours}") scs-tracker intake || test $? -eq 3' in script
    (upload,) = [step for step in steps if "upload-pages" in step.get("uses", "")]
    assert upload["with"]["path"] == "site"
    (copied,) = [step["run"] for step in steps if "mkdir site" in step.get("run", "")]
    assert f"cp -r {config.Settings().maps}/. site" in copied
    assert "rm -f site/run.json" in copied, "the record of a run has file names and is not published"


@pytest.mark.parametrize("arguments", commands(TEXT), ids=" ".join)
def test_every_command_in_the_text_has_these_options(arguments: list[str]) -> None:
    options = [one for one in arguments if one.startswith("--")]
    verb = next(one for one in arguments if not one.startswith("-"))
    told = told_help(verb) + told_help()
    assert all(option in told for option in options)


@functools.cache
def told_help(*verb: str) -> str:
    answer = CliRunner().invoke(app, [*verb, "--help"], env={"COLUMNS": "200"})
    assert answer.exit_code == 0
    return answer.output


def test_numbers_and_names_in_the_text_are_those_of_the_code() -> None:
    said = (
        f"at most {web.MOST_SECONDS:g} seconds in total, and at most {web.SILENCE_SECONDS:g} seconds may pass",
        f"a file may be at most {web_files.MOST_BYTES // 2**20} MiB",
        f"a feed or page at most {visiting.MOST_BYTES // 2**20} MiB",
        f"`{NAME}`",
        f"`{FILE}`",
        f"`{FORMAT}`",
        f"`{DONE}/`",
        f"`{FAILED}/`",
        f"`{REASON}`",
    )
    for words in said:
        assert words in TEXT, words
    assert "At most five redirects" in TEXT
    assert web.MOST_REDIRECTS == 5
    for key in Record(started="").to_json():
        assert f"`{key}`" in TEXT, key
    for key in config.Source.model_fields:
        assert f"`{key}`" in TEXT, key
