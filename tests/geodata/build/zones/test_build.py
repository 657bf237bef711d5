from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.build.zones import build, coastline, features, gulf, provenance, sources
from geodata.build.zones.waters import INNER
from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geodata import loader
from scs_tracker.sentences.classification import locate
from scs_tracker.zones import nearest_coast
from scs_tracker.zones.inputs import digest
from scs_tracker.zones.limits import GEOD
from scs_tracker.zones.table import load_zones

GEODATA = Path(__file__).parents[4] / "geodata"
WRITTEN = (
    "zones.csv",
    "zones.parquet",
    "baselines.parquet",
    "build_report.csv",
    "simplified.json",
    "index.npz",
    "nearness.npz",
)


@pytest.fixture(scope="module")
def zones() -> gpd.GeoDataFrame:
    return load_zones().set_index("id")


def area_km2(shape: shapely.Geometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6 if not shape.is_empty else 0.0


def test_the_stored_zones_are_what_this_code_makes_of_these_sources(tmp_path: Path) -> None:
    """Code and sources have the digests of the build whose files are stored; with other libraries it is run again."""
    stored = json.loads((GEODATA / "zones/build.json").read_text(encoding="utf-8"))
    files = [GEODATA / ("coastline" if name == "coastline.geojson" else "zones") / name for name in stored["files"]]
    now = provenance.provenance(files)
    assert now["files"] == stored["files"], "edited by hand? run scs-tracker zones build"
    assert set(WRITTEN) <= set(stored["files"])
    assert now["sources"] == stored["sources"], (
        "a source changed since the zones were built; run scs-tracker zones build"
    )
    if now["libraries"] == stored["libraries"]:
        assert now["code"] == stored["code"], "the code that builds zones changed; run scs-tracker zones build"
    else:
        rebuilt_within_a_metre(tmp_path)


def rebuilt_within_a_metre(folder: Path) -> None:
    build.build_zones(folder)
    old = gpd.read_parquet(GEODATA / "zones/zones.parquet").set_index("id").geometry
    new = gpd.read_parquet(folder / "zones/zones.parquet").set_index("id").geometry
    assert list(old.index) == list(new.index)
    a_metre_wide = shapely.length(old.to_numpy()) * 1e-5
    moved = shapely.area(shapely.symmetric_difference(old.to_numpy(), new.to_numpy()))
    assert (moved <= a_metre_wide).all()
    assert (folder / "coastline/coastline.geojson").read_text() == (GEODATA / "coastline/coastline.geojson").read_text()


def test_the_report_names_area_vertices_accuracy_and_inputs_of_a_zone(zones: gpd.GeoDataFrame) -> None:
    stored = geodata.read_csv(GEODATA / "zones/build_report.csv").set_index("id")
    assert sorted(stored.index) == sorted(zones.index)
    kalayaan = build.report("ph-kig", zones.geometry["ph-kig"], zones["accuracy"]["ph-kig"], "ph_pd1596_kalayaan.csv")
    assert kalayaan.area_km2 == pytest.approx(area_km2(zones.geometry["ph-kig"]), abs=0.1)
    assert kalayaan.vertices == shapely.get_num_coordinates(zones.geometry["ph-kig"])
    assert kalayaan.accuracy == zones["accuracy"]["ph-kig"]
    assert kalayaan.inputs == {"ph_pd1596_kalayaan.csv": digest(GEODATA / "zones/sources/ph_pd1596_kalayaan.csv")}
    row = stored.loc["ph-kig"]
    assert (row["area_km2"], row["vertices"]) == (f"{kalayaan.area_km2:.1f}", str(kalayaan.vertices))
    assert row["inputs"] == ";".join("=".join(one) for one in kalayaan.inputs.items())
    assert stored.loc["id-vn-2003", "area_km2"] == "0.0"
    assert "gshhs_f.dat" in stored.loc["my-eez", "inputs"]


def test_the_areas_of_the_report_are_those_of_the_zones(zones: gpd.GeoDataFrame) -> None:
    printed = geodata.read_csv(GEODATA / "zones/build_report.csv").set_index("id")["area_km2"].astype(float)
    assert set(printed.index) == set(zones.index)
    for zone_id in zones.index[zones["feature_id"] == ""]:
        shape = zones.geometry[zone_id]
        area = 0.0 if shapely.get_dimensions(shape) == 1 else area_km2(shape)
        assert printed[zone_id] == pytest.approx(area, abs=1.0), zone_id


def test_the_drawn_coastline_is_small_and_keeps_the_large_islands() -> None:
    path = GEODATA / "coastline/coastline.geojson"
    assert path.stat().st_size < 300_000
    land = gpd.read_file(path).geometry[0]
    for lat, lon in ((15.5, 121.0), (19.2, 109.7), (23.7, 121.0), (0.5, 114.0), (9.8, 118.6), (3.95, 108.2)):
        assert land.contains(shapely.Point(lon, lat)), (lat, lon)


def test_no_200_mile_zone_holds_land_or_inner_waters_of_anybody(zones: gpd.GeoDataFrame) -> None:
    shapes = zones.geometry
    taken = [shapes["land"], *(shapes[name] for name in INNER if not name.endswith("tonkin"))]
    for zone_id in zones.index[zones["kind"] == "eez"]:
        for other in taken:
            assert area_km2(shapely.intersection(shapes[zone_id], other)) < 1.0, zone_id


@pytest.mark.parametrize("code", ["bn", "cn", "id", "my", "ph", "tw", "vn"])
def test_belts_of_one_claimant_do_not_overlap_on_any_day(code: str, zones: gpd.GeoDataFrame) -> None:
    for day in ("2024-02-01", "2024-06-01", "2026-01-01"):
        alive = zones[(~(zones["first_day"] > day)) & (~(zones["last_day"] < day))]
        mine = [name for name in alive.index if name.startswith(f"{code}-") and name.split("-")[1] in _BELTS]
        for position, one in enumerate(mine):
            for other in mine[position + 1 :]:
                if {one, other} == {f"{code}-cz", f"{code}-eez"} or ("cz" in one and "eez" in other):
                    continue  # a contiguous zone is part of the exclusive economic zone
                shared = shapely.intersection(alive.geometry[one], alive.geometry[other])
                assert area_km2(shared) < 1.0, (one, other, day)


_BELTS = ("ts", "eez", "internal", "archipelagic", "cz")


def test_the_agreement_of_2000_cuts_its_two_parties_inside_the_gulf_and_nobody_else(zones: gpd.GeoDataFrame) -> None:
    coast = gpd.read_parquet(GEODATA / "zones/baselines.parquet").set_index("id").geometry["cn-shore"]
    sides = gulf.gulf([shapely.get_coordinates(part) for part in shapely.get_parts(coast)])
    shapes = zones.geometry
    for name in [name for name in zones.index if name.startswith("cn-") and not name.startswith("cn-vn-")]:
        if zones["kind"][name] not in ("claim_area", "claim_line", "fishing_ban"):
            assert area_km2(shapely.intersection(shapes[name], sides.vietnamese)) < 1.0, name
    for name in [name for name in zones.index if name.startswith("vn-")]:
        assert area_km2(shapely.intersection(shapes[name], sides.chinese)) < 1.0, name
    south_of_the_mouth = shapely.Point(108.4, 17.2)
    assert shapes["cn-eez"].contains(south_of_the_mouth)
    assert shapes["vn-eez"].contains(south_of_the_mouth)


def test_the_agreement_of_2014_cuts_indonesia_and_the_philippines_but_not_malaysia(zones: gpd.GeoDataFrame) -> None:
    shapes = zones.geometry
    north, south = shapely.Point(121.5, 4.6), shapely.Point(121.5, 2.4)
    assert [name for name in ("id-eez", "ph-eez") if shapes[name].contains(north)] == ["ph-eez"]
    assert [name for name in ("id-eez", "ph-eez") if shapes[name].contains(south)] == ["id-eez"]
    assert shapes["my-eez"].contains(north)
    assert shapes["my-eez"].contains(shapely.Point(121.0, 3.0))


@pytest.mark.parametrize("line", ["id-vn-2003", "id-my-1969-west", "id-my-1969-east"])
def test_shelf_lines_cut_no_exclusive_economic_zone(line: str, zones: gpd.GeoDataFrame) -> None:
    other = {"id-vn-2003": "vn-eez"}.get(line, "my-eez")
    both = shapely.intersection(zones.geometry["id-eez"], zones.geometry[other])
    assert shapely.intersection(zones.geometry[line], both).length > 0.3
    assert zones["kind"][line] == "continental_shelf"


def test_no_zone_reaches_across_borneo(zones: gpd.GeoDataFrame) -> None:
    off_sabah = shapely.Point(115.4, 6.4)
    assert not zones.geometry["id-eez"].contains(off_sabah)
    assert zones.geometry["my-eez"].contains(off_sabah)


def test_brunei_lies_between_its_laterals(zones: gpd.GeoDataFrame) -> None:
    shape = zones.geometry["bn-eez"]
    assert shape.contains(shapely.Point(113.2, 6.0))
    assert not shape.contains(shapely.Point(114.6, 6.0))
    assert not shape.contains(shapely.Point(112.0, 5.5))
    assert zones["membership_band_nm"]["bn-eez"] > 0


def test_what_has_no_official_coordinates_says_so_and_has_a_band(zones: gpd.GeoDataFrame) -> None:
    dash = zones.loc[["cn-dash-area", "cn-dash-line", "cn-dash-line-tenth", "cn-fishing-ban"]]
    assert set(dash["status"]) == {"illustrative"}
    assert set(dash["membership_band_nm"]) == {30.0}
    assert area_km2(shapely.intersection(zones.geometry["cn-fishing-ban"], zones.geometry["land"])) < 1.0
    assert zones.geometry["cn-fishing-ban"].bounds[1] == pytest.approx(12.0, abs=1e-6)
    shapes = zones.geometry
    assert shapely.covered_by(shapes["cn-fishing-ban"], shapely.buffer(shapes["cn-dash-area"], 1e-5))


@pytest.mark.parametrize(
    ("feature", "certainty"),
    [("scarborough-shoal", ""), ("itu-aba-island", ""), ("woody-island", ""), ("jackson-atoll", "possible_only")],
)
def test_features_above_high_tide_have_a_belt_and_unknown_ones_only_a_possible_one(
    feature: str, certainty: str, zones: gpd.GeoDataFrame
) -> None:
    row = zones.loc[f"ts-{feature}"]
    assert row["certainty"] == certainty
    assert (f"cz-{feature}" in zones.index) == (certainty == "")
    assert row["feature_id"] == feature


@pytest.mark.parametrize(
    "feature",
    ["second-thomas-shoal", "mischief-reef", "subi-reef", "reed-bank", "tizard-bank", "spratly-islands", "manila"],
)
def test_low_tide_elevations_groups_and_towns_have_none(feature: str, zones: gpd.GeoDataFrame) -> None:
    assert f"ts-{feature}" not in zones.index


def test_a_trusted_reef_has_a_second_belt_from_its_edge_with_a_narrower_band(zones: gpd.GeoDataFrame) -> None:
    variants = zones[zones["kind"] == "reef_belt"]
    assert len(variants) >= 15
    for variant in variants.itertuples():
        disc = zones.loc[f"ts-{variant.feature_id}"]
        assert variant.Index == f"ts-{variant.feature_id}-reef"
        assert variant.claimants == disc["claimants"]
        assert variant.membership_band_nm == 0.5
        assert area_km2(variant.geometry) > area_km2(disc["geometry"])
    place = variants.loc["ts-woody-island-reef"].geometry.centroid
    woody = locate(place.y + 0.15, place.x, date="2024")
    assert any("Article 6" in text and "Woody Island" in text for text in woody["details"])
    assert "Article 6" not in woody["standing"]


def test_the_band_of_a_point_is_its_radius_and_spread() -> None:
    table = features.offshore_features().set_index("id")
    shoal = table.loc["scarborough-shoal"]
    extent_km = float(shoal["radius_km"]) + float(shoal["spread_km"])
    assert shoal["band_nm"] == pytest.approx(extent_km / 1.852, abs=0.01)


def test_claimants_of_a_feature_follow_the_table_of_claims(zones: gpd.GeoDataFrame) -> None:
    claims = geodata.table("feature_claims")
    claims = claims[claims["role"] == "claims"]
    for zone in zones[(zones["feature_id"] != "") & (zones["kind"] != "reef_belt")].itertuples():
        known = set(claims.loc[claims["feature_id"] == zone.feature_id, "country"])
        named = set(zone.claimants.split(";")) - {""}
        assert named == known if zone.kind == "territorial_sea" else named == known - {"MY", "BN"}, zone.Index
    assert zones["claimants"]["ts-scarborough-shoal"] == "CN;PH;TW"
    assert zones["claimants"]["ts-spratly-island"] == "CN;TW;VN"
    assert zones["claimants"]["ts-luconia-breakers"] == "CN;MY;TW"


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("ts-thitu-island", "1958-09-04"),  # the Chinese declaration of 12 M; the islands were claimed before
        ("cz-thitu-island", "1977-05-12"),  # the Vietnamese statement; the Chinese law is of 1992
        ("ts-pratas-island", "1958-09-04"),
        ("cz-pratas-island", "1992-02-25"),  # China; Viet Nam does not claim it
        ("ts-scarborough-shoal", "1958-09-04"),
        ("cz-scarborough-shoal", "1992-02-25"),
        ("ts-luconia-breakers", "2015-06"),  # the text at hand: the first day of no claim was read
    ],
)
def test_a_belt_around_a_feature_is_as_old_as_the_first_law_on_such_belts(
    zone: str, first: str, zones: gpd.GeoDataFrame
) -> None:
    assert zones["valid_from"][zone] == first
    assert zones["earlier"][zone] == ("not traced" if first else "")


