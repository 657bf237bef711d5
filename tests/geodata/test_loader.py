from __future__ import annotations

import csv
import re
import runpy
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest

from scs_tracker import geodata, model
from scs_tracker.errors import TableError, TrackerError
from scs_tracker.geodata import checks, loader

GEODATA = Path(__file__).parents[2] / "geodata"


def overlay(folder: Path, relative: str, rows: list[dict[str, str]]) -> Path:
    """Write ``rows`` as a table of a user's geodata folder and use that folder from now on."""
    file = folder / relative
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    geodata.configure(folder)
    return file


# the three incident tables


def test_incidents_break_no_rule():
    assert model.problems(geodata.table("incidents"), model.incidents_schema(geodata.vocabulary())) == []


def test_sources_break_no_rule():
    schema = model.sources_schema(geodata.table("incidents")["id"])
    assert model.problems(geodata.table("incident_sources"), schema) == []


def test_events_break_no_rule():
    assert model.problems(geodata.table("events"), model.events_schema(geodata.vocabulary())) == []


def test_every_incident_has_a_source():
    sourced = {row["incident_id"] for row in geodata.rows("incident_sources")}
    assert [row["id"] for row in geodata.rows("incidents") if row["id"] not in sourced] == []


def test_every_place_is_a_name_of_the_gazetteer():
    names = {row["name"] for row in (*geodata.rows("features"), *geodata.rows("names"))}
    assert {row["place"] for row in geodata.rows("incidents")} - names == set()


def test_the_gravest_type_stands_first():
    order = {name: place for place, name in enumerate(geodata.vocabulary().severity_by_type)}
    wrong = []
    for row in geodata.rows("incidents"):
        types = model.split_list(row["types"])
        if types != sorted(types, key=order.__getitem__):
            wrong.append(row["id"])
    assert wrong == []


def test_held_people_are_a_detention_and_the_dead_and_hurt_have_a_cause():
    severity = geodata.vocabulary().severity_by_type
    for row in geodata.rows("incidents"):
        types = model.split_list(row["types"])
        if row["detained"] not in {"", "0"}:
            assert "detention" in types, row["id"]
        if row["killed"] not in {"", "0"} or row["injured"] not in {"", "0"}:
            assert max(severity[name] for name in types) >= 2, row["id"]


def test_accounts_say_who_says_what():
    pattern = re.compile(r"[^:;]{2,40}: [^;]+(?:; [^:;]{2,40}: [^;]+)*")
    wrong = [
        row["id"] for row in geodata.rows("incidents") if row["accounts"] and not pattern.fullmatch(row["accounts"])
    ]
    assert wrong == []


def test_who_speaks_in_accounts_is_a_country_or_the_sources_themselves():
    countries = {row["country"] for row in geodata.rows("actors")} | {"Sources"}
    spoken = {
        (row["id"], part.split(":", 1)[0].strip())
        for row in geodata.rows("incidents")
        for part in row["accounts"].split(";")
        if part
    }
    assert {(name, label) for name, label in spoken if label not in countries} == set()


def test_a_coordinate_lies_in_or_beside_the_south_china_sea():
    for row in geodata.rows("incidents"):
        if row["lat"]:
            assert 0 <= float(row["lat"]) <= 25, row["id"]
            assert 99 <= float(row["lon"]) <= 125, row["id"]


def test_services_act_only_while_they_existed():
    last = {"CN-CMS": "2013-12-31", "CN-FLEC": "2013-12-31", "RVN-NAVY": "1975-12-31"}
    for row in geodata.rows("incidents"):
        for code in model.split_list(row["initiators"]) + model.split_list(row["targets"]):
            assert row["date_start"] <= last.get(code, "9999"), row["id"]


def test_nothing_was_published_before_it_happened():
    # a page of the evening before, seen from Europe or America, may tell of a morning in this sea
    started = {row["id"]: row["date_start"] for row in geodata.rows("incidents")}
    for row in geodata.rows("incident_sources"):
        if row["published"]:
            earliest = date.fromisoformat(model.first_day(started[row["incident_id"]])) - timedelta(days=1)
            assert date.fromisoformat(model.last_day(row["published"])) >= earliest, row["url"]


def test_a_page_has_one_publisher_and_one_date():
    # a page that was added to later has no date of its own for what it took in
    pages: dict[str, tuple[str, set[str]]] = {}
    for name in ("incident_sources", "events"):
        for row in geodata.rows(name):
            publisher, dates = pages.setdefault(row["url"], (row["publisher"], set()))
            dates |= {row["published"]} - {""}
            assert row["publisher"] == publisher, row["url"]
            assert len(dates) <= 1, row["url"]


