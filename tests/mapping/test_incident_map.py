"""What goes into the page: columns, classes, limits, coastline."""

from __future__ import annotations

import json
import math
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from steps import numbers_of, points_of

from scs_tracker import geodata, zones
from scs_tracker.errors import TrackerError
from scs_tracker.mapping import incident_map, parse
from scs_tracker.mapping.basemap import COAST_PER_DEGREE, coast, deltas
from scs_tracker.mapping.claims_layer import LINES_PER_DEGREE, claims_layer
from scs_tracker.mapping.colouring import colours
from scs_tracker.mapping.facets import episodes, facets
from scs_tracker.mapping.incident_layer import checked, incident_layer, span
from scs_tracker.mapping.interface_text import texts
from scs_tracker.mapping.payload import COMPRESS_ABOVE, block, columns, json_text, numbers, unpacked
from scs_tracker.zones.table import zone_rows

ENGLISH = texts("en")
GEOD = Geod(ellps="WGS84")


def unpack(element: str) -> object:
    """Read a data block as the page does."""
    body = re.fullmatch(r"<script type=[^>]*>(.*)</script>", element, re.DOTALL)[1]
    return json.loads(unpacked(body) if "data-encoding" in element else body)


def undo(steps: list[int], per_degree: int = 10_000) -> np.ndarray:
    return points_of(numbers(steps), per_degree)