def test_every_claimant_of_a_feature_has_a_law_on_its_territorial_sea_with_a_source() -> None:
    laws = geodata.read_csv(sources.file("belt_laws.csv"))
    claims = geodata.table("feature_claims")
    claimants = set(claims.loc[(claims["role"] == "claims") & (claims["feature_id"] != "pedra-branca"), "country"])
    assert set(laws.loc[laws["kind"] == "territorial_sea", "country"]) >= claimants
    assert not laws.duplicated(["country", "kind"]).any()
    assert laws["source"].str.contains("https?://", regex=True).all()


def test_a_belt_that_nobody_or_one_state_claims_is_not_contested(zones: gpd.GeoDataFrame) -> None:
    belts = zones[zones["feature_id"] != ""]
    count = belts["claimants"].map(lambda who: len([code for code in who.split(";") if code]))
    assert belts["status"].tolist() == count.map({0: "illustrative", 1: "claimed"}).fillna("contested").tolist()


def test_the_dash_area_holds_the_islets_that_it_encloses_and_no_coast(zones: gpd.GeoDataFrame) -> None:
    area, land = zones.geometry["cn-dash-area"], zones.geometry["land"]
    assert not area.interiors
    parts = shapely.get_parts(land)
    inside = parts[shapely.contains(area, parts)]
    assert len(inside) > 50
    assert max(area_km2(part) for part in inside) < 5
    others = shapely.union_all(parts[~shapely.covers(area, parts)])
    assert area_km2(shapely.intersection(area, others)) < 0.1
    assert zones.geometry["cn-fishing-ban"].interiors