def test_a_summary_says_who_claims_an_exclusive_economic_zone():
    zone = re.compile(r"(?<!claims as its )(?<!claim as )(?:EEZ|exclusive economic zone)", re.IGNORECASE)
    assert [row["id"] for row in geodata.rows("incidents") if zone.search(row["summary"])] == []


@pytest.mark.parametrize("name", ["incident_sources", "events", "units"])
def test_no_address_counts_its_readers_or_names_a_subscriber(name):
    counting = re.compile(r"[?&;](?:utm_\w+|fbclid|gclid|mc_[ce]id)=")
    assert [row for row in geodata.rows(name) if counting.search(" ".join(row.values()))] == []


@pytest.mark.parametrize("name", ["incidents", "incident_sources", "events", "actors", "types", "units"])
def test_text_is_clean(name):
    for row in geodata.rows(name):
        for column, cell in row.items():
            assert unicodedata.normalize("NFC", cell) == cell, (row, column)
            assert cell == " ".join(cell.split()), (row, column)
    lists = {"types", "initiators", "targets", "initiator_units", "target_units", "parties", "spellings", "source"}
    for row in geodata.rows(name):
        for column in lists & row.keys():
            parts = model.split_list(row[column])
            assert row[column] == ";".join(parts), (row, column)
            assert len(set(parts)) == len(parts), (row, column)


# actors, types, units


def test_reference_tables_break_no_rule():
    incident_ids = {row["id"] for row in geodata.rows("incidents")}
    assert checks.actor_problems(geodata.rows("actors")) == []
    assert checks.type_problems(geodata.rows("types")) == []
    actors = geodata.vocabulary().actors
    assert checks.unit_problems(geodata.rows("units"), actors=actors, incident_ids=incident_ids) == []


def test_every_unit_of_an_incident_is_one_row_of_the_registry():
    owners: dict[str, list[str]] = {}
    for row in geodata.rows("units"):
        for spelling in model.split_list(row["spellings"]):
            owners.setdefault(spelling, []).append(row["unit_id"])
    named = {
        unit
        for row in geodata.rows("incidents")
        for column in ("initiator_units", "target_units")
        for unit in model.split_list(row[column])
    }
    assert len(named) > 500
    assert {unit: owners.get(unit) for unit in named if len(owners.get(unit, ())) != 1} == {}


def test_a_unit_belongs_to_a_side_that_its_service_is_on():
    actor = {spelling: row["actor"] for row in geodata.rows("units") for spelling in model.split_list(row["spellings"])}
    for row in geodata.rows("incidents"):
        for side in ("initiator", "target"):
            for unit in model.split_list(row[f"{side}_units"]):
                assert actor[unit] in {"", *model.split_list(row[f"{side}s"])}, (row["id"], unit)


@pytest.mark.parametrize(
    ("spellings", "unit_id", "actor"),
    [
        (["BRP Cabra", "BRP Cabra (MRRV-4409)", "BRP Cabra (4409)"], "brp-cabra", "PH-PCG"),
        (["CCG 5205"], "ccg-5205", "CN-CCG"),
        (["CCG 5901", "CCG 3901"], "ccg-5901", "CN-CCG"),
        (["KRI Tom 357", "KRI Bung Tomo 357"], "kri-bung-tomo", "ID-NAVY"),
        (["Unaizah Mae 1", "Unaizah May 1"], "unaizah-may-1", "PH-RESUPPLY"),
        (["PLAN 164", "PLAN 164 (Guilin)"], "plan-164-guilin", "CN-PLAN"),
        (["46102", "CCG 46102"], "ccg-46102", "CN-CCG"),
        (["J-11"], "j-11", ""),
        (["306"], "ship-306", ""),
    ],
)
def test_spellings_of_one_unit_lead_to_it_and_its_service(spellings, unit_id, actor):
    for spelling in spellings:
        found = [row for row in geodata.rows("units") if spelling in model.split_list(row["spellings"])]
        assert [(row["unit_id"], row["actor"]) for row in found] == [(unit_id, actor)]


def test_hull_numbers_tell_units_of_a_service_apart():
    seen: dict[tuple[str, str], str] = {}
    for row in geodata.rows("units"):
        for hull in model.split_list(row["hull_numbers"]):
            first = seen.setdefault((row["actor"], hull), row["unit_id"])
            assert first == row["unit_id"], (hull, first, row["unit_id"])