values = st.one_of(st.none(), st.text(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy; the values are small
@given(st.recursive(values, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_what_goes_into_a_block_comes_out_of_it_and_cannot_end_it(value: object):
    element = block("x", value)
    assert element.count("<") == element.count(">") == 2
    assert not re.search("[\u2028\u2029\ud800-\udfff]", element)
    if not re.search("[\ud800-\udfff]", repr(value)) and "\\ud" not in repr(value):
        assert unpack(element) == value


@given(st.lists(st.integers(-(10**9), 10**9)))
def test_numbers_come_back_from_their_letters(listed: list[int]):
    assert numbers_of(numbers(listed)) == listed
    assert json.dumps(numbers(listed)) == f'"{numbers(listed)}"'


def test_large_blocks_are_deflated():
    large = [str(number) for number in range(COMPRESS_ABOVE // 5)]
    assert len(block("x", large)) < len(json_text(large)) / 2
    assert unpack(block("x", large)) == large


@given(st.lists(st.one_of(st.none(), st.text(max_size=3), st.integers(0, 3), st.floats())))
def test_columns_give_back_every_cell(cells: list[object]):
    column = columns({"x": cells})["x"]
    back = [column["d"][at] for at in column["i"]] if "d" in column else column["v"]
    assert back == [None if isinstance(cell, float) and not np.isfinite(cell) else cell for cell in cells]


def test_one_true_and_true_stay_apart():
    column = columns({"x": [1, 1.0, "1", "1", "1", "1", 1, 1]})["x"]
    assert [column["d"][at] for at in column["i"]] == [1, 1.0, "1", "1", "1", "1", 1, 1]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("1970-01-01", "", (0, 0)),
        ("1969-12-31", "", (-1, -1)),
        ("1970", "", (0, 364)),
        ("1970-02", "1970-03", (31, 89)),
        ("2024-02", "", (19754, 19782)),
        ("0001-01-01", "", (-719162, -719162)),
        ("1970-01-05", "1970-01-01", (4, 4)),
    ],
)
def test_spans_are_whole_days(start: str, end: str, expected: tuple[int, int]):
    assert span(start, end) == expected


def test_every_field_of_the_frame_is_in_the_page(shipped: gpd.GeoDataFrame):
    frame = checked(shipped)
    blocks = incident_layer(frame).blocks
    core = blocks["scs-incidents"]
    rest = {name for key, value in blocks.items() if key.startswith("scs-details") for name in value}
    assert set(core["columns"]) | rest >= set(shipped.columns) - {"geometry"}
    assert not set(core["columns"]) & rest


def test_extra_columns_of_any_kind_go_along(few: gpd.GeoDataFrame):
    frame = few.assign(
        note="mine", score=np.arange(len(few), dtype=np.int64), ok=True, when=pd.Timestamp("2024-01-01"), none=None,
        day=pd.Timestamp("2024-01-01").date(), ratio=0.5, nested=[{"a": 1}] * len(few), crew=[["A", "B"]] * len(few),
    )  # fmt: skip
    blocks = incident_layer(checked(frame)).blocks
    details = blocks["scs-details-0"]
    assert details["note"]["d"] == ["mine"]
    assert details["score"]["v"] == list(range(len(few)))
    assert details["ok"]["d"] == [True]
    assert details["ratio"]["d"] == [0.5]
    assert details["when"]["d"] == ["2024-01-01 00:00:00"]
    assert details["crew"]["d"] == ["['A', 'B']"]
    assert json_text(blocks)


def test_vague_places_are_marked_as_areas(shipped: gpd.GeoDataFrame):
    frame = checked(shipped)
    area = incident_layer(frame).blocks["scs-incidents"]["columns"][":area"]
    flags = [area["d"][at] for at in area["i"]]
    assert [bool(flag) for flag in flags] == [
        row["method"] == "area" or row["radius_km"] > 50 for row in frame.to_dict("records")
    ]
    assert 0 < sum(flags) < len(flags)


def test_colour_classes_cover_every_incident(shipped: gpd.GeoDataFrame):
    for name, mode in colours(checked(shipped), ENGLISH).items():
        numbers = set(mode["of"].values()) | {mode["other"]}
        assert max(numbers) == len(mode["classes"]) - 1, name
        assert all(re.fullmatch("#[0-9a-f]{6}", each["colour"]) for each in mode["classes"])
        assert all(each["label"] for each in mode["classes"])


def test_date_classes_follow_each_other_without_gaps(shipped: gpd.GeoDataFrame):
    mode = colours(checked(shipped), ENGLISH)["date"]
    years = sorted(int(year) for year in mode["of"])
    assert [mode["of"][str(year)] for year in years] == sorted(mode["of"].values())
    assert mode["classes"][0]["label"].startswith("1974")
    assert mode["classes"][-1]["label"].endswith(str(years[-1]))


def test_facet_counts_are_those_of_the_frame(shipped: gpd.GeoDataFrame):
    found = {facet["key"]: facet["items"] for facet in facets(checked(shipped), ENGLISH, {})}
    assert sum(item["count"] for item in found["severity"]) == len(shipped)
    assert sum(item["count"] for item in found["corroboration"]) == len(shipped)
    china = next(item for item in found["actor"] if item["key"] == "CN")
    assert china["count"] == shipped["initiators"].str.contains("CN-").sum()


def test_episodes_come_oldest_first_with_their_counts(shipped: gpd.GeoDataFrame):
    found = episodes(checked(shipped.assign(episode=shipped["episode"].mask(shipped.index == 7, "my-own"))))
    assert [each["id"] for each in found[:2]] == ["scarborough-2012", "hysy981-2014"]
    assert found[-1] == {
        "id": "my-own", "name": "my-own", "names": [], "start": "", "end": "", "basis": "", "count": 1,
    }  # fmt: skip
    assert {each["id"]: each["count"] for each in found[:-1]} == shipped["episode"][shipped["episode"] != ""][
        lambda cells: cells.index != 7
    ].value_counts().to_dict()


def test_dates_within_few_years_are_coloured_by_months(shipped: gpd.GeoDataFrame):
    late = checked(shipped[shipped["date_start"] >= "2024"])
    mode = colours(late, ENGLISH)["date"]
    assert len(mode["classes"]) == 9
    assert re.fullmatch(r"2024-01 – 2024-\d\d", mode["classes"][0]["label"])
    assert mode["classes"][-1]["label"] == "dated only to the year"
    of = late["date_start"].map(lambda date: mode["of"].get(date, mode["other"]))
    for date, number in zip(late["date_start"], of, strict=True):
        first, _, last = mode["classes"][number]["label"].partition(" – ")
        assert len(date) == 4 or first <= date[:7] <= (last or first)


def test_codes_that_no_table_knows_are_shown_as_they_are(few: gpd.GeoDataFrame):
    frame = checked(few.assign(initiators="QQ-NAVY", types="whaling", zones="nowhere"))
    found = {facet["key"]: facet["items"] for facet in facets(frame, ENGLISH, {})}
    assert found["actor"] == [{"key": "QQ-NAVY", "label": "QQ-NAVY", "count": len(few)}]
    assert found["type"][0]["label"] == "whaling"
    bare = few[["id", "date_start", "geometry"]].assign(severity=[None, 7, *[1] * (len(few) - 2)])
    found = {facet["key"]: facet["items"] for facet in facets(checked(bare), ENGLISH, {})}
    assert set(found) == {"severity", "year"}  # what is known of none is no filter
    some = few.assign(
        types=["ramming", *[""] * (len(few) - 1)], zones=["ph-eez", *[""] * (len(few) - 1)], zones_possible=""
    )
    rest = {facet["key"]: facet["items"] for facet in facets(checked(some), ENGLISH, {})}
    for key, said in (("type", "not_given"), ("zone", "no_zone")):  # what has no value can be switched off as well
        (item,) = (each for each in rest[key] if each["key"] == "")
        assert (item["label"], item["count"]) == (ENGLISH[said], len(few) - 1)
    found = {facet["key"]: facet["items"] for facet in facets(checked(bare), ENGLISH, {})}
    assert {item["key"]: item["count"] for item in found["severity"] if item["count"]} == {
        "": 1, "7": 1, "1": len(few) - 2}  # fmt: skip
    assert colours(frame, ENGLISH)["actor"]["classes"][-1]["label"] == "others"


def test_a_frame_without_geometry_is_refused(few: gpd.GeoDataFrame):
    with pytest.raises(TrackerError, match="has no geometry"):
        incident_map(pd.DataFrame(few.drop(columns="geometry")), recipe="overview")
    with pytest.raises(TrackerError, match="has no geometry"):
        incident_map(gpd.GeoDataFrame(pd.DataFrame(few.drop(columns="geometry"))), recipe="overview")


def test_a_frame_without_a_crs_is_refused_and_another_is_reprojected(few: gpd.GeoDataFrame):
    with pytest.raises(TrackerError, match="has no CRS; set one, such as EPSG:4326 for longitude and latitude"):
        incident_map(few.set_crs(None, allow_override=True), recipe="overview")
    again = checked(few.to_crs(3857))
    placed = few["lat"].notna()
    assert np.allclose(again["lat"][placed], few["lat"][placed], atol=1e-9)
    assert np.allclose(again["lon"][placed], few["lon"][placed], atol=1e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"date_start": "June 2024"}, "'June 2024' is not a date"),
        ({"date_start": "2023-02-30"}, "'2023-02-30' is not a date"),
        ({"id": "twice"}, "incident twice occurs more than once"),
        ({"geometry": shapely.box(110, 10, 111, 11)}, "geometry is a Polygon; use points"),
        ({"geometry": shapely.Point(10.5, 112)}, "lies at latitude 112, longitude 10.5, which is outside the map"),
        ({"geometry": shapely.Point(math.inf, 10)}, "lies at latitude 10, longitude inf, which is outside the map"),
        ({"severity": "grave"}, ": severity = 'grave' is not a number"),
        ({"radius_km": "10 km"}, ": radius_km = '10 km' is not a number"),
    ],
)
def test_wrong_rows_are_named(few: gpd.GeoDataFrame, change: dict[str, object], message: str):
    with pytest.raises(TrackerError, match=re.escape(message)):
        incident_map(few.assign(**change), recipe="overview")


def test_days_and_instants_of_pandas_are_days_as_they_stand(few: gpd.GeoDataFrame):
    instants = pd.to_datetime(["1969-12-31T23:30:00+13:00"] * len(few))
    for dates in (instants, instants.tz_localize(None), instants.date):
        frame = checked(few.assign(date_start=dates, date_end=None))
        assert set(frame["date_start"]) == {"1969-12-31"}
    assert set(checked(few.assign(date_start=instants, date_end=pd.NaT))["date_end"]) == {""}


def test_missing_columns(few: gpd.GeoDataFrame):
    with pytest.raises(TrackerError, match="more than one column summary"):
        incident_map(pd.concat([few, few[["summary"]]], axis=1), recipe="overview")
    with pytest.raises(TrackerError, match="no column date_start"):
        incident_map(few.drop(columns="date_start"), recipe="overview")
    bare = few[["id", "date_start", "geometry"]]
    assert incident_map(bare, recipe="overview") is not None
    with pytest.raises(TrackerError, match="events have no column title"):
        incident_map(bare, recipe="overview", events=pd.DataFrame({"date_start": ["2024"]}))
    with pytest.raises(TrackerError, match="'Talks': 'soon' is not a date"):
        incident_map(bare, recipe="overview", events=pd.DataFrame({"date_start": ["soon"], "title": ["Talks"]}))


def test_empty_points_and_no_points_are_both_unplaced(few: gpd.GeoDataFrame):
    frame = checked(few.iloc[:2].set_geometry(gpd.GeoSeries([None, shapely.Point()], index=few.index[:2], crs=4326)))
    assert frame["lat"].isna().all()


@pytest.fixture(scope="module")
def claims() -> dict[str, dict[str, object]]:
    block = claims_layer(zone_rows(), shown=["ph-eez", "ts-*"], texts=ENGLISH).blocks["scs-claims"]
    cells = {
        name: column.get("v") or [column["d"][at] for at in column["i"]] for name, column in block["columns"].items()
    }
    rows = (dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True))
    return {row["id"]: row | shape for row, shape in zip(rows, block["shapes"], strict=True)}