def test_a_treaty_ring_keeps_to_parallels_and_a_claim_ring_has_its_corners(zones: gpd.GeoDataFrame) -> None:
    outline = shapely.get_coordinates(zones.geometry["ph-kig"])
    assert outline[:, 1].min() == pytest.approx(7.666667, abs=1e-6)
    assert outline[:, 1].max() == 12.0
    assert zones.geometry["ph-treaty-limits"].bounds == pytest.approx((116.0, 4.75, 127.0, 20.0), abs=1e-6)


def test_finish_drops_specks_of_rounding_but_no_islet() -> None:
    speck = shapely.box(110, 10, 110.0005, 110.0005 - 100)
    sea = shapely.MultiPolygon([shapely.box(111, 10, 112, 11), speck])
    land = shapely.MultiPolygon([shapely.box(111.2, 10.2, 111.4, 10.4)])
    finished = build.finish(sea, land)
    assert finished.geom_type == "Polygon"
    assert len(finished.interiors) == 1
    assert len(shapely.get_parts(build.finish(sea, None))) == 2


def test_coast_belongs_to_the_nearest_country() -> None:
    cities = np.array(
        [[120.97, 14.6], [103.82, 1.25], [114.17, 22.28], [121.74, 25.13], [106.7, 20.86], [115.07, 5.03]]
    )
    assert coastline.country_of(cities).tolist() == ["PH", "SG", "CN", "TW", "VN", "BN"]


