"""Acts in the ledger: given or by rule, merged, amended, linked, split, undone, viewed and exported."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pandas as pd
import pyogrio
import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker import cli
from scs_tracker.act import ACT_COLUMNS, Act, acts_frame, acts_json, parse_acts
from scs_tracker.errors import TableError
from scs_tracker.ledger import Ledger, proof

if TYPE_CHECKING:
    from pathlib import Path

    from scs_tracker.sources.batch import Report

OWN = "20240617-x"
SAID = ("PH (coast guard)",)
CANNON = Act("water_cannon", ("CN-CCG",), ("CCG 1",), ("PH-PCG",), injured=2, basis="summary", said_by=SAID)
BACK = Act("expulsion", ("PH-PCG",), against=("CN-CCG",), basis="summary", said_by=SAID)
MILITIA = Act("blocking", ("CN-MM",), against=("PH-PCG",), basis="text", said_by=("Rappler",))


def told(key: str, *acts: Act, **said: str) -> Report:
    return report(key, acts=acts_json(acts), **said)


def acts_of(ledger: Ledger, incident_id: str = OWN) -> list[Act]:
    return parse_acts(ledger.incidents(statuses=None).set_index("id").loc[incident_id, "acts"])


def row_of(ledger: Ledger, incident_id: str = OWN) -> pd.Series:
    return ledger.incidents(statuses=None).set_index("id").loc[incident_id]


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.import_batch(batch(told(f"own:{OWN}", CANNON, BACK, types="water_cannon;expulsion", targets="PH-PCG;CN-CCG",
                                   initiators="CN-CCG;PH-PCG")))  # fmt: skip
    return ledger


def test_acts_that_are_given_lead_and_the_columns_follow(held: Ledger) -> None:
    row = row_of(held)
    assert acts_of(held) == [CANNON, BACK]
    assert (row["types"], row["initiators"], row["targets"]) == (
        "water_cannon;expulsion",
        "CN-CCG;PH-PCG",
        "PH-PCG;CN-CCG",
    )
    assert (row["injured"], row["initiator_units"], row["severity"], row["flags"]) == (2, "CCG 1", 4, "")
    assert (row["corroboration"], row["encounter_confirmed"]) == ("official", "")


def test_that_both_sides_confirm_the_encounter_stays_where_the_gravest_act_is_one_sides(ledger: Ledger) -> None:
    ledger.import_batch(batch(told(f"own:{OWN}", CANNON, corroboration="undisputed")))
    assert row_of(ledger)[["corroboration", "encounter_confirmed"]].tolist() == ["official", "yes"]


def test_severity_that_rests_on_a_disputed_act_is_flagged(ledger: Ledger) -> None:
    ramming = Act("ramming", ("CN-CCG",), against=("PH-PCG",), basis="summary", certainty="disputed", denied_by=("CN",))
    ledger.import_batch(batch(told(f"own:{OWN}", ramming)))
    assert row_of(ledger)["flags"] == "severity rests on a disputed act"


def test_without_acts_they_follow_from_the_columns_and_say_so(ledger: Ledger) -> None:
    ledger.import_batch(batch(report(f"own:{OWN}")))
    assert acts_of(ledger) == [Act("water_cannon", ("CN-CCG",), against=("PH-PCG",))]
    assert row_of(ledger)["flags"] == "acts: from columns"
    ledger.amend(OWN, {"types": "laser"}, reason="read")
    assert [act.type for act in acts_of(ledger)] == ["laser"]
    assert proof.check(ledger.engine) == []


def test_a_person_amends_acts_and_what_they_held_goes_with_them(held: Ledger) -> None:
    swapped = Act(
        "water_cannon", ("PH-PCG",), against=("CN-CCG",), against_units=("CCG 1",), injured=1, basis="summary"
    )
    changed = held.amend(OWN, {"acts": acts_json([swapped])}, reason="the other way round")
    row = row_of(held)
    assert {"acts", "types", "initiators", "targets", "initiator_units", "target_units", "injured"} <= set(changed)
    assert (row["initiators"], row["initiator_units"], row["target_units"], row["injured"]) == (
        "PH-PCG",
        "",
        "CCG 1",
        1,
    )
    # a later import changes nothing of it
    held.import_batch(batch(told(f"own:{OWN}", CANNON, damage="a dent", targets="PH-PCG")))
    assert acts_of(held) == [swapped]
    assert row_of(held)["damage"] == "a dent"
    assert proof.check(held.engine) == []


def test_an_amendment_of_acts_is_undone_with_what_followed(held: Ledger) -> None:
    before = row_of(held).drop(["revision", "updated_at", "decided_by"])
    held.amend(OWN, {"acts": acts_json([MILITIA])}, reason="read")
    held.undo()
    assert row_of(held).drop(["revision", "updated_at", "decided_by"]).equals(before)
    assert proof.check(held.engine) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"acts": "[{}]"}, "column acts: '[{}]' is not allowed; act 1: needs the key type, as in"),
        ({"acts": '[{"type":"laser"}]'}, "column acts 1, by: '' is not allowed; the act names no party"),
        ({"acts": '[{"type":"kiss","by":["CN-CCG"]}]'}, "column acts 1, type: 'kiss' is not allowed"),
        ({"types": "laser"}, "column types: 'laser' is not allowed; its acts give water_cannon;expulsion"),
        ({"initiator_units": ""}, "column initiator_units: '' is not allowed; its acts also name CCG 1"),
        ({"injured": "1"}, "column injured: '1' is not allowed; its acts add up to 2"),
        (
            {"corroboration": "multiple"},
            "column corroboration: 'multiple' is not allowed; the speakers of its most severe act",
        ),
        (
            {"sources": ""},
            "column acts 1, said_by: 'PH (coast guard)' is not allowed; the incident has no",
        ),
    ],
)
def test_what_contradicts_the_acts_is_refused(held: Ledger, values: dict[str, str], said: str) -> None:
    with pytest.raises(TableError, match="problem") as caught:
        held.amend(OWN, values, reason="wrong")
    assert said in str(caught.value)
    assert acts_of(held) == [CANNON, BACK]


def test_acts_are_joined_and_split_with_their_sources(held: Ledger) -> None:
    again = Act("water_cannon", ("CN-CCG",), ("CCG 2",), ("PH-PCG",), basis="text", said_by=("Rappler",))
    held.import_batch(batch(told("a", again, MILITIA, types="water_cannon;blocking", initiators="CN-CCG;CN-MM")))
    other = next(name for name in held.incidents(statuses=None)["id"] if name != OWN)
    held.link(OWN, other, reason="the same")
    cannon, back, blocking = acts_of(held)
    assert (cannon.by_units, cannon.said_by, cannon.injured) == (("CCG 1", "CCG 2"), ("PH (coast guard)", "Rappler"), 2)
    assert (back, blocking) == (BACK, MILITIA)
    assert row_of(held)["types"] == "water_cannon;blocking;expulsion"
    held.split(OWN, ["article:a:1"], reason="another day")
    assert acts_of(held) == [CANNON, BACK]
    assert acts_of(held, other) == [again, MILITIA]
    held.undo()
    assert len(acts_of(held)) == 3
    assert proof.check(held.engine) == []


def test_a_person_takes_acts_from_one_to_the_other_with_their_sides(held: Ledger) -> None:
    held.import_batch(batch(told("a", MILITIA, types="blocking", initiators="CN-MM")))
    other = next(name for name in held.incidents(statuses=None)["id"] if name != OWN)
    (row,) = (one for one in held.compare(OWN, other) if one["field"] == "acts")
    assert (parse_acts(row["first"]), parse_acts(row["second"])) == ([CANNON, BACK], [MILITIA])
    held.join(OWN, other, reason="the same", fields=["acts"])
    assert acts_of(held) == [MILITIA]
    assert row_of(held)[["types", "initiators", "targets"]].tolist() == ["blocking", "CN-MM", "PH-PCG"]


def test_what_a_report_would_change_of_accepted_acts_waits_and_brings_its_sides(held: Ledger) -> None:
    held.import_batch(batch(told("a", MILITIA, types="blocking", initiators="CN-MM")))
    other = next(name for name in held.incidents(statuses=None)["id"] if name != OWN)
    held.accept(other)
    held.import_batch(batch(told("a", MILITIA, BACK, types="blocking;expulsion")))
    from scs_tracker.ledger import worklist

    (change,) = worklist.proposed_changes(held.engine)
    assert change["field"] == "acts"
    worklist.settle_change(held.engine, change["id"], take=True, reason="read")
    assert acts_of(held, other) == [MILITIA, BACK]
    assert row_of(held, other)["types"] == "blocking;expulsion"
    assert proof.check(held.engine) == []


def test_views_give_acts_and_dyads(held: Ledger) -> None:
    held.import_batch(batch(report("own:20240618-y", "2024-06-18", types="standoff")))
    with held.engine.connect() as connection:
        acts = connection.execute(sa.text("SELECT * FROM acts_now ORDER BY incident_id, n")).mappings().all()
        dyads = connection.execute(sa.text("SELECT * FROM dyads ORDER BY 3, 1, 2")).all()
    frame = held.acts(statuses=None)
    assert [dict(row) | {"status": None} for row in acts] == [
        {"status": None, "date_start": f"2024-06-{17 + (row['incident_id'] != OWN)}"}
        | {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]
    assert [tuple(row) for row in dyads] == [
        ("PH-PCG", "CN-CCG", "expulsion", "2024", 1),
        ("", "CN-CCG", "standoff", "2024", 1),
        ("", "PH-PCG", "standoff", "2024", 1),
        ("CN-CCG", "PH-PCG", "water_cannon", "2024", 1),
    ]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "gpkg", "geojson"])
def test_every_export_holds_the_acts_in_long_form_or_nested(held: Ledger, tmp_path: Path, ending: str) -> None:
    file, *more = held.export(tmp_path / f"out.{ending}")
    wanted = acts_frame(held.incidents(statuses=None)).astype(str).values.tolist()
    if ending == "geojson":
        properties = json.loads(file.read_text(encoding="utf-8"))["features"][0]["properties"]
        assert parse_acts(json.dumps(properties["acts"])) == [CANNON, BACK]
        return
    frame = {
        "csv": lambda: pd.read_csv(more[-1], keep_default_na=False),
        "parquet": lambda: pd.read_parquet(more[-1]),
        "xlsx": lambda: pd.read_excel(file, sheet_name="acts", keep_default_na=False, engine="calamine"),
        "gpkg": lambda: pyogrio.read_dataframe(file, layer="acts"),
    }[ending]()
    assert list(frame.columns) == ["incident_id", "n", *ACT_COLUMNS]
    assert frame[["incident_id", "n", "type", "by", "said_by"]].astype(str).values.tolist() == [
        [row[0], row[1], row[2], row[3], row[12]] for row in wanted
    ]


def test_history_tells_acts_in_lines_and_amend_takes_a_file(
    held: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> int:
        monkeypatch.setattr("sys.argv", ["scs-tracker", "--ledger", url, *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0)

    file = tmp_path / "acts.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["incident_id", "n", "type", "by", "against"])
        writer.writeheader()
        writer.writerow({"incident_id": OWN, "n": 1, "type": "laser", "by": "CN-CCG", "against": "PH-PCG"})
    url = held.engine.url.render_as_string(hide_password=False)
    assert run("amend", OWN, f"acts=@{file}", "--reason", "read again") == 0
    assert run("history", OWN) == 0
    out = capsys.readouterr().out
    assert "- CN-CCG (CCG 1) water_cannon PH-PCG; injured 2; said by PH (coast guard)" in out
    assert "+ CN-CCG laser PH-PCG" in out
    assert run("amend", "20240101-z", f"acts=@{file}", "--reason", "r") == 1
    assert "has no act of 20240101-z" in capsys.readouterr().err
