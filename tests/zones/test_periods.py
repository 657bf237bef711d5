from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from scs_tracker import geodata
from scs_tracker.cli.tables import zone_rows
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.model import is_partial_date
from scs_tracker.sentences.classification import locate
from scs_tracker.zones.table import ZONE_COLUMNS, load_zones

GEODATA = Path(__file__).parents[2] / "geodata"


@pytest.fixture(scope="module")
def zones() -> gpd.GeoDataFrame:
    return load_zones().set_index("id")


def exists(zones: gpd.GeoDataFrame, zone_id: str, day: str) -> bool:
    row = zones.loc[zone_id]
    return not (row["first_day"] > pd.Timestamp(day)) and not (row["last_day"] < pd.Timestamp(day))


@pytest.mark.parametrize(
    ("zone_id", "before", "day"),
    [
        ("cn-scarborough-ts", "2024-11-09", "2024-11-10"),
        ("cn-scarborough-internal", "2024-11-09", "2024-11-10"),
        ("cn-internal-tonkin", "2024-02-29", "2024-03-01"),
        ("vn-internal-tonkin", "2025-02-20", "2025-02-21"),
        ("ph-cz", "2024-11-07", "2024-11-08"),
        ("ph-archipelagic", "1961-06-16", "1961-06-17"),
        ("ph-ts", "2009-03-09", "2009-03-10"),
        ("ph-eez", "1978-06-10", "1978-06-11"),
        ("vn-eez", "1977-05-11", "1977-05-12"),
        ("cn-vn-tonkin-2000", "2004-06-29", "2004-06-30"),
        ("id-ph-2014", "2019-07-31", "2019-08-01"),
        ("cn-dash-line-tenth", "2012-12-31", "2013-01-01"),
        ("cn-dash-area", "1947-11-30", "1947-12-01"),
        ("tw-eez", "1979-09-30", "1979-10-01"),
        ("my-eez", "1980-04-24", "1980-04-25"),
        ("th-vn-1997", "1998-02-26", "1998-02-27"),
    ],
)
def test_a_zone_is_absent_the_day_before_it_begins(
    zone_id: str, before: str, day: str, zones: gpd.GeoDataFrame
) -> None:
    assert not exists(zones, zone_id, before)
    assert exists(zones, zone_id, day)


def test_the_dashes_are_there_for_an_incident_of_1995(zones: gpd.GeoDataFrame) -> None:
    assert exists(zones, "cn-dash-area", "1995-02-08")
    assert exists(zones, "cn-dash-line", "1995-02-08")


@pytest.mark.parametrize(("old", "new"), [
    ("cn-ts-tonkin-to-2024", "cn-ts-tonkin"),
    ("cn-cz-tonkin-to-2024", "cn-cz-tonkin"),
    ("cn-eez-tonkin-to-2024", "cn-internal-tonkin"),
    ("vn-ts-tonkin-to-2025", "vn-ts-tonkin"),
    ("vn-cz-tonkin-to-2025", "vn-cz-tonkin"),
    ("vn-eez-tonkin-to-2025", "vn-internal-tonkin"),
    ("ph-treaty-limits", "ph-ts"),
])  # fmt: skip
def test_one_state_of_the_law_ends_the_day_before_the_next_begins(old: str, new: str, zones: gpd.GeoDataFrame) -> None:
    assert zones["last_day"][old] + pd.Timedelta(days=1) == zones["first_day"][new]


def test_every_point_of_the_gulf_belongs_to_one_belt_before_and_after(zones: gpd.GeoDataFrame) -> None:
    off_thanh_hoa, off_beihai = shapely.Point(105.864, 19.245), shapely.Point(109.0, 21.25)
    for place, before, after in (
        (off_thanh_hoa, {"2025-02-20": "vn-ts-tonkin-to-2025"}, {"2025-02-21": "vn-internal-tonkin"}),
        (off_beihai, {"2024-02-29": "cn-ts-tonkin-to-2024"}, {"2024-03-01": "cn-internal-tonkin"}),
    ):
        for day, expected in (before | after).items():
            belts = zones[
                zones.index.str.startswith(expected[:3])
                & zones["kind"].isin(["territorial_sea", "eez", "internal_waters"])
            ]
            here = [zone for zone in belts.index if exists(zones, zone, day) and zones.geometry[zone].contains(place)]
            assert here == [expected]


def test_land_and_open_ends_have_no_day(zones: gpd.GeoDataFrame) -> None:
    assert pd.isna(zones["first_day"]["land"])
    assert zones["last_day"].notna().sum() == (zones["valid_to"] != "").sum() == 9


def test_dates_of_the_table_are_typed(zones: gpd.GeoDataFrame) -> None:
    assert str(zones["first_day"].dtype).startswith("datetime64")
    assert str(zones["last_day"].dtype).startswith("datetime64")
    assert zones["membership_band_nm"].dtype == float
    assert zones.crs.to_epsg() == 4326


def test_years_of_the_fishing_ban_have_a_source_each_and_do_not_overlap() -> None:
    periods = geodata.table("zone_periods")
    assert set(periods["zone_id"]) == {"cn-fishing-ban"}
    assert (periods["source"] != "").all()
    assert all(is_partial_date(day) for day in [*periods["valid_from"], *periods["valid_to"]])
    years = periods["valid_from"].str[:4]
    assert sorted(years.unique()) == [str(year) for year in range(1999, 2027)]
    assert (years == periods["valid_to"].str[:4]).all()
    assert (periods["valid_from"] < periods["valid_to"]).all()
    assert (periods["valid_to"][:-1].to_numpy() < periods["valid_from"][1:].to_numpy()).all()
    assert (periods.loc[periods["certainty"] != "", "note"] != "").all()