def test_no_islet_inside_the_philippine_baselines_is_malaysian_coast(zones: gpd.GeoDataFrame) -> None:
    """Pearl Bank, the Turtle Islands, Mangsee and Sibutu: the country map has no islets there, the ring has."""
    for lat, lon in ((5.85, 119.7366), (6.08, 118.31), (6.24, 118.07), (7.556, 117.292), (4.715, 119.031)):
        assert nearest_coast(lat, lon)[0] == "PH", (lat, lon)
    standing = locate(5.85, 119.7366)["standing"]
    assert "archipelagic" in standing
    assert "Malaysian" not in standing
    far_from_sabah = shapely.Point(119.9, 6.1)
    assert not zones.geometry["my-ts"].contains(far_from_sabah)


def test_islets_inside_the_indonesian_baselines_and_off_commodore_reef_are_no_philippine_coast() -> None:
    assert nearest_coast(4.742, 125.482)[0] == "ID"
    assert nearest_coast(8.345, 115.414)[1] > 40


def test_the_philippine_ring_stands_on_its_islets_between_mangsee_and_sibutu(zones: gpd.GeoDataFrame) -> None:
    ring = zones.geometry["ph-archipelagic"]
    assert ring.contains(shapely.Point(118.30, 6.15))
    assert not ring.contains(shapely.Point(117.85, 7.00))


