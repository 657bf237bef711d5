"""Full disks, files that may not be written or are damaged, two writers at once: one sentence, nothing lost."""

from __future__ import annotations

import contextlib
import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from scs_tracker import cli
from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVENTS = Path(__file__).parents[2] / "geodata" / "incidents" / "events.csv"
LASER = "20230206-second-thomas-laser"
#: Runs a command with files of at most so many bytes, as on a disk that fills up; 0 is no limit.
PROGRAM = """
import resource, sys
most = int(sys.argv.pop(1))
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from scs_tracker.cli import main
main()
"""


def command(url: str, *arguments: str, most_bytes: int = 0) -> list[str]:
    return [sys.executable, "-c", PROGRAM, str(most_bytes), "--ledger", url, *arguments]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs a command on a ledger; gives its exit code and what it says on standard error."""

    def run(url: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["scs-tracker", "--ledger", url, *arguments])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code or 0
        return int(code), capsys.readouterr().err

    return run


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike that of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="scs-tracker-storage-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextlib.contextmanager
def without_privilege() -> Iterator[None]:
    """Be a user to whom permissions apply, as they do not to root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def halves(folder: Path) -> tuple[Path, Path]:
    """Write the shipped events as two files."""
    with EVENTS.open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    files = []
    for name, half in (("one.csv", rows[::2]), ("two.csv", rows[1::2])):
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *half])
        files.append(folder / name)
    return files[0], files[1]


def count(url: str) -> int:
    ledger = Ledger(url)
    held = len(ledger.events())
    ledger.engine.dispose()
    return held


def test_a_disk_that_fills_up_keeps_nothing_of_the_file(tmp_path: Path) -> None:
    one, two = halves(tmp_path)
    url = f"sqlite:///{tmp_path}/tracker.db"
    Ledger(url).import_file(one)
    before = count(url)
    done = subprocess.run(
        command(url, "import", str(two), most_bytes=50_000), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"scs-tracker: ledger {url}: the disk fails or is full")
    assert done.stderr.count("\n") == 1
    assert count(url) == before
    assert Ledger(url).import_file(two).added > 0


def test_a_database_that_may_not_grow_says_that_the_disk_is_full(tmp_path: Path) -> None:
    one, two = halves(tmp_path)
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    ledger.import_file(one)
    held = len(ledger.events())
    with ledger.engine.connect() as connection:
        pages = connection.execute(sa.text("PRAGMA page_count")).scalar_one()
    ledger.engine.dispose()
    sa.event.listen(ledger.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages + 1}"))
    with pytest.raises(TrackerError, match=r"the disk is full .*; nothing was stored"):
        ledger.import_file(two)
    assert len(ledger.events()) == held


