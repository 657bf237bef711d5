from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from scs_tracker import cli, geodata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents"
LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from scs_tracker.cli import main\n"
        "sys.argv = ['scs-tracker', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'pandas', 'shapely', 'pyproj', 'sqlalchemy', 'folium', 'matplotlib', 'pydantic'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "HEAVY []" in answer.stdout
    assert "weekly" in answer.stdout


def commands(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    for verb, command in group.commands.items():
        yield f"{name}{verb}", command
        yield from commands(command, f"{name}{verb} ") if hasattr(command, "commands") else ()


def test_help_has_words_for_every_verb_argument_and_option_and_sorts_all_verbs() -> None:
    root = typer.main.get_command(cli.app)
    found = dict(commands(root))
    assert len(found) > 50
    assert [name for name, command in found.items() if not command.help] == []
    assert [(name, one.name) for name, command in found.items() for one in command.params if not one.help] == []
    assert sorted(root.list_commands(None)) == sorted(root.commands)


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = "import sys, scs_tracker; print(sorted({'numpy', 'pandas', 'pydantic'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"


def test_a_ledger_is_made_and_opened_without_what_brings_an_older_one_up_to_date(tmp_path: Path) -> None:
    program = f"import sys; from scs_tracker.ledger import Ledger; Ledger({f'sqlite:///{tmp_path}/tracker.db'!r})\n"
    program += "print(sorted({'alembic', 'mako'} & set(sys.modules)))"
    for _ in ("made", "opened"):
        answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
        assert answer.stdout.strip() == "[]"


def test_import_twice_as_json(call: Callable[..., Any]) -> None:
    files = [str(INCIDENTS / "incidents.csv"), str(INCIDENTS / "events.csv")]
    first = call("import", *files, "--json")
    assert first.code == 0
    counts = json.loads(first.out)
    assert counts["read"] == counts["added"] > 600
    again = json.loads(call("import", *files, "--json").out)
    assert again == {**counts, "added": 0, "unchanged": counts["read"]}


def test_a_bad_row_is_left_for_a_person(call: Callable[..., Any], incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {"initiators": "CN-CGC"}, BATTLE: {}})
    answer = call("import", str(file))
    assert answer.code == 3
    assert f"{file}, row 2: initiators: 'CN-CGC' is not allowed" in answer.out
    assert json.loads(call("import", str(incident_file({LASER: {}, BATTLE: {}})), "--json").out)["quarantined"] == 0


def test_amend_history_and_changes(call: Callable[..., Any], incident_file: Callable[..., Path]) -> None:
    call("import", str(incident_file({LASER: {}})))
    assert call("amend", LASER, "injured=2", "--reason", "second statement").code == 0
    answer = json.loads(call("history", LASER, "--json").out)
    assert [row["report"] for row in answer["reports"]] == [f"incident-csv:{LASER}"]
    fields = {row["field"]: row["new"] for row in answer["revisions"]}
    assert (fields["injured"], fields["severity"]) == (2, 4)
    assert "second statement" in call("changes", "--since", "2020-01-01").out
    assert json.loads(call("changes", "--since", "2999-01-01", "--json").out) == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("import", "none.csv"), 1, "none.csv does not exist"),
        (("import", str(INCIDENTS / "incident_sources.csv")), 1, "import incidents.csv"),
        (("history", "x"), 1, "there is no ledger"),
        (("--config", "none.toml", "history", "x"), 1, "none.toml does not exist"),
        (("--ledger", "nonsense", "history", "x"), 1, "is not a database URL"),
        (("--quiet", "--verbose", "demo"), 2, "cannot be used together"),
        (("amend", "x", "injured", "--reason", "r"), 2, "does not have the form FIELD=VALUE"),
        (("amend", "x", "injured=1"), 2, "reason"),
        (("frobnicate",), 2, "frobnicate"),
        (("month", "last"), 2, "'last' is not a month; use a form such as 2024-06\n"),
        (("year", "2024-W20..2024-W25"), 2, "is not a year; use a form such as 2024\n"),
        (("month", "2024-W25"), 2, "2024-W25 is a week; use scs-tracker weekly --week 2024-W25"),
    ],
)
def test_mistakes_are_one_clear_sentence(
    call: Callable[..., Any], tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    answer = call(*arguments)
    assert answer.code == code
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["last", "2024-W20..2024-W25"])
def test_advice_on_a_period_names_only_forms_that_the_command_accepts(
    call: Callable[..., Any], incident_file: Callable[..., Path], text: str
) -> None:
    call("import", str(incident_file({LASER: {}})))
    issued = call("issue", "--week", text)
    assert (issued.code, text in issued.err.partition(";")[2]) == (2, False)
    assert issued.err.endswith("use a form such as 2024-W25 or 2024-06 or 2024\n")
    assert call("weekly", "--week", text, "--format", "json").code == 0
    assert "'June' is not a week or a month or a year" in call("weekly", "--week", "June").err


def test_an_unreadable_configuration_names_its_line(call: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text('ledger = "sqlite:///x.db"\nweakly = "out"\n', encoding="utf-8")
    answer = call("history", "x")
    assert (answer.code, "line 2" in answer.err, "did you mean weekly?" in answer.err) == (1, True, True)


def test_the_demo_says_what_it_does_and_writes_a_map_and_a_week(
    call: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    answer = call("demo")
    assert answer.code == 0
    assert all(
        f"demo: {step}" in answer.err for step in ("geocoding incidents", "drawing the map and writing the report")
    )
    lines = answer.out.splitlines()
    assert len(lines) == 5
    overview = tmp_path / "maps/html/overview.html"
    assert str(overview.relative_to(tmp_path)) in lines[1]
    reports = sorted((tmp_path / "maps/html/weekly").glob("*.html"))
    assert len(reports) == 1
    rows = list(csv.DictReader((INCIDENTS / "incidents.csv").open(encoding="utf-8")))
    facts = json.loads(reports[0].with_suffix(".json").read_text(encoding="utf-8"))
    days = [row["date_start"] for row in rows if len(row["date_start"]) == 10]
    assert facts["period"]["first_day"] <= max(days) <= facts["period"]["last_day"]
    assert geodata.version() in reports[0].with_suffix(".json").read_text(encoding="utf-8")


def test_ids_in_a_table_can_be_copied_whole(call: Callable[..., Any]) -> None:
    head, *lines = call("zones", "list").out.splitlines()
    assert head.split()[:2] == ["id", "claimants"], head
    printed = {line.split()[0] for line in lines if line and not line.startswith((" ", "Not drawn", "id "))}
    assert printed == {*geodata.table("zones")["id"], *(row["id"] for row in geodata.rows("undrawn_zones"))}