def test_severity_follows_the_acts_of_the_design():
    severity = geodata.vocabulary().severity_by_type
    grades = {
        0: {"shadowing", "swarming", "survey_intrusion", "drone"},
        1: {"blocking", "expulsion", "barrier", "standoff", "harassment"},
        2: {"dangerous_manoeuvre", "laser", "flare", "sonar", "acoustic_device", "radar_lock", "air_intercept",
            "jamming"},
        3: {"water_cannon", "ramming", "collision", "seizure", "boarding"},
        4: {"assault", "detention", "shots_fired", "warning_shots"},
        5: {"sinking"},
    }  # fmt: skip
    assert {grade: {name for name in severity if severity[name] == grade} for grade in grades} == grades


def test_survey_is_shown_in_words_that_take_no_side():
    labels = {row["type"]: row["label"] for row in geodata.rows("types")}
    assert labels["survey_intrusion"] == "survey or patrol in contested waters"


# finding and merging


def test_rows_and_table_say_the_same():
    for name in ("actors", "units", "incidents"):
        assert list(geodata.rows(name)) == geodata.table(name).to_dict("records")


def test_a_row_of_the_overlay_replaces_ours_or_is_added(tmp_path):
    ours = {row["code"]: row for row in geodata.rows("actors")}
    renamed = ours["CN-MM"] | {"name": "Maritime militia of China"}
    added = ours["TH-NAVY"] if "TH-NAVY" in ours else ours["XX-UNK"] | {
        "code": "TH-NAVY", "country": "TH", "country_name": "Thailand", "name": "Royal Thai Navy", "kind": "navy",
        "shape": "square",
    }  # fmt: skip
    overlay(tmp_path, "actors.csv", [renamed, added])
    merged = {row["code"]: row for row in geodata.rows("actors")}
    assert merged == ours | {"CN-MM": renamed, "TH-NAVY": added}
    assert geodata.table("actors").set_index("code").loc["CN-MM", "name"] == "Maritime militia of China"
    assert geodata.vocabulary().countries >= {"TH", "CN"}
    geodata.configure(None)
    assert {row["code"]: row for row in geodata.rows("actors")} == ours


def test_an_overlay_row_that_breaks_a_rule_is_one_clear_error(tmp_path):
    row = next(row for row in geodata.rows("types") if row["type"] == "laser")
    file = overlay(tmp_path, "types.csv", [row | {"severity": "high"}])
    with pytest.raises(TableError) as error:
        geodata.vocabulary()
    assert str(error.value).startswith(f"{file}: 1 problem\n")
    assert str(error.value).endswith("column severity of laser: 'high' is not allowed; use a whole number from 0 to 5")


def test_an_overlay_table_without_its_key_names_the_column(tmp_path):
    file = overlay(tmp_path, "actors.csv", [{"name": "Royal Thai Navy"}])
    for read in (geodata.rows, geodata.table):
        with pytest.raises(TrackerError, match=re.escape(f"{file}: column code is missing; the file needs code")):
            read("actors")


def test_an_overlay_that_is_no_folder_is_refused(tmp_path):
    file = tmp_path / "geodata"
    file.write_text("")
    with pytest.raises(TrackerError, match="is not a folder"):
        geodata.configure(file)
    assert geodata.overlay() is None


def test_a_folder_that_does_not_exist_yet_is_an_empty_overlay(tmp_path):
    version = geodata.version()
    geodata.configure(tmp_path / "later")
    assert geodata.overlay() == tmp_path / "later"
    assert geodata.version() == version


def test_the_version_follows_what_positions_are_derived_from(tmp_path):
    version = geodata.version()
    assert re.fullmatch(r"[0-9a-f]{12}", version)
    overlay(tmp_path, "actors.csv", [dict(geodata.rows("actors")[0])])
    assert geodata.version() == version
    overlay(tmp_path, "gazetteer/features.csv", [dict(geodata.rows("features")[0]) | {"lat": "10.5"}])
    assert geodata.version() != version


def test_a_missing_file_says_what_to_do():
    with pytest.raises(TrackerError, match=r"geodata file zones/atlantis\.parquet is missing; reinstall"):
        geodata.path("zones/atlantis.parquet")


@pytest.mark.parametrize("content", [b"code,name\n\xff\xfe,x\n", b""])
def test_a_file_that_is_no_table_is_one_clear_error(tmp_path, content):
    file = tmp_path / "actors.csv"
    file.write_bytes(content)
    with pytest.raises(TrackerError, match="cannot be read as a UTF-8 CSV table"):
        geodata.read_csv(file)


# papers


def _shipped() -> list[Path]:
    """Return all files of the data but for the scripts that make some of them, which are not shipped."""
    return [file for file in GEODATA.rglob("*") if file.is_file() and GEODATA / "build" not in file.parents]


