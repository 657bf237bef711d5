"""The shipped incidents as the ledger gives them, placed by the plainest means: only reporting is under test."""

from __future__ import annotations

import copy
import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pages import Pages

from scs_tracker import geodata, model
from scs_tracker.act import Act, act_of_cells, acts_json
from scs_tracker.reporting import render_html, weekly_facts
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

GEODATA = Path(__file__).parents[2] / "geodata"
#: What was shipped when the sentences of these tests were written: the table grows, and their counts would with it.
WRITTEN_FOR = frozenset((Path(__file__).parent / "data/incidents.txt").read_text(encoding="utf-8").split())
MANILA = ZoneInfo("Asia/Manila")
AS_OF = "2026-11-24T00:00:00Z"
ZONES = ("ph-eez", "vn-eez", "my-eez", "id-eez", "cn-dash-area")
Facts = dict[str, Any]


def csv_rows(name: str) -> list[dict[str, str]]:
    with (GEODATA / "incidents" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row.get("id", "") in WRITTEN_FOR or "id" not in row]


@pytest.fixture(scope="session")
def incident_rows() -> list[dict[str, str]]:
    """The rows of incidents.csv as the csv module reads them, for counting by other means."""
    return csv_rows("incidents.csv")


def _severity(row: dict[str, str]) -> int:
    numbers = {key: int(row[key]) if row[key] else None for key in ("injured", "killed")}
    return model.severity(model.split_list(row["types"]), geodata.vocabulary(), **numbers)


@pytest.fixture(scope="session")
def shipped() -> pd.DataFrame:
    """The shipped incidents that these tests were written for."""
    return _as_the_ledger_gives_them(csv_rows("incidents.csv"))


@pytest.fixture(scope="session")
def whole_record() -> pd.DataFrame:
    """All shipped incidents of today, for what an editor would say of a week."""
    with (GEODATA / "incidents/incidents.csv").open(encoding="utf-8", newline="") as file:
        return _as_the_ledger_gives_them(list(csv.DictReader(file)))


def _as_the_ledger_gives_them(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return incidents as a frame; a printed position holds to 2 km, a place by its name to the feature's radius."""
    features = geodata.table("features").drop_duplicates("name").set_index("name")
    sources: dict[str, list[dict[str, str]]] = {}
    for row in csv_rows("incident_sources.csv"):
        sources.setdefault(row["incident_id"], []).append({key: row[key] for key in ("url", "publisher", "published")})
    acts: dict[str, list[Act]] = {}
    for row in csv_rows("acts.csv"):
        acts.setdefault(row["incident_id"], []).append(act_of_cells(row, lambda *wrong: pytest.fail(str(wrong))))
    records = []
    for row in rows:
        lat, lon, radius = row["lat"], row["lon"], "2"
        if not lat and row["place"] in features.index:
            lat, lon, radius = features.loc[row["place"], ["lat", "lon", "radius_km"]]
        located = {
            key: float(value) if lat else None for key, value in (("lat", lat), ("lon", lon), ("radius_km", radius))
        }
        records.append(
            row
            | {"acts": acts_json(acts.get(row["id"], []))}
            | located
            | {"printed_lat": row["lat"], "printed_lon": row["lon"], "status": "accepted", "severity": _severity(row)}
            | {
                "sources": json.dumps(sources[row["id"]], ensure_ascii=False),
                "flags": "",
                "method": "feature" if lat else "none",
            }
            | {"reason": "" if lat else "its name is not in the gazetteer", "zone_shares": "{}", "zones_possible": ""}
            | {"standing": "Standing is not under test here.", "revision": 1, "updated_at": "2026-11-20T00:00:00Z"}
        )
    frame = pd.DataFrame(records)
    acts: dict[str, list[Act]] = {}
    for row in csv_rows("acts.csv"):
        acts.setdefault(row["incident_id"], []).append(act_of_cells(row, lambda *_: None))
    frame["acts"] = [acts_json(acts.get(name, ())) for name in frame["id"]]
    for name in ("injured", "killed", "detained"):
        frame[name] = pd.to_numeric(frame[name], errors="coerce").astype("Int64")
    zones = load_zones().set_index("id").geometry
    points = shapely.points(frame["lon"], frame["lat"])
    inside = {name: shapely.contains(zones[name], points) for name in ZONES}
    frame["zones"] = [";".join(name for name in sorted(ZONES) if inside[name][place]) for place in range(len(frame))]
    return frame


@pytest.fixture
def ledger_frame(shipped: pd.DataFrame) -> Callable[..., gpd.GeoDataFrame]:
    """Gives the shipped incidents as the ledger's frame; each argument changes some columns of one row."""

    def make(changes: dict[str, dict[str, Any]] | None = None) -> gpd.GeoDataFrame:
        frame = shipped.copy()
        for incident_id, values in (changes or {}).items():
            place = frame.index[frame["id"] == incident_id]
            assert len(place) == 1, incident_id
            for name, value in values.items():
                frame.loc[place, name] = value
        return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326)

    return make


@pytest.fixture(scope="session")
def events() -> pd.DataFrame:
    return geodata.table("events")


@pytest.fixture(scope="session")
def plain_weeks() -> dict[str, Facts]:
    return {}


@pytest.fixture
def facts_of(
    ledger_frame: Callable[..., gpd.GeoDataFrame],
    shipped: pd.DataFrame,
    events: pd.DataFrame,
    plain_weeks: dict[str, Facts],
) -> Callable[..., Facts]:
    """Gives the facts of a week of the shipped incidents, some rows changed."""

    def make(
        week: str,
        *,
        rows: dict[str, dict[str, Any]] | None = None,
        table: pd.DataFrame | None = None,
        **options: Any,
    ) -> Facts:
        context = events if table is None else table
        if not rows and not options and table is None:  # the shipped incidents as they are, for many tests
            if week not in plain_weeks:
                plain_weeks[week] = weekly_facts(shipped, events, week=week, zone=MANILA, as_of=AS_OF)
            return copy.deepcopy(plain_weeks[week])
        return weekly_facts(ledger_frame(rows), context, week=week, **{"zone": MANILA, "as_of": AS_OF} | options)

    return make


@pytest.fixture(scope="session")
def golden(shipped: pd.DataFrame, events: pd.DataFrame) -> Facts:
    """The facts of 2024-W34, the week with most in it; do not change them."""
    return weekly_facts(shipped, events, week="2024-W34", zone=MANILA, as_of=AS_OF)


@pytest.fixture(scope="session")
def golden_html(golden: Facts) -> str:
    return render_html(golden)


@pytest.fixture(scope="session")
def text_html() -> Callable[[Facts], str]:
    """Renders a week without drawing its pictures, for tests of its text."""
    nothing = {"map": "", "months": ""}
    return lambda facts: render_html(facts, drawn=nothing)


@pytest.fixture(scope="session")
def _pages(browser: Browser) -> Pages:
    return Pages(browser, offline=True)


@pytest.fixture
def page(_pages: Pages) -> Iterator[Page]:
    """A page without network that fails the test on any message in the console."""
    kept = _pages.take(width=1280, height=900, reduced_motion="no-preference")
    yield kept.page
    said = [*kept.said]
    _pages.give_back(kept)
    assert said == []
