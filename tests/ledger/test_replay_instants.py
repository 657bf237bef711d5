"""The past by any way of writing an instant."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import cli
from scs_tracker.errors import UsageError
from scs_tracker.ledger import Ledger, history
from scs_tracker.ledger.store import timed
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2024", "2024-01-01T00:00:00.000000Z"),
        ("2024-06", "2024-06-01T00:00:00.000000Z"),
        (" 2024-06-17 ", "2024-06-17T00:00:00.000000Z"),
        ("20240617", "2024-06-17T00:00:00.000000Z"),
        ("2024-06-17T08:30", "2024-06-17T08:30:00.000000Z"),
        ("2024-06-17 08:30:01Z", "2024-06-17T08:30:01.000000Z"),
        ("2024-06-17T08:30:01.5", "2024-06-17T08:30:01.500000Z"),
        ("2024-06-17T16:30+08:00", "2024-06-17T08:30:00.000000Z"),
        ("2024-06-16T22:30-1000", "2024-06-17T08:30:00.000000Z"),
        ("0001-01-01", "0001-01-01T00:00:00.000000Z"),
    ],
)
def test_instants(text: str, meant: str) -> None:
    assert history.instant(text) == meant


@pytest.mark.parametrize(
    "text", ["", "now", "2024-13", "2024-02-30", "1718600000", "0001-01-01T00:00+14:00", "17/06/2024", "٢٠٢٤"]
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(UsageError, match="is not a valid time; use for example 2024-06-17"):
        history.instant(text)


@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_the_order_of_texts_is_the_order_of_instants(one: Any, other: Any) -> None:
    texts = []
    for moment in (one, other):
        try:
            texts.append(history.instant(moment.isoformat()))
        except UsageError:  # before the year 1 or after 9999 in UTC
            return
    first, second = one.astimezone(UTC), other.astimezone(UTC)
    assert (texts[0] < texts[1], texts[0] == texts[1]) == (first < second, first == second)


def test_the_past_from_the_command_line(
    incident_file: Callable[..., Path],
    tmp_path: Path,
    clock: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = f"sqlite:///{tmp_path}/tracker.db"
    ledger = Ledger(url)
    ledger.engine = timed(ledger.engine, clock)
    ledger.import_batch(read_reports(incident_file({LASER: {}, BATTLE: {}})))
    ledger.amend(LASER, {"damage": "scratched"}, reason="r")
    ledger.retract(BATTLE, reason="r")
    assert (
        ledger.incidents(statuses=None, as_of=datetime(2026, 1, 1, 8, 0, 1, tzinfo=timezone(timedelta(hours=8))))[
            "damage"
        ]
        == "scratched"
    ).any()
    ledger.engine.dispose()

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["scs-tracker", "--ledger", url, *arguments])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code or 0
        out, err = capsys.readouterr()
        return str(out) if code == 0 else f"{code}: {err}"

    def then(as_of: str) -> dict[str, tuple[str, str]]:
        file = tmp_path / "then.csv"
        run("export", str(file), "--as-of", as_of)
        with file.open(encoding="utf-8", newline="") as stream:
            return {row["id"]: (row["status"], row["damage"]) for row in csv.DictReader(stream)}

    first = {LASER: ("accepted", ""), BATTLE: ("accepted", "")}
    second = first | {LASER: ("accepted", "scratched")}
    last = second | {BATTLE: ("retracted", "")}
    first[BATTLE] = second[BATTLE] = ("accepted", then("2026-01-01T00:00:02Z")[BATTLE][1])
    last[BATTLE] = ("retracted", first[BATTLE][1])
    assert then("2026-01-01") == first
    assert then("2026-01-01T00:00:00Z") == first
    assert then("2025-12-31") == {}
    assert then("2026-01-01T08:00:01+08:00") == second
    assert then("2026-01-01T00:00:01.999") == second
    assert then("2025-12-31T19:00:02-05:00") == last
    assert "2: scs-tracker: 9999 is in the future" in run("export", str(tmp_path / "x.csv"), "--as-of", "9999")
    assert "2: scs-tracker: 'yesterday' is not a valid time" in run(
        "export", str(tmp_path / "x.csv"), "--as-of", "yesterday"
    )
    assert run("changes", "--since", "2026-01-01T08:00:01+08:00").count("accepted → retracted") == 1
    assert "scratched" not in run("changes", "--since", "run:2")
    assert "scratched" in run("changes", "--since", "run:1")
    assert "2: scs-tracker: 'run:x' is not a valid time" in run("changes", "--since", "run:x")