@pytest.mark.parametrize("ending", ["csv", "geojson", "gpkg", "parquet", "xlsx"])
def test_an_export_to_a_full_disk_leaves_what_was_there(
    tmp_path: Path, incident_file: Callable[..., Path], ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    ledger.import_file(incident_file({LASER: {"accounts": "x" * 20_000}}))
    frame = ledger.incidents(statuses=None)
    events = ledger.events()
    monkeypatch.setattr(ledger, "incidents", lambda **_: frame)
    monkeypatch.setattr(ledger, "events", lambda **_: events)
    monkeypatch.setattr(ledger, "one_state", contextlib.nullcontext)  # SQLite writes beside the ledger as it reads
    file = tmp_path / "out" / f"x.{ending}"
    file.parent.mkdir()
    file.write_text("what was there", encoding="utf-8")
    ledger.engine.dispose()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, limits[1]))
    try:
        with pytest.raises(TrackerError, match=rf"x\.{ending} cannot be written: .") as caught:
            ledger.export(file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "\n" not in str(caught.value)
    assert file.read_text(encoding="utf-8") == "what was there"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_what_may_not_be_written_is_said_and_left_alone(
    open_folder: Path, incident_file: Callable[..., Path], call: Callable[..., tuple[int, str]]
) -> None:
    file = open_folder / "tracker.db"
    report = shutil.copy(incident_file({LASER: {}}), open_folder / "incidents.csv")
    first = Ledger(f"sqlite:///{file}")
    first.import_file(report)
    first.engine.dispose()
    content = file.read_bytes()
    file.chmod(0o444)
    open_folder.chmod(0o555)
    refused = {
        "is not writable": (f"sqlite:///{file}", ("import", str(report)), ("retract", LASER, "--reason", "r")),
        "cannot be opened": (f"sqlite:///{open_folder}/new.db", ("import", str(report))),
    }
    for words, (url, *commands) in refused.items():
        for one in commands:
            with without_privilege():
                code, said = call(url, *one)
            assert (code, words in said, said.count("\n")) == (1, True, 1), said
    assert sorted(path.name for path in open_folder.iterdir()) == ["incidents.csv", "tracker.db"]
    assert file.read_bytes() == content
    open_folder.chmod(0o755)
    file.chmod(0o000)
    with without_privilege():
        code, said = call(f"sqlite:///{file}", "review")
    assert (code, "cannot be opened" in said) == (1, True)
    assert "cannot be opened" in call(f"sqlite:///{open_folder}", "review")[1]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a ledger of the shipped events and some incidents."""
    folder = tmp_path_factory.mktemp("sound")
    ledger = Ledger(f"sqlite:///{folder}/sound.db")
    with EVENTS.with_name("incidents.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    with (folder / "incidents.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *(row for row in rows if row[0] == LASER), *rows[:9]])
    ledger.import_file(folder / "incidents.csv")
    ledger.import_file(EVENTS)
    ledger.engine.dispose()
    assert not (folder / "sound.db-wal").exists()
    return (folder / "sound.db").read_bytes()


def commands(folder: Path) -> list[tuple[str, ...]]:
    return [
        ("import", str(EVENTS)),
        ("retract", LASER, "--reason", "r"),
        ("history", LASER),
        ("review",),
        ("export", str(folder / "x.csv"), "--as-of", store.now()),
    ]


def test_a_ledger_cut_off_is_refused_and_left_alone(
    tmp_path: Path, sound: bytes, call: Callable[..., tuple[int, str]]
) -> None:
    for content in (sound[: len(sound) // 2], sound[:100], b"not a database, but text\n" * 200):
        file = tmp_path / "tracker.db"
        file.write_bytes(content)
        for one in commands(tmp_path):
            code, said = call(f"sqlite:///{file}", *one)
            assert (code, "is damaged or not a ledger" in said, said.count("\n")) == (1, True, 1), (one, said)
        assert file.read_bytes() == content


@pytest.mark.parametrize("seed", range(4))
def test_damage_in_the_middle_is_never_a_traceback(
    tmp_path: Path, sound: bytes, seed: int, call: Callable[..., tuple[int, str]]
) -> None:
    chance = random.Random(seed)
    content = bytearray(sound)
    for _ in range(3):
        start = chance.randrange(4_096, len(content) - 2_000)
        length = chance.choice([20, 2_000])
        noise = chance.randbytes(length) if seed % 2 else bytes(chance.choices(b"abc:{,", k=length))
        content[start : start + length] = noise
    file = tmp_path / "tracker.db"
    for one in commands(tmp_path):
        for name in ("tracker.db-wal", "tracker.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        file.write_bytes(content)
        code, said = call(f"sqlite:///{file}", *one)
        assert code in {0, 1}
        assert said.count("\n") == code
        assert len(said) < 500


def test_a_cell_that_is_not_as_it_was_written(
    tmp_path: Path, sound: bytes, call: Callable[..., tuple[int, str]]
) -> None:
    file = tmp_path / "tracker.db"
    file.write_bytes(sound)
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE revision SET new = '{' || new")
    code, said = call(f"sqlite:///{file}", "export", str(tmp_path / "x.csv"), "--as-of", store.now())
    assert (code, "is damaged: a stored value cannot be read" in said) == (1, True)


def test_a_database_of_something_else_is_left_alone(ledger_url: str) -> None:
    engine = sa.create_engine(ledger_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE report (a INTEGER)"))
    with pytest.raises(
        TrackerError, match=r"contains tables of another program \(report\); use another database with --ledger"
    ):
        Ledger(ledger_url)
    assert sa.inspect(engine).get_table_names() == ["report"]
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES ('0000a1b2')"))
    with pytest.raises(TrackerError, match="has schema 0000a1b2, which is not that of a ledger"):
        Ledger(ledger_url)
    engine.dispose()


def import_aside(url: str, file: Path, told: Path) -> int:
    """Import ``file`` in a process of its own, which writes down what it was told when it is refused."""
    process = os.fork()
    if process:
        return process
    code = 2
    try:
        Ledger(url).import_file(file)
        code = 0
    except TrackerError as error:
        told.write_text(str(error), encoding="utf-8")
        code = 1
    finally:
        os._exit(code)


def test_two_imports_at_once(ledger_url: str, tmp_path: Path) -> None:
    """Both are kept whole, whoever comes first, also while the ledger is being made; who reads sees whole files."""
    files = halves(tmp_path)
    sizes = [len(file.read_text(encoding="utf-8").splitlines()) - 1 for file in files]
    processes = {import_aside(ledger_url, file, tmp_path / f"{file.stem}.told") for file in files}
    seen, codes = set(), set()
    while processes:
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended in processes:
            processes.discard(ended)
            codes.add(os.waitstatus_to_exitcode(status))
        with contextlib.suppress(TrackerError):  # the ledger is being made
            seen.add(count(ledger_url))
    assert codes == {0}, [told.read_text(encoding="utf-8") for told in tmp_path.glob("*.told")]
    assert seen <= {0, *sizes, sum(sizes)}
    assert count(ledger_url) == sum(sizes)


def test_who_reads_sees_the_state_before_while_another_writes(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.1)
    one, two = halves(tmp_path)
    ledger.import_file(one)
    before = len(ledger.events())
    second = Ledger(ledger.engine.url.render_as_string(hide_password=False))
    with store.writing(ledger.engine) as connection:
        connection.execute(sa.text("DELETE FROM event"))
        assert len(second.events()) == before
        with pytest.raises(TrackerError, match="is being written by another run"):
            second.import_file(two)
    assert len(second.events()) == 0
    second.engine.dispose()


def test_bytes_that_are_no_text_are_refused(
    tmp_path: Path, incident_file: Callable[..., Path], call: Callable[..., tuple[int, str]]
) -> None:
    url = f"sqlite:///{tmp_path}/tracker.db"
    Ledger(url).import_file(incident_file({LASER: {}}))
    strange = os.fsdecode(b"x\xff")
    for one in (
        ("amend", LASER, f"damage={strange}", "--reason", "r"),
        ("retract", LASER, "--reason", strange),
        ("history", strange),
        ("export", str(tmp_path / "x.csv"), "--where", f"damage={strange}"),
    ):
        code, said = call(url, *one)
        assert (code, "bytes that are not UTF-8" in said, said.count("\n")) == (2, True, 1), said
    assert len(Ledger(url).history(LASER)) == 1
