"""Output that is closed, full or not UTF-8, and names that are no files, end as the contract says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically

PLACE = "Sabina Shoal"


#: Lines, a table and GeoJSON; with a buffer a failure shows at the end or in between, without one at the first letter.
ANSWERS = pytest.mark.parametrize(
    ("answer", "unbuffered"),
    [(f"geocode '{PLACE}'", ""), (f"geocode '{PLACE}'", "1"), ("zones list", "1"), ("zones show ph-eez", "")],
)


def command(words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a line of the shell in which ``scs-tracker`` is ours."""
    program = f"scs-tracker() {{ '{sys.executable}' -c 'from scs_tracker.cli import main; main()' \"$@\"; }}\n{words}"
    return subprocess.run(["bash", "-c", program], check=False, capture_output=True, env={**os.environ, **environment})


@pytest.mark.parametrize("answer", [f"geocode '{PLACE}'", f"geocode '{PLACE}' --json", "zones list", "--help"])
def test_a_closed_output_is_as_good_as_any(answer: str) -> None:
    done = command(f"scs-tracker {answer} >&-")
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_any_stream_the_exit_code_still_answers() -> None:
    assert command("scs-tracker geocode somewhere <&- >&- 2>&-").returncode == 3
    assert command("scs-tracker geocode <&- >&- 2>&-").returncode == 2


def test_no_standard_input_is_an_empty_article() -> None:
    done = command("scs-tracker extract - --published 2024-01-01 <&-")
    assert (done.returncode, done.stderr.startswith(b"scs-tracker: standard input is empty")) == (1, True)


@ANSWERS
def test_a_full_disk_behind_the_output_is_a_failure(answer: str, unbuffered: str) -> None:
    done = command(f"scs-tracker {answer} > /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (1, b"scs-tracker: standard output: No space left on device\n")


@ANSWERS
def test_a_reader_that_leaves_early_is_no_failure(answer: str, unbuffered: str) -> None:
    done = command(f"scs-tracker {answer} | exec 0<&-; exit ${{PIPESTATUS[0]}}", PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_output_that_does_not_know_every_letter_gets_them_as_escapes(encoding: str) -> None:
    told = command("scs-tracker places 'Second Thomas Shoal'", PYTHONIOENCODING=encoding)
    assert (told.returncode, told.stderr) == (0, b"")
    assert "Bãi Cỏ Mây".encode(encoding, "backslashreplace") in told.stdout


def test_json_needs_no_more_than_ascii() -> None:
    answer = command("scs-tracker places 'Second Thomas Shoal' --json", PYTHONIOENCODING="ascii")
    (place,) = json.loads(answer.stdout.decode("ascii"))
    assert "Bãi Cỏ Mây" in {one["name"] for one in place["names"]["vi"]}


def test_a_folder_in_place_of_a_table(tmp_path: Path) -> None:
    done = command(f"scs-tracker geocode --file '{tmp_path}' --out '{tmp_path}/out.csv'")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == f"scs-tracker: {tmp_path} cannot be read: Is a directory; name a UTF-8 CSV table\n"
    assert list(tmp_path.iterdir()) == []


def test_no_file_takes_the_place_of_a_device_or_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_: object) -> None:
        pytest.fail("a file is begun that would take the place of a device")

    monkeypatch.setattr(tempfile, "mkstemp", never)
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for name in (pipe, link, Path("/dev/null"), Path("/dev/stdout")):
        with pytest.raises(TrackerError, match="a device or a stream"):
            write_atomically(name, b"content")
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert Path("/dev/null").is_char_device()


def test_a_link_to_a_file_gives_way_and_its_target_stays(tmp_path: Path) -> None:
    """So that a link planted in a folder where anybody may write leads nowhere."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"theirs")
    link.symlink_to(target)
    write_atomically(link, b"ours")
    assert (target.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"theirs", b"ours", False)


def test_a_log_in_json_is_one_entry_a_line_with_the_exit_code_last() -> None:
    done = command("scs-tracker geocode somewhere", SCS_TRACKER_LOG="json")
    (entry,) = (json.loads(line) for line in done.stderr.splitlines())
    assert (entry["level"], entry["exit_code"], done.returncode) == ("info", 3, 3)
    assert done.stdout.startswith(b"unresolved")
    done = command("scs-tracker --log json locate 200 117")
    entry = json.loads(done.stderr.splitlines()[-1])
    assert (entry["level"], entry["exit_code"], done.returncode) == ("error", 2, 2)
    assert "latitude 200 does not exist" in entry["message"]
    assert b"--log xml is not known; use text or json" in command("scs-tracker --log xml codes").stderr