def test_in_the_gulf_of_thailand_its_own_states_are_named() -> None:
    assert "Thai" in locate(7.5, 101.0)["standing"]
    assert "Vietnamese" not in locate(7.5, 101.0)["standing"]
    north = locate(12.0, 101.0)["standing"]
    assert "Cambodian" in north
    assert "Thai" in north
    assert "Singaporean" in locate(1.25, 103.9)["standing"]


def test_the_agreement_of_1997_cuts_both_parties_at_one_line(zones: gpd.GeoDataFrame) -> None:
    shapes = zones.geometry
    west, east = shapely.Point(102.4, 8.3), shapely.Point(102.9, 8.4)
    assert [name for name in ("th-eez", "vn-eez") if shapes[name].contains(west)] == ["th-eez"]
    assert [name for name in ("th-eez", "vn-eez") if shapes[name].contains(east)] == ["vn-eez"]
    assert [103.041667, 7.816667] in shapely.get_coordinates(shapes["th-vn-1997"]).tolist(), "C is at 7-49 N"


def test_what_two_states_delimited_neither_has_on_the_side_of_the_other(zones: gpd.GeoDataFrame) -> None:
    shapes = zones.geometry
    assert area_km2(shapely.intersection(shapes["my-eez"], shapes["bn-eez"])) < 1
    before = shapely.union(shapes["my-eez"], shapes["my-eez-brunei-to-2009"])
    assert area_km2(shapely.intersection(before, shapes["bn-eez"])) > 10_000
    assert shapes["settled-bn-my-2009-bn"].contains(shapely.Point(113.9, 5.6))


