from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.build.zones import check as build_check
from scs_tracker import geodata
from scs_tracker.geodata import loader
from scs_tracker.zones import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GEODATA = Path(__file__).parents[2] / "geodata"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yields a copy of geodata/ that the project uses, to be broken."""
    folder = tmp_path / "geodata"
    shutil.copytree(GEODATA, folder, ignore=shutil.ignore_patterns("*.npz", "incidents", "lexicon"))
    monkeypatch.setattr(loader, "_ROOTS", (tmp_path,))
    geodata.configure(None)
    yield folder
    geodata.configure(None)


@pytest.fixture
def tables_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out what looks at shapes, which takes seconds and finds nothing new in a table."""
    monkeypatch.setattr(check, "_geometry_problems", lambda _zones: [])
    for name in ("_coast_problems", "_distance_problems"):
        monkeypatch.setattr(build_check, name, lambda _zones: [])


def check_zones() -> list[str]:
    """Return what `zones check` says in a checkout."""
    return [*check.check_zones(), *build_check.check_build()]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, "the test would change nothing"
    path.write_text(text.replace(old, new), encoding="utf-8")


def reshape(folder: Path, shapes: dict[str, Callable[[shapely.Geometry], shapely.Geometry]]) -> None:
    path = folder / "zones/zones.parquet"
    frame = gpd.read_parquet(path)
    geometry = frame.geometry.to_numpy().copy()
    for zone, shape in shapes.items():
        where = list(frame["id"]).index(zone)
        geometry[where] = shape(geometry[where])
    frame.geometry = geometry
    frame.to_parquet(path)


def test_the_shipped_zones_have_no_problem() -> None:
    assert check_zones() == []


def test_each_fault_of_a_shape_is_found(copy: Path) -> None:
    """All in one: a look at all shapes takes seconds, and each fault is a zone's own."""
    hole = shapely.box(117.2, 17.0, 118.2, 19.0)
    bow_tie = shapely.Polygon([(110, 10), (111, 11), (111, 10), (110, 11)])
    reshape(
        copy,
        {
            "ph-ts": lambda zone: shapely.transform(zone, lambda points: points + np.array([0.05, 0.0])),
            "cn-paracel-ts": lambda zone: shapely.set_precision(zone.union(hole.buffer(0.001)).difference(hole), 1e-6),
            "my-ts": lambda zone: shapely.union(zone, shapely.box(120.0, 11.9, 120.4, 12.3)),
            "my-eez": lambda zone: zone.union(shapely.box(114.2, 5.2, 114.5, 5.5)),
            "ts-itu-aba-island": lambda _: bow_tie,
            "ts-thitu-island": lambda _: shapely.box(97.0, 10.0, 99.0, 11.0),
            "ts-woody-island": lambda _: shapely.box(110.1234567, 10.0, 111.0, 11.0),
            "id-ph-2014": lambda _: shapely.box(110.0, 10.0, 111.0, 11.0),
        },
    )
    islet_within_the_archipelago_of_another(copy)
    problems = check_zones()
    limits = [problem for problem in problems if "is not 12 nm from the baseline" in problem]
    assert any(problem.startswith("zone ph-ts: its limit at ") for problem in limits)
    assert any(problem.startswith("zone cn-paracel-ts: its limit at ") for problem in limits)
    text = "\n".join(problems)
    assert "zone ts-itu-aba-island: its geometry is not valid: Self-intersection" in text
    assert "zone ts-thitu-island: it extends beyond the region" in text
    assert "zone ts-woody-island: its coordinates are not rounded" in text
    assert "zone id-ph-2014: a maritime_boundary cannot be a Polygon" in text
    assert "zone my-eez extends across the agreed line bn-my-2009" in text
    assert re.search(r"zone my-ts: at .* it goes round land that is another State's", text)
    assert re.search(r"coast of MY: at 5\.8.* it is inside the archipelagic baselines of PH", text)


def islet_within_the_archipelago_of_another(folder: Path) -> None:
    path = folder / "zones/baselines.parquet"
    lines = gpd.read_parquet(path).set_index("id", drop=False)
    islet = shapely.Point(119.7, 5.8).buffer(0.01).exterior
    lines.loc["my-shore", "geometry"] = shapely.union_all([lines.geometry["my-shore"], islet])
    lines.reset_index(drop=True).to_parquet(path)


@pytest.mark.usefixtures("tables_alone")
def test_a_source_that_changed_since_the_build_is_named(copy: Path) -> None:
    change(copy / "zones/sources/ph_pd1596_kalayaan.csv", "112.166667", "112.266667")
    problems = check_zones()
    assert problems == ["ph_pd1596_kalayaan.csv has changed since the zones were built; run scs-tracker zones build"]