def test_claims_carry_their_basis_and_are_marked_by_status(claims: dict[str, dict[str, object]]):
    table = geodata.table("zones").set_index("id")
    limits = zones.load_zones()
    areas = set(limits["id"][shapely.get_dimensions(limits.geometry.to_numpy()) == 2])
    assert set(claims) == set(table.index[~table["kind"].isin(["land", "agreed_side"])])
    for name, claim in claims.items():
        row = table.loc[name]
        for field in ("legal_basis", "citation", "status", "valid_from", "valid_to", "note"):
            assert claim[field] == row[field]
        assert bool(claim.get("fill")) == ("illustrative" in row["status"] and name in areas and "circle" not in claim)
        assert claim["shown"] == (name == "ph-eez" or name.startswith("ts-"))
        nobodys = row["certainty"] == "possible_only" and not row["feature_id"]  # its edge is nobody's limit
        assert nobodys or claim.get("lines") or claim["circle"], name


def test_belts_around_a_point_travel_as_circles_that_lie_on_the_zone_s_edge(claims: dict[str, dict[str, object]]):
    limits = zones.load_zones().set_index("id")
    circles = {name: claim["circle"] for name, claim in claims.items() if "circle" in claim}
    assert len(circles) > 100
    for name, (lon, lat, miles) in list(circles.items())[::12]:
        edge = shapely.get_coordinates(shapely.convex_hull(limits.geometry[name]).exterior)
        distance = GEOD.inv(np.full(len(edge), lon), np.full(len(edge), lat), edge[:, 0], edge[:, 1])[2] / 1852
        assert np.abs(distance - miles).max() < 0.3, name


