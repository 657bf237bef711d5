"""What import shows of a stranger's table, and what it asks."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = "When,Spot,Event,Our ship\n17/6/2024,Second Thomas Shoal,Ramming,BRP Cabra\n25/8/2024,Sabina Shoal,soup,\n"
ANSWER = """[tables."own"]
columns = { When = "date_start", Spot = "location_text", Event = "types", "Our ship" = "targets" }
"""


def test_a_check_shows_cells_and_questions_as_a_table_and_as_json_and_writes_nothing(
    tmp_path: Path, call: Callable[..., Any]
) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "tracker.toml").write_text("", encoding="utf-8")
    answer = call("import", "--check", "own.csv")
    assert answer.code == 3
    assert "17/6/2024 | 25/8/2024" in answer.out
    assert "choose the side of these columns: Our ship" in answer.out
    assert (
        '"Our ship" = "?"  # initiators, targets, usually_initiators, usually_targets, parties, unmapped' in answer.out
    )
    said = json.loads(call("import", "--check", "own.csv", "--json").out)
    assert said["columns"][3] == {"column": "Our ship", "role": "?", "samples": ["BRP Cabra"]}
    assert said["reports"] == 0
    assert (tmp_path / "tracker.toml").read_text(encoding="utf-8") == ""
    assert not (tmp_path / "tracker.db").exists()


def test_an_import_without_an_answer_prints_the_block_and_writes_nothing(
    tmp_path: Path, call: Callable[..., Any]
) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    answer = call("import", "own.csv")
    assert answer.code == 3
    assert "[tables.own" in answer.err
    assert not (tmp_path / "tracker.db").exists()


def test_the_printed_block_with_its_answer_is_found_again_by_its_headings(
    tmp_path: Path, call: Callable[..., Any]
) -> None:
    (tmp_path / "other name.csv").write_text(TABLE, encoding="utf-8")
    block = json.loads(call("import", "--check", "other name.csv", "--json").out)["block"]
    (tmp_path / "tracker.toml").write_text(block.replace('"?"', '"targets"'), encoding="utf-8")
    (tmp_path / "renamed.csv").write_text(TABLE, encoding="utf-8")
    answer = call("import", "--check", "renamed.csv", "--json")
    assert json.loads(answer.out)["first"][0]["targets"] == "PH-PCG"
    assert answer.code == 3  # soup waits
    assert call("import", "renamed.csv").code == 3
    rows = json.loads(call("quarantine", "--json").out)
    assert [row["row"] for row in rows] == [3]
    answer = call("retry", str(rows[0]["number"]), "--set", "Event=laser", "--json")
    assert (answer.code, json.loads(answer.out)["added"]) == (0, 1)


def test_an_answer_that_contradicts_the_table_is_one_sentence(tmp_path: Path, call: Callable[..., Any]) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    wrong = ANSWER.replace('When = "date_start"', 'When = "types"').replace('Event = "types"', 'Event = "date_start"')
    (tmp_path / "tracker.toml").write_text(wrong, encoding="utf-8")
    answer = call("import", "own.csv")
    assert answer.code == 2
    assert (
        "tracker.toml maps column 'When' to types, but none of its cells is an act, such as '17/6/2024'" in answer.err
    )


def test_two_blocks_of_the_same_headings_are_told_apart_by_the_name_of_the_file(
    tmp_path: Path, call: Callable[..., Any]
) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "third.csv").write_text(TABLE, encoding="utf-8")
    two = ANSWER + ANSWER.replace('"own"', '"other"').replace("targets", "initiators")
    (tmp_path / "tracker.toml").write_text(two, encoding="utf-8")
    assert json.loads(call("import", "--check", "own.csv", "--json").out)["first"][0]["targets"] == "PH-PCG"
    answer = call("import", "third.csv")
    assert (answer.code, "'own' and 'other' of tracker.toml have the same headings" in answer.err) == (2, True)


def test_a_role_that_is_none_is_named_with_the_nearest(tmp_path: Path, call: Callable[..., Any]) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "tracker.toml").write_text(ANSWER.replace("targets", "target"), encoding="utf-8")
    answer = call("import", "own.csv")
    assert (answer.code, "did you mean targets?" in answer.err) == (2, True)


def at_terminal(folder: Path, answers: str, *arguments: str) -> tuple[int, str]:
    """Return the exit code of a command at a pseudo-terminal, and what it showed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from scs_tracker.cli import main; main()", *arguments]
    with subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, answers.encode())
        shown = b""
        try:
            while chunk := os.read(ours, 4096):
                shown += chunk
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return process.returncode, shown.decode()


def test_a_person_at_a_terminal_is_asked_once(tmp_path: Path, call: Callable[..., Any]) -> None:
    (tmp_path / "own.csv").write_text(TABLE.replace("25/8/2024", "5/8/2024").replace("17/6", "7/6"), encoding="utf-8")
    (tmp_path / "tracker.toml").write_text("# mine\n", encoding="utf-8")
    code, shown = at_terminal(tmp_path, "9\n2\n1\n", "import", "own.csv")
    assert code == 3  # soup waits
    assert "1  initiators: who acted" in shown
    assert shown.count("Choose 1 to 6") == 2  # 9 is not a choice
    assert "Order of dates such as 7/6/2024" in shown
    kept = (tmp_path / "tracker.toml").read_text(encoding="utf-8")
    assert kept.startswith("# mine\n")
    assert ('"Our ship" = "targets"' in kept, 'dates = "day-first"' in kept) == (True, True)
    assert json.loads(call("import", "--check", "own.csv", "--json").out)["first"][0]["date_start"] == "2024-06-07"
    code, shown = at_terminal(tmp_path, "", "import", "own.csv")
    assert (code, "Choose" in shown) == (3, False)


def test_a_person_who_leaves_the_question_open_imports_nothing(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "tracker.toml").write_text("", encoding="utf-8")
    code, _ = at_terminal(tmp_path, "\x04", "import", "own.csv")
    assert code != 0
    assert (tmp_path / "tracker.toml").read_text(encoding="utf-8") == ""
    assert not (tmp_path / "tracker.db").exists()