def test_every_data_file_stands_in_the_readme():
    # a pattern for a whole folder, such as `gazetteer/*.csv`, says nothing of a file's origin
    readme = (GEODATA / "README.md").read_text(encoding="utf-8")
    told = {name for name in re.findall(r"`([A-Za-z_0-9./*-]+)`", readme) if not Path(name).name.startswith("*")}
    files = [file.relative_to(GEODATA) for file in _shipped() if file.suffix != ".md"]
    assert [file.as_posix() for file in files if not any(file.match(name) for name in told)] == []


def test_geodata_holds_data_and_papers_alone():
    endings = {file.suffix for file in _shipped()}
    assert endings <= {".csv", ".parquet", ".geojson", ".md", ".json", ".npz", ".webp"}


def test_the_coverage_script_counts_every_incident(capsys):
    runpy.run_path(str(GEODATA.parent / "docs/coverage.py"), run_name="__main__")
    printed = capsys.readouterr().out
    incidents = geodata.rows("incidents")
    assert printed.startswith(f"{len(incidents)} incidents, {len(geodata.rows('incident_sources'))} sources")
    years = dict(re.findall(r"^  (\d{4}) +(\d+)  ▪+$", printed, re.MULTILINE))
    assert sum(map(int, years.values())) == len(incidents)
    for name in ("water_cannon", "CN-CCG", "Manila Bulletin"):
        assert re.search(rf"^  {name}.* +[1-9]\d*  ▪+$", printed, re.MULTILINE), name


def test_the_codebook_explains_every_column_type_and_actor():
    codebook = (GEODATA.parent / "docs/codebook.md").read_text(encoding="utf-8")
    codes = set(re.findall(r"`([^`\s]+)`", codebook))
    wanted = {*model.INCIDENT_COLUMNS, *model.SOURCE_COLUMNS, *model.EVENT_COLUMNS, *geodata.vocabulary().event_kinds}
    wanted |= {*model.CORROBORATION, *geodata.vocabulary().actors, *geodata.vocabulary().severity_by_type}
    wanted |= {*checks.ACTOR_COLUMNS, *checks.TYPE_COLUMNS, *checks.UNIT_COLUMNS, *checks.UNIT_KINDS}
    assert wanted - codes == set()


def test_the_codebook_prints_types_and_actors_as_they_are():
    codebook = (GEODATA.parent / "docs/codebook.md").read_text(encoding="utf-8")
    types = [f"| `{row['type']}` | {row['severity']} | {row['definition']} |" for row in geodata.rows("types")]
    actors = [f"`{row['code']}` {row['name']}" for row in geodata.rows("actors")]
    assert re.findall(r"^(\| `[a-z_]+` \| \d \| [^|]+ \|)", codebook, re.MULTILINE) == types
    assert (
        re.findall(r"`[A-Z]+-[A-Z]+` [^;|]*[^;| ]", codebook.split("| country | codes |")[1].split("\n\n")[0]) == actors
    )


@pytest.mark.parametrize("paper", ["docs/codebook.md", "geodata/CHANGES.md"])
def test_papers_name_real_incidents(paper):
    named = set(re.findall(r"`(\d{8}-[a-z0-9-]+)`", (GEODATA.parent / paper).read_text(encoding="utf-8")))
    assert len(named) > 20
    assert named - {row["id"] for row in geodata.rows("incidents")} == set()


def test_what_is_kept_goes_only_when_a_folder_of_the_users_comes_or_goes(tmp_path):
    asked = []
    count = geodata.cached(lambda: asked.append(1))
    count()
    geodata.configure(tmp_path / "not there")
    count()
    geodata.configure(None)
    count()
    assert len(asked) == 1
    geodata.configure(tmp_path)
    count()
    geodata.configure(None)
    count()
    assert len(asked) == 3


def test_what_is_kept_goes_only_when_a_file_of_the_users_changes(tmp_path):
    asked = []
    count = geodata.cached(lambda: asked.append(1))
    (tmp_path / "units.csv").write_text("unit,name\n", encoding="utf-8")
    for _ in range(2):
        geodata.configure(tmp_path)
        count()
    assert len(asked) == 1
    (tmp_path / "units.csv").write_text("unit,name,more\n", encoding="utf-8")
    geodata.configure(tmp_path)
    count()
    assert len(asked) == 2


def test_what_is_read_of_ours_alone_is_kept_until_ours_are_others(tmp_path, monkeypatch):
    asked = []
    count = geodata.cached_of_ours(lambda: asked.append(1))
    count()
    geodata.configure(tmp_path)
    count()
    geodata.configure(None)
    count()
    assert len(asked) == 1
    monkeypatch.setattr(loader, "_ROOTS", (tmp_path,))
    geodata.configure(None)
    count()
    assert len(asked) == 2