@pytest.mark.usefixtures("tables_alone")
def test_a_gazetteer_that_changed_makes_the_belts_of_features_old(copy: Path) -> None:
    with (copy / "gazetteer/features.csv").open("a", encoding="utf-8") as file:
        file.write("new-reef,New Reef,reef,10,114,2,Spratly,high_tide,not_addressed,,nobody,,,,\n")
    assert "gazetteer/features.csv has changed since the zones were built; run scs-tracker zones build" in check_zones()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "zones.csv",
            ",claim_area,Kalayaan",
            ",area,Kalayaan",
            "zone ph-kig: kind 'area' is not known; use one of adiz, agreed_side",
        ),
        (
            "zones.csv",
            "ph-kig,PH,",
            "ph-kig,Philippines,",
            "zone ph-kig: claimant 'Philippines' is not an ISO 3166-1 code; use two",
        ),
        (
            "zones.csv",
            "2009-03-09,,,read,,historic",
            "1890,,,read,,historic",
            "valid_to 1890 is before valid_from 1898-12-10",
        ),
        (
            "zones.csv",
            "2009-03-09,,,read,,historic",
            "2009-03-09,,,read,,old",
            "zone ph-treaty-limits: status 'old' is not known",
        ),
        (
            "zones.csv",
            ",possible_only,jackson-atoll,",
            ",possible_only,jaxon,",
            "feature 'jaxon' is not in the gazetteer",
        ),
        ("feature_claims.csv", ",TW,holds,1956", ",TW,owns,1956", "itu-aba-island, TW: needs a role (claims or holds)"),
        ("feature_claims.csv", ",TW,holds,1956", ",TW,holds,1956-13", "'1956-13' is not YYYY-MM-DD"),
        ("feature_claims.csv", "MY,claims,,2009,", "MY,claims,,,", "louisa-reef, MY: a claim needs claimed_since or"),
        ("zone_periods.csv", "cn-fishing-ban,2012", "cn-fishing,2012", "zone 'cn-fishing' does not exist"),
        ("award_status.csv", "subi-reef", "suby-reef", "award_status.csv: feature 'suby-reef' is not in the gazetteer"),
        (
            "sources/ph_pd1596_kalayaan.csv",
            "7.666667,116.000000",
            "116.000000,7.666667",
            "ph_pd1596_kalayaan.csv: a latitude",
        ),
        ("sources/derived_tw_main_baseline.csv", "25.616248,122.054666", "23.0,118.0", "the ring crosses itself"),
        (
            "zones.csv",
            ",not traced,restated,bn-my-2009,claimed",
            ",not traced,restated,median line,claimed",
            "zone bn-eez: cut_by 'median line' is not a known agreement or law; name one, or leave it empty",
        ),
        ("zones.csv", "1978-06-11,,,,read,,contested", "1978-06-11,,,,seen,,contested", "zone ph-kig: read 'seen'"),
        ("zones.csv", "2007,,2008,,read,,", "2007,,,,read,,", "zone id-vn-2003: the day of entry into force is"),
        ("zones.csv", "1978-06-11,,,,read,,contested", "1978-06-11,,,no,read,,contested", "ph-kig: earlier 'no' is"),
        ("zones.csv", '0.5,,,"since RA 9522', '0.5,sure,,"since RA 9522', "ph-kig: certainty 'sure' is not"),
        ("zones.csv", ',0.5,,,"since RA 9522', ',-1,,,"since RA 9522', "ph-kig: membership_band_nm -1.0 is not v"),
        ("zones.csv", ",Kalayaan Island Group (PD 1596),", ",,", "zone ph-kig: name is empty; every zone need"),
        (
            "extent_rules.csv",
            ",https://kudo.tips/sebutkan-2-aturan-tentang-zona-kelautan.html,",
            ",,",
            "ID, Act 5 of 1983 on the EEZ: the source is empty; name it, or write 'not found'",
        ),
        ("extent_rules.csv", ",3(2),median,", ",3(2),middle,", "extent_rules.csv: ID: effect 'middle' is not known"),
        (
            "kinds.csv",
            ",yes,within 200 nm of {adjectives} baselines",
            ",yes,claimed within 200 nm of {adjectives} baselines",
            "kinds.csv: eez: a belt is a distance; remove 'claim' from the columns words and plain",
        ),
        ("zone_periods.csv", "1999-06-01,1999-08-01", "1999-06-01,", "cn-fishing-ban 1999-06-01: needs two dates and"),
        ("build_report.csv", "ph-kig,235898.8,1953,", "ph-kig,235898.8,1952,", "1953 vertices, but the build reported"),
    ],
)
@pytest.mark.usefixtures("tables_alone")
def test_each_fault_of_a_table_is_one_sentence(copy: Path, name: str, old: str, new: str, sentence: str) -> None:
    change(copy / "zones" / name, old, new)
    problems = check_zones()
    assert any(sentence in problem for problem in problems), problems


def test_a_table_that_cannot_be_read_is_the_only_problem(copy: Path) -> None:
    (copy / "zones/zones.parquet").write_bytes(b"")
    problems = check.check_zones()
    assert len(problems) == 1
    assert "zones.parquet cannot be read as GeoParquet" in problems[0]