@pytest.mark.parametrize(
    ("date", "degree"),
    [("2014-06-01", "certain"), ("2003-07-01", "possible"), ("2024-09-01", "possible"), ("2019-06-01", "certain"),
     ("2012-05-20", "certain")],
)  # fmt: skip
def test_in_a_year_whose_dates_were_not_read_the_ban_is_possible(date: str, degree: str) -> None:
    off_hainan = locate(17.0, 113.5, date=date)
    assert {zone["id"]: zone["membership"] for zone in off_hainan["zones"]}["cn-fishing-ban"] == degree


@pytest.mark.parametrize(
    ("lat", "lon", "date", "zone"),
    [(5.3, 114.6, "1970", "bn-eez"), (21.5, 114.6, "1950", "cn-ts"), (15.15, 117.76, "1970", "cn-eez"),
     (24.0, 118.9, "1970", "tw-eez"), (10.5, 123.0, "1950", "ph-archipelagic"), (12.3, 109.6, "1970", "vn-eez")],
)  # fmt: skip
def test_before_the_first_text_a_claim_is_not_traced_and_the_answer_says_so(
    lat: float, lon: float, date: str, zone: str
) -> None:
    answer = locate(lat, lon, date=date)
    assert zone not in {held["id"] for held in answer["zones"]}
    if zone in answer["untraced"]:
        assert any(text.startswith("Claims not traced before ") for text in answer["details"])
    else:
        held = {held["id"] for held in locate(lat, lon, date="2026-11-01")["zones"]}
        assert zone not in held, "a zone that holds the place today is untraced before its first text"


@pytest.mark.parametrize(
    ("lat", "lon", "zone", "claimed", "certain"),
    [
        (21.6, 114.6, "cn-ts", "1990-06-01", "2000-01-01"),
        (10.5, 123.0, "ph-archipelagic", "1990-06-01", "2010-01-01"),
        (12.3, 109.5, "vn-ts", "1980-06-01", "1990-01-01"),
    ],
)
def test_claimed_before_its_lines_were_published_a_zone_is_possible(
    lat: float, lon: float, zone: str, claimed: str, certain: str, zones: gpd.GeoDataFrame
) -> None:
    inner = (
        zones.geometry[zone].representative_point()
        if not zones.geometry[zone].covers(shapely.Point(lon, lat))
        else None
    )
    x, y = (inner.x, inner.y) if inner is not None else (lon, lat)
    for date, degree in ((claimed, "possible"), (certain, "certain")):
        held = {one["id"]: one["membership"] for one in locate(y, x, date=date)["zones"]}
        assert held[zone] == degree, date


def test_the_list_of_a_date_leaves_out_the_ban_on_days_without_one() -> None:
    for date, there in (
        ("2023-06-01", True),
        ("2023", True),
        ("2023-12-24", False),
        ("2014-06", True),
        ("2014-12", False),
    ):
        assert ("cn-fishing-ban" in {row["id"] for row in zone_rows(date=date)}) == there, date
    assert "cn-scarborough-ts" not in {row["id"] for row in zone_rows(date="2024-11-09")}
    for nonsense in ("", "2024-13"):
        with pytest.raises(UsageError, match="is not a date"):
            zone_rows(date=nonsense)


def add(folder: Path, **values: str) -> None:
    row = dict.fromkeys(ZONE_COLUMNS, "") | values
    (folder / "zones/added").mkdir(parents=True, exist_ok=True)
    pd.DataFrame([row]).to_csv(folder / "zones/added/added.csv", index=False)
    frame = gpd.GeoDataFrame({"id": [row["id"]]}, geometry=[shapely.box(115, 10, 116, 11)], crs=4326)
    frame.to_parquet(folder / f"zones/added/{row['id']}.parquet")


def test_a_zone_of_the_user_is_beside_ours_and_one_with_our_id_is_in_its_place(tmp_path: Path) -> None:
    ours = len(load_zones())
    geodata.configure(tmp_path)
    add(tmp_path, id="ph-reserve", claimants="PH", kind="claim_area", valid_from="2030", valid_to="2031-02")
    both = load_zones().set_index("id")
    assert len(both) == ours + 1
    assert both["first_day"]["ph-reserve"] == pd.Timestamp("2030-01-01")
    assert both["last_day"]["ph-reserve"] == pd.Timestamp("2031-02-28")
    other = tmp_path / "other"
    geodata.configure(other)
    add(other, id="ph-eez", claimants="PH", kind="eez")
    replaced = load_zones().set_index("id")
    assert len(replaced) == ours
    assert replaced.geometry["ph-eez"].bounds == (115, 10, 116, 11)


def test_a_date_that_does_not_exist_is_shown_with_what_is_allowed(tmp_path: Path) -> None:
    geodata.configure(tmp_path)
    add(tmp_path, id="ph-reserve", valid_from="2024-02-30")
    with pytest.raises(TrackerError, match=r"'2024-02-30'; use YYYY-MM-DD, YYYY-MM or YYYY"):
        load_zones()


def test_a_zone_whose_geometry_is_lost_names_the_file(tmp_path: Path) -> None:
    geodata.configure(tmp_path)
    add(tmp_path, id="ph-reserve")
    (tmp_path / "zones/added/ph-reserve.parquet").write_bytes(b"no parquet")
    with pytest.raises(TrackerError, match=r"ph-reserve.parquet cannot be read as GeoParquet"):
        load_zones()
    shutil.copy(GEODATA / "zones/zones.parquet", tmp_path / "zones/added/ph-reserve.parquet")
    with pytest.raises(TrackerError, match=r"has no geometry for the zone ph-reserve"):
        load_zones()