def test_a_drawn_limit_lies_on_the_zone_s_edge(claims: dict[str, dict[str, object]]):
    limits = zones.load_zones().set_index("id")
    for name in ("ph-eez", "vn-eez", "ph-kig", "cn-dash-line"):
        drawn = shapely.multilinestrings(
            [shapely.linestrings(points_of(line, LINES_PER_DEGREE)) for line in claims[name]["lines"]]
        )
        edge = limits.geometry[name]
        edge = edge if shapely.get_dimensions(edge) == 1 else edge.boundary
        points = shapely.points(shapely.get_coordinates(drawn))
        assert shapely.distance(points, edge).max() < 0.0041
        assert shapely.hausdorff_distance(drawn, drawn.intersection(edge.buffer(0.006))) < 0.006


def test_a_limit_of_200_miles_is_not_drawn_along_the_coast(claims: dict[str, dict[str, object]]):
    land = zones.load_zones().set_index("id").geometry["land"]
    large = [part for part in shapely.get_parts(land) if part.area > 0.01]
    for name in ("vn-eez", "my-eez", "ph-eez"):
        points = shapely.points(np.vstack([points_of(line, LINES_PER_DEGREE) for line in claims[name]["lines"]]))
        tree = shapely.STRtree(large)
        _, distance = tree.query_nearest(points, return_distance=True, all_matches=False)
        assert (distance > 0.025).mean() > 0.98


def test_the_coastline_is_closed_rings_within_its_bounds():
    for ring in coast():
        points = undo(ring, COAST_PER_DEGREE)
        assert np.allclose(points[0], points[-1])
        assert 97.99 <= points[:, 0].min() <= points[:, 0].max() <= 128.01
        assert -4.01 <= points[:, 1].min() <= points[:, 1].max() <= 27.01


@given(st.lists(st.tuples(st.floats(95, 130), st.floats(-10, 30)), min_size=1, max_size=20))
def test_steps_lose_less_than_their_unit(points: list[tuple[float, float]]):
    kept = undo(deltas(points, per_degree=10_000))
    away = np.abs(np.array(points)[:, None] - kept[None]).max(axis=2).min(axis=1)
    assert away.max() <= 0.5001 / 10_000


def test_parse_names_where_it_comes_from():
    with pytest.raises(TrackerError, match="the recipe is empty"):
        parse({})