def test_sides_of_an_agreed_line_lie_abreast_of_it_and_do_not_overlap(zones: gpd.GeoDataFrame) -> None:
    sides = zones[zones["kind"] == "agreed_side"]
    for line, pair in sides.groupby(sides["cut_by"]):
        shapes = list(pair.geometry)
        assert len(shapes) == 2 or line == "bn-my-2009"
        assert area_km2(shapely.intersection(shapes[0], shapes[-1])) < 1 or line == "bn-my-2009", line
    assert not sides.geometry["settled-id-my-1969-east-my"].contains(shapely.Point(113.0, 7.5)), "north of its end"


def test_the_common_fishery_zone_reaches_as_far_as_its_rule(zones: gpd.GeoDataFrame) -> None:
    zone = zones.geometry["cn-vn-fishery-2004"]
    printed = sources.points("cn_vn_fishery_2004")
    assert zone.bounds[3] <= 20.0 + 1e-6
    away = [shapely.distance(shapely.boundary(zone), shapely.Point(point)) * 60 for point in printed]
    assert max(away) < 6  # corners are cut by points, and rounded by the rule


def test_the_waters_of_1982_lie_between_poulo_wai_phu_quoc_and_tho_chu(zones: gpd.GeoDataFrame) -> None:
    zone = zones.geometry["kh-vn-historic-1982"]
    assert zone.contains(shapely.Point(103.6, 10.1))
    assert not zone.contains(shapely.Point(104.3, 9.5))
    assert not zone.contains(shapely.Point(102.8, 10.2))


def test_edges_of_the_region_say_what_is_not_covered() -> None:
    assert "the coast of Japan, whose claims are not collected" in locate(25.5, 125.5)["standing"]
    assert "the coast of Myanmar, whose claims are not collected" in locate(11.0, 98.1)["standing"]
    assert "Myanmar" not in locate(12.0, 101.0)["standing"], "nothing is measured across the peninsula"


def test_pedra_branca_has_a_territorial_sea_of_singapore_since_it_claims_one(zones: gpd.GeoDataFrame) -> None:
    assert zones.geometry["sg-ts"].contains(shapely.Point(104.55, 1.40))
    assert "12 nm of Indonesian, Malaysian and Singaporean" in locate(1.3303, 104.4058, date="2024")["standing"]
    assert "Singaporean" in locate(1.3303, 104.4058, date="1980-09-15")["standing"]
    assert "sg-ts" in locate(1.3303, 104.4058, date="1975")["untraced"]
    assert nearest_coast(1.34, 104.41)[0] == "SG"


def test_indonesian_waters_are_claimed_since_1957_and_their_lines_certain_since_1996() -> None:
    """The Declaration of 1957 and the text of 1960 join the islands; the points at hand are later."""
    there = [
        [(zone["id"], zone["membership"]) for zone in locate(4.3, 108.2, date=day)["zones"]]
        for day in ("1957-12-12", "1970", "2000")
    ]
    assert there == [[], [("id-archipelagic", "possible")], [("id-archipelagic", "certain")]]


