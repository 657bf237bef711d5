"""Reading in a process of its own: what is slow, greedy or fatal ends that process and nothing else."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker import geodata, limited
from scs_tracker.articles.read import read_bytes
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HERE = f"{__name__}:"


def spin() -> None:
    while True:
        pass


def fill() -> None:
    list(range(2**40))


def die() -> None:
    os._exit(7)


def fail(words: str) -> None:
    raise ZeroDivisionError(words)


def refuse() -> None:
    error = TrackerError("it is nothing that can be read")
    error.exit_code = 3
    raise error


def echo(*values: Any) -> list[Any]:
    return list(values)


def chatter() -> str:
    sys.stdout.write("not an answer")
    os.write(1, b"not an answer either")
    return "an answer"


def asking(ask: Callable[[dict[str, Any]], Any]) -> list[Any]:
    return [ask({"number": number}) for number in range(3)]


def number_of_process() -> int:
    return os.getpid()


def of_overlay() -> str:
    return str(geodata.overlay())


@pytest.mark.parametrize("fatal", [spin, fill, die])
def test_what_breaks_a_limit_ends_that_process_alone(fatal: Callable[[], None]) -> None:
    with pytest.raises(limited.LimitError, match=r"more than 0\.5 s of processor time or 2 GiB of memory"):
        limited.call(HERE + fatal.__name__, seconds=0.5)
    assert limited.call(HERE + "echo", 1, seconds=5) == [1]


def test_values_errors_and_what_is_printed_come_back_as_they_are() -> None:
    values = ["Ayungin", "\ud800", b"\x00\xff", datetime(2024, 10, 6, 6, tzinfo=UTC), None, 1.5, {"a": [b"b"]}]
    assert limited.call(HERE + "echo", *values, seconds=5) == values
    assert limited.call(HERE + "chatter", seconds=5) == "an answer"
    with pytest.raises(limited.LimitError, match=r"it cannot be read \(ZeroDivisionError: by zero\)"):
        limited.call(HERE + "fail", "by zero", seconds=5)
    with pytest.raises(TrackerError, match="nothing that can be read") as caught:
        limited.call(HERE + "refuse", seconds=5)
    assert caught.value.exit_code == 3


def test_one_process_serves_all_calls_and_a_fork_has_its_own() -> None:
    first = limited.call(HERE + "number_of_process", seconds=5)
    assert first == limited.call(HERE + "number_of_process", seconds=5) != os.getpid()
    child = os.fork()
    if child == 0:
        os._exit(0 if limited.call(HERE + "number_of_process", seconds=5) != first else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert first == limited.call(HERE + "number_of_process", seconds=5)


def test_what_is_asked_meanwhile_is_answered_here() -> None:
    def answer(question: dict[str, Any]) -> Any:
        if question["number"] == 2:
            raise refused
        return question["number"]

    class RestError(TrackerError):
        rest_seconds = 7.0

    refused = RestError("the server wants to be left alone")
    with pytest.raises(RestError) as caught:
        limited.call(HERE + "asking", seconds=0.5, asked=answer)
    assert caught.value is refused


def test_the_process_reads_the_geodata_of_who_calls(tmp_path: Path) -> None:
    geodata.configure(tmp_path)
    assert limited.call(HERE + "of_overlay", seconds=5) == str(tmp_path)
    geodata.configure(None)
    assert limited.call(HERE + "of_overlay", seconds=5) == "None"


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>" + b"<div>" * 2_000_000,
        b"<html><body>" + b"<p>a<table>" * 300_000,
        b"<html>" + b"<!--" * 500_000,
        b"<html><body>" + b"<a href='" + b"x" * 4_000_000,
        b"<html><body>" + b"&lt;!--" * 300_000,
        b"From: a@b.example\nSubject: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhello\n" * 100_000,
        b"From: a@b.example\nSubject: b\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (n, n) for n in range(9_000)),
        b"%PDF-1.4\n" + b"1 0 obj\n<<" * 200_000,
        b"%PDF-1.4\n" + b"[" * 2_000_000,
        b"a" + b"![](" * 500_000,
        b"a" + b"[" * 2_000_000,
        b"a" + b'[](x "' * 400_000,
        b"a" + b"[](()" * 400_000,
    ],
)  # fmt: skip
def test_megabytes_made_to_be_slow_end_in_an_article_or_in_one_sentence(data: bytes) -> None:
    said = ""
    try:
        read_bytes(data, "hostile", seconds=1.8)
    except TrackerError as error:
        said = str(error)
    assert not said or ("hostile" in said and "\n" not in said)