def test_indonesia_does_not_reach_into_the_sulu_sea_across_sabah(zones: gpd.GeoDataFrame) -> None:
    for lat, lon in ((7.0, 117.85), (7.51, 117.30), (6.3, 118.0)):
        assert "Indonesian" not in locate(lat, lon)["standing"], (lat, lon)
    assert zones.geometry["id-eez"].contains(shapely.Point(118.9, 4.0))


def test_cambodia_does_not_reach_off_the_mekong_across_viet_nam(zones: gpd.GeoDataFrame) -> None:
    assert "Cambodian" not in locate(8.0, 106.0)["standing"]
    assert "Cambodian" in locate(8.3, 104.3)["standing"]
    assert zones.geometry["kh-eez"].bounds[2] <= 104.75


def test_what_rests_on_a_line_that_nobody_printed_is_not_certain_at_its_limit(zones: gpd.GeoDataFrame) -> None:
    derived = zones[(zones["feature_id"] == "") & zones["accuracy"].str.contains("unverified")]
    assert set(derived["claimants"]) == {"ID", "TW"}
    assert (derived["membership_band_nm"] > 0).all()
    edge = {zone["id"]: zone["membership"] for zone in locate(0.0, 98.001)["zones"]}  # zones are cut there, not limited
    assert edge["id-archipelagic"] == "certain"


def test_in_brunei_bay_brunei_is_possible_and_nothing_certain(zones: gpd.GeoDataFrame) -> None:
    answer = locate(4.88, 115.07)
    assert "Possibly within 12 nm of Bruneian baselines." in answer["details"]
    assert shapely.intersection(zones.geometry["bn-ts-bay"], zones.geometry["bn-ts"]).area < 1e-6


def test_islands_that_taiwan_holds_are_its_coast_and_the_senkaku_nobodys() -> None:
    for lat, lon in ((24.99, 119.45), (26.15, 119.93), (26.377, 120.491), (25.96, 119.98)):
        assert nearest_coast(lat, lon) == ("TW", pytest.approx(0, abs=1)), (lat, lon)
    assert nearest_coast(25.25 + 1, 119.81)[0] == "CN"
    assert nearest_coast(25.7665, 123.5272)[1] > 40


def test_islands_in_dispute_are_on_nobodys_coast() -> None:
    shores = gpd.read_parquet(GEODATA / "zones/baselines.parquet")
    shores = shores.geometry[shores["scope"] == "coast"].to_numpy()
    for lat, lon in ((10.3764, 114.3653), (16.8344, 112.3397), (11.0533, 114.2847), (20.7, 116.7167)):
        assert shapely.distance(shores, shapely.Point(lon, lat)).min() > 0.2, (lat, lon)


def test_without_the_coastline_the_build_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(TrackerError, match=r"pip install 'scs-tracker\[zones-build\]'"):
        build.build_zones(tmp_path)


def test_a_zone_without_a_row_stops_the_build_and_so_does_a_row_without_a_zone() -> None:
    table = build.zone_table(features.offshore_features())
    build.require_rows(table["id"], table)
    with pytest.raises(TrackerError, match=r"zone ph-kig has no row in zones_written.csv"):
        build.require_rows(table["id"], table[table["id"] != "ph-kig"])
    with pytest.raises(TrackerError, match=r"zone ph-kig has a row in zones_written.csv but no geometry"):
        build.require_rows(table.loc[table["id"] != "ph-kig", "id"], table)


def test_a_number_that_is_none_is_named_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(GEODATA, tmp_path / "geodata", ignore=shutil.ignore_patterns("*.npz", "*.parquet"))
    path = tmp_path / "geodata/zones/sources/vn_baseline_1982.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("9.250000", "9°15'"), encoding="utf-8")
    monkeypatch.setattr(loader, "_ROOTS", (tmp_path,))
    with pytest.raises(TrackerError, match=r"vn_baseline_1982.csv: a coordinate is not a number"):
        sources.points("vn_baseline_1982")
