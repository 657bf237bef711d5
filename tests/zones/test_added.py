"""Zones of the user's own: what is taken, what is mended, and what is refused with nothing written."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sentences.classification import classify, locate
from scs_tracker.zones import add_zone, load_zones, zones_at
from scs_tracker.zones.added import remove_zone

FACTS = {"id": "my-zone", "claimants": "PH", "kind": "claim_area", "citation": "Drawn for this test"}
SQUARE = shapely.box(114, 9, 115, 10)


@pytest.fixture(autouse=True)
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    geodata.configure(folder)
    return folder


def kml(*rings: shapely.Polygon) -> bytes:
    """Write what a chart program exports."""
    marks = "".join(
        "<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        + " ".join(f"{x},{y},0" for x, y in ring.exterior.coords)
        + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        for ring in rings
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a chart -->\n<kml xmlns="http://www.opengis.net/kml/2.2">'
    return f"{head}<Document><Folder><name>chart</name>{marks}</Folder></Document></kml>".encode()


def layer(tmp_path: Path, name: str, *shapes: shapely.Geometry, crs: object = 4326, **fields: list[str]) -> Path:
    file = tmp_path / name
    if name.endswith(".kml"):
        file.write_bytes(kml(*shapes))
        return file
    frame = gpd.GeoDataFrame(fields or {"n": list(range(len(shapes)))}, geometry=list(shapes), crs=4326)
    if crs != 4326:
        frame = frame.to_crs(crs)
    frame.to_file(file)
    return file


def zipped(tmp_path: Path, members: dict[str, bytes], name: str = "layer.zip") -> Path:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return tmp_path / name


def shapefile(tmp_path: Path) -> dict[str, bytes]:
    file = layer(tmp_path, "square.shp", SQUARE)
    return {part.name: part.read_bytes() for part in tmp_path.glob("square.*")} if file.exists() else {}


def shape_of(zone: str) -> shapely.Geometry:
    """Return the shape that the index and all commands take; making the index anew is left to the tests that ask it."""
    return load_zones().set_index("id").geometry[zone]


GEOJSON = json.dumps(shapely.geometry.mapping(SQUARE)).encode()


@pytest.mark.parametrize("name", ["z.gpkg", "z.geojson", "z.kml", "z.shp", "z.fgb"])
def test_every_usual_format_becomes_a_zone(tmp_path: Path, name: str) -> None:
    added = add_zone(layer(tmp_path, name, SQUARE), FACTS)
    assert (added.id, added.replaced, added.features) == ("my-zone", False, 1)
    assert added.area_km2 == pytest.approx(12_145, abs=1)
    row = load_zones().set_index("id").loc["my-zone"]
    assert row["geometry"].equals(SQUARE)
    assert (row["claimants"], row["kind"], row["citation"], row["status"]) == (
        "PH",
        "claim_area",
        FACTS["citation"],
        "claimed",
    )


def test_all_commands_use_an_added_zone(tmp_path: Path) -> None:
    add_zone(layer(tmp_path, "z.gpkg", SQUARE), FACTS)
    assert zones_at([114.5, 115.5], [9.5, 9.5]).holding("my-zone").tolist() == [True, False]
    assert "my-zone" in {zone["id"] for zone in locate(9.5, 114.5, date="1900")["zones"]}
    answer = locate(9.5, 114.5)
    assert any(
        "nside my-zone, as claimed by the Philippines" in text for text in (answer["standing"], *answer["details"])
    )


def test_geoparquet_and_a_zipped_shapefile(tmp_path: Path) -> None:
    gpd.GeoDataFrame(geometry=[SQUARE], crs=4326).to_parquet(tmp_path / "z.parquet")
    add_zone(tmp_path / "z.parquet", FACTS)
    add_zone(zipped(tmp_path, shapefile(tmp_path)), FACTS | {"id": "zipped"})
    assert shape_of("my-zone").equals(SQUARE)
    assert shape_of("zipped").equals(SQUARE)


def test_a_kmz_is_a_zip_file_with_a_kml(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"doc.kml": kml(SQUARE, shapely.box(116, 9, 117, 10))}, "chart.kmz")
    assert add_zone(file, FACTS).features == 2


def test_dates_bands_and_certainty_of_the_users_zone_count(tmp_path: Path) -> None:
    file = layer(tmp_path, "z.gpkg", SQUARE)
    add_zone(file, FACTS | {"valid_from": "2020-05", "valid_to": "2021", "membership_band_nm": "6"})
    add_zone(file, FACTS | {"id": "unsure", "certainty": "possible_only", "name": "Box"})
    table = gpd.GeoDataFrame(
        {"date_start": ["2020-06-01", "2020-05", "2019", "2022"]},
        geometry=gpd.points_from_xy([114.5] * 4, [9.5] * 4),
        crs=4326,
    )
    placed = classify(table)
    assert ["my-zone" in cell for cell in placed["zones"]] == [True, True, False, False]
    assert ["unsure" in cell for cell in placed["zones_possible"]] == [True] * 4
    edge = classify(table.iloc[:1].set_geometry(gpd.points_from_xy([114.05], [9.5]), crs=4326))
    assert "my-zone" in edge["zones_possible"].iloc[0]


def test_a_projected_layer_is_brought_to_longitude_and_latitude(tmp_path: Path) -> None:
    added = add_zone(layer(tmp_path, "z.gpkg", SQUARE, crs=32650), FACTS)
    assert added.notes == ("transformed from WGS 84 / UTM zone 50N to EPSG:4326",)
    assert added.area_km2 == pytest.approx(12_145, rel=1e-3)


def test_several_features_are_one_zone_and_a_condition_chooses(tmp_path: Path) -> None:
    other = shapely.box(116, 9, 117, 10)
    file = layer(tmp_path, "z.gpkg", SQUARE, other, SQUARE, who=["PHL", "VNM", "PHL"])
    assert add_zone(file, FACTS).features == 3
    assert add_zone(file, FACTS | {"id": "chosen"}, where="who = 'VNM'").features == 1
    assert shape_of("my-zone").equals(shapely.union_all([SQUARE, other]))
    assert shape_of("chosen").equals(other)
    with pytest.raises(TrackerError, match="no feature that meets the condition"):
        add_zone(file, FACTS | {"id": "none"}, where="who = 'XXX'")
    with pytest.raises(TrackerError, match="cannot be read"):
        add_zone(file, FACTS | {"id": "none"}, where="nonsense ===")


def test_one_of_several_layers_must_be_chosen(tmp_path: Path) -> None:
    file = tmp_path / "z.gpkg"
    for name, shape in (("one", SQUARE), ("two", shapely.box(116, 9, 117, 10))):
        gpd.GeoDataFrame(geometry=[shape], crs=4326).to_file(file, layer=name)
    with pytest.raises(UsageError, match=r"choose one with layer .*: one, two"):
        add_zone(file, FACTS)
    add_zone(file, FACTS, layer="two")
    assert shape_of("my-zone").equals(shapely.box(116, 9, 117, 10))
    with pytest.raises(UsageError, match="no layer 'three'"):
        add_zone(file, FACTS | {"id": "x"}, layer="three")


def test_what_reaches_beyond_the_region_is_cut(tmp_path: Path) -> None:
    added = add_zone(layer(tmp_path, "z.gpkg", shapely.box(120, 20, 140, 40)), FACTS)
    assert added.notes == ("cut at the region, 98-128°E, 4°S-27°N",)
    assert load_zones().set_index("id").geometry["my-zone"].bounds == (120, 20, 128, 27)


def test_small_faults_are_mended_and_said(tmp_path: Path) -> None:
    spike = shapely.Polygon([(114, 9), (115, 9), (115, 10), (114.5, 10), (114.5, 10.4), (114.5, 10), (114, 10)])
    added = add_zone(layer(tmp_path, "z.gpkg", spike), FACTS)
    assert "repaired 1 polygon that was not valid" in added.notes[0]
    assert added.area_km2 == pytest.approx(12_145, abs=5)


def test_a_zone_of_ours_can_be_replaced_and_keeps_its_feature(tmp_path: Path) -> None:
    file = layer(tmp_path, "z.gpkg", SQUARE)
    facts = FACTS | {"id": "ts-scarborough-shoal", "kind": "territorial_sea", "claimants": "CN; PH"}
    with pytest.raises(UsageError, match="already"):
        add_zone(file, facts)
    before = len(load_zones())
    assert add_zone(file, facts, replace=True).replaced
    zones = load_zones().set_index("id")
    assert len(zones) == before
    assert zones.loc["ts-scarborough-shoal", "feature_id"] == "scarborough-shoal"
    assert zones_at([114.5, 117.76], [9.5, 15.15]).holding("ts-scarborough-shoal").tolist() == [True, False]
    banded = facts | {"membership_band_nm": "6"}  # the band of the replaced zone, which is stored, is another one
    add_zone(layer(tmp_path, "other.gpkg", shapely.box(112, 9, 113, 10)), banded, replace=True)
    assert zones_at([114.5, 112.5], [9.5, 9.5]).holding("ts-scarborough-shoal").tolist() == [False, True]
    table = gpd.GeoDataFrame(
        {"date_start": ["2020"] * 2}, geometry=gpd.points_from_xy([112.5, 112.05], [9.5] * 2), crs=4326
    )
    placed = classify(table)
    assert ["ts-scarborough-shoal" in cell for cell in placed["zones"]] == [True, False]
    assert ["ts-scarborough-shoal" in cell for cell in placed["zones_possible"]] == [False, True]


def test_lines_are_taken_as_lines(tmp_path: Path) -> None:
    line = shapely.LineString([(114, 9), (115, 10)])
    added = add_zone(layer(tmp_path, "z.gpkg", line), FACTS | {"kind": "claim_line"})
    assert added.area_km2 is None
    assert not zones_at([114.5], [9.5]).holding("my-zone")[0]
    with pytest.raises(TrackerError, match="has lines, but a zone of the kind eez is an area"):
        add_zone(layer(tmp_path, "y.gpkg", line), FACTS | {"id": "x", "kind": "eez"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "My Zone"}, "use lower-case letters"),
        ({"id": "../evil"}, "use lower-case letters"),
        ({"claimants": "PP"}, "claimant 'PP' is not known"),
        ({"claimants": ""}, "claimants is missing"),
        ({"kind": "territorial_see"}, "did you mean territorial_sea"),
        ({"citation": "  "}, "citation is missing"),
        ({"valid_from": "May 2020"}, "not a valid date"),
        ({"valid_from": "2020", "valid_to": "2019"}, "is before"),
        ({"status": "true"}, "status 'true' is not known"),
        ({"membership_band_nm": "-3"}, "not a distance"),
        ({"certainty": "maybe"}, "possible_only"),
        ({"claimant": "PH"}, "did you mean claimants"),
        ({"recipe": "x"}, "column 'recipe' is not known"),
    ],
)
def test_facts_that_are_not_allowed(tmp_path: Path, overlay: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        add_zone(layer(tmp_path, "z.gpkg", SQUARE), FACTS | change)
    assert not overlay.exists()


def bow_tie() -> shapely.Polygon:
    return shapely.Polygon([(114, 9), (115, 10), (115, 9), (114, 10), (114, 9)])


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (shapely.Point(114, 9), "has Point; a zone needs either polygons"),
        (shapely.GeometryCollection([SQUARE, shapely.LineString([(1, 1), (2, 2)])]), "LineString and Polygon"),
        (bow_tie(), "not valid .Self-intersection.*fix it in a GIS"),
        (shapely.box(1, 50, 2, 51), "outside the supported region"),
        (shapely.box(9, 89, 10, 89.9), "is outside the supported region"),
        (
            shapely.Polygon([(114, 9), (115, 9), (114, 9), (114, 9)]),
            "with 2 corners and no area; it needs at least three",
        ),
        (shapely.Polygon([(114, 9), (115, 10), (116, 11), (114, 9)]), "with 3 corners and no area"),
    ],
)
def test_geometry_that_is_no_zone(tmp_path: Path, overlay: Path, shape: shapely.Geometry, words: str) -> None:
    with pytest.raises(TrackerError, match=words):
        add_zone(layer(tmp_path, "z.gpkg", shape), FACTS)
    assert not overlay.exists()


def test_coordinates_that_are_none(tmp_path: Path) -> None:
    gpd.GeoDataFrame(geometry=[shapely.box(9, 114, 10, 115)], crs=4326).to_parquet(tmp_path / "swapped.parquet")
    with pytest.raises(TrackerError, match="longitude and latitude are swapped"):
        add_zone(tmp_path / "swapped.parquet", FACTS)
    gpd.GeoDataFrame(geometry=[shapely.box(5e5, 1e6, 6e5, 2e6)], crs=4326).to_parquet(tmp_path / "metres.parquet")
    with pytest.raises(TrackerError, match="check the CRS"):
        add_zone(tmp_path / "metres.parquet", FACTS)


def test_no_crs_no_features_no_geometry(tmp_path: Path, overlay: Path) -> None:
    parts = shapefile(tmp_path)
    (tmp_path / "square.prj").unlink()
    with pytest.raises(TrackerError, match="has no CRS"):
        add_zone(tmp_path / "square.shp", FACTS)
    without = {name: content for name, content in parts.items() if not name.endswith(".prj")}
    with pytest.raises(TrackerError, match="has no CRS"):
        add_zone(zipped(tmp_path, without), FACTS)
    empty = gpd.GeoDataFrame({"n": []}, geometry=[], crs=4326)
    empty.to_file(tmp_path / "empty.gpkg", layer="empty", geometry_type="Polygon")
    with pytest.raises(TrackerError, match="no feature"):
        add_zone(tmp_path / "empty.gpkg", FACTS)
    gpd.GeoDataFrame({"n": [1]}, geometry=[None], crs=4326).to_file(tmp_path / "none.gpkg", geometry_type="Polygon")
    with pytest.raises(TrackerError, match="features without geometry"):
        add_zone(tmp_path / "none.gpkg", FACTS)
    assert not overlay.exists()


def linked(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "linked.zip", "w") as archive:
        link = zipfile.ZipInfo("z.geojson")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return tmp_path / "linked.zip"


def lying(tmp_path: Path) -> Path:
    """Write an archive whose directory says that its member is small."""
    file = zipped(tmp_path, {"z.geojson": GEOJSON + b" " * 5_000_000}, "lying.zip")
    content = bytearray(file.read_bytes())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../z.geojson": GEOJSON}, "outside its folder"),
        ({"/tmp/z.geojson": GEOJSON}, "outside its folder"),  # noqa: S108 - nothing is written there
        ({"a/../../z.geojson": GEOJSON}, "outside its folder"),
        ({"..\\z.geojson": GEOJSON}, "outside its folder"),
        ({"C:\\z.geojson": GEOJSON}, "outside its folder"),
        ({"z.geojson": GEOJSON, "inner.zip": b"PK"}, "contains another archive, inner.zip"),
        ({"z.geojson": GEOJSON, "y.kml": b"<kml/>"}, "must have one layer, but has 2"),
        ({"readme.txt": b"nothing"}, "must have one layer, but has 0"),
        ({"z.geojson": GEOJSON + b" " * 60_000_000}, "times its size"),
        ({f"{n}.txt": b"" for n in range(1001)}, "has 1,001 files"),
        (
            {"z.kml": b"<kml><NetworkLink><href>http://example.org/x.kml</href></NetworkLink></kml>"},
            "refers to other files",
        ),
        ({"z.gml": b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>'}, "is XML but not KML"),
    ],
)
def test_unsafe_archives_are_refused(tmp_path: Path, overlay: Path, members: dict[str, bytes], words: str) -> None:
    with pytest.raises(TrackerError, match=words):
        add_zone(zipped(tmp_path, members), FACTS)
    assert not overlay.exists()
    assert not (tmp_path.parent / "z.geojson").exists()


def test_links_lies_locks_and_damage_in_archives(tmp_path: Path, overlay: Path) -> None:
    with pytest.raises(TrackerError, match="is a link or not a regular file"):
        add_zone(linked(tmp_path), FACTS)
    with pytest.raises(TrackerError, match=r"damaged|cannot be read|more data than it declares"):
        add_zone(lying(tmp_path), FACTS)
    whole = zipped(tmp_path, {"z.geojson": GEOJSON}).read_bytes()
    locked = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[whole.index(mark) + offset] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(TrackerError, match="protected by a password"):
        add_zone(tmp_path / "locked.zip", FACTS)
    with zipfile.ZipFile(io.BytesIO(whole)) as one, zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        for name in ("z.geojson", "Z.GEOJSON"):
            archive.writestr(name, one.read("z.geojson"))
    with pytest.raises(TrackerError, match="two members have the same name"):
        add_zone(tmp_path / "twice.zip", FACTS)
    broken = bytearray(whole)
    broken[45:60] = b"\xff" * 15
    (tmp_path / "broken.zip").write_bytes(broken)
    with pytest.raises(TrackerError, match="damaged"):
        add_zone(tmp_path / "broken.zip", FACTS)
    assert not overlay.exists()


@pytest.mark.parametrize(
    "name",
    [
        "https://example.org/eez.gpkg",
        "/vsicurl/https://example.org/eez.gpkg",
        "/vsizip/x.zip/y.shp",
        "zip+https://x/y.zip",
        "PG:dbname=x",
    ],
)
def test_what_is_not_a_local_file_is_refused(name: str) -> None:
    with pytest.raises(TrackerError, match="is not a local file; download it first"):
        add_zone(name, FACTS)


def test_files_that_point_elsewhere_or_are_no_layers(tmp_path: Path) -> None:
    source = "<SrcDataSource>/etc/passwd</SrcDataSource>"
    (tmp_path / "z.vrt").write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="a">{source}</OGRVRTLayer></OGRVRTDataSource>'
    )
    with pytest.raises(TrackerError, match="is XML but not KML, GPX or GML; give the file that contains the shapes"):
        add_zone(tmp_path / "z.vrt", FACTS)
    (tmp_path / "z.json").write_text('{"type": "FeatureCollection", "features": [], "x": "/vsicurl/http://a/b"}')
    with pytest.raises(TrackerError, match="refers to other files"):
        add_zone(tmp_path / "z.json", FACTS)
    entity = '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>'
    (tmp_path / "z.kml").write_text(entity)
    with pytest.raises(TrackerError, match="refers to other files"):
        add_zone(tmp_path / "z.kml", FACTS)
    (tmp_path / "z.gpkg").write_bytes(b"SQLite format 3\0 and no more")
    with pytest.raises(TrackerError, match="cannot be read as a map layer"):
        add_zone(tmp_path / "z.gpkg", FACTS)
    (tmp_path / "z.tar.gz").write_bytes(b"\x1f\x8b\x08" + b"\0" * 50)
    with pytest.raises(TrackerError, match="another kind of archive"):
        add_zone(tmp_path / "z.tar.gz", FACTS)
    with pytest.raises(TrackerError, match="does not exist"):
        add_zone(tmp_path / "none.gpkg", FACTS)
    with pytest.raises(TrackerError, match="not a regular file"):
        add_zone(tmp_path, FACTS)


def test_a_ring_that_is_not_closed_is_refused_in_one_sentence(tmp_path: Path, overlay: Path) -> None:
    file = tmp_path / "open.geojson"
    file.write_text('{"type": "Polygon", "coordinates": [[[114, 9], [115, 9], [115, 10], [114, 10]]]}')
    with pytest.raises(TrackerError, match=r"open.geojson cannot be read as a map layer \(.*closed linestring\)"):
        add_zone(file, FACTS)
    assert not overlay.exists()


def test_the_states_around_the_sea_can_claim_a_zone(tmp_path: Path) -> None:
    file = layer(tmp_path, "z.gpkg", shapely.box(101, 7, 102, 8))
    for code in ("JP", "KH", "MM", "SG", "TH"):
        add_zone(file, FACTS | {"id": f"of-{code.lower()}", "claimants": code, "name": "The zone"})
    assert "inside The zone, as claimed by Thailand" in locate(7.5, 101.5, date="2024")["standing"]


def test_a_name_that_says_archive_is_never_handed_to_gdal(tmp_path: Path) -> None:
    """GDAL opens by its name what Python cannot read as a zip file."""
    whole = zipped(tmp_path, {"a.geojson": json.dumps(shapely.geometry.mapping(SQUARE)).encode()}).read_bytes()
    for name in ("a.zip", "a.kmz", "a.tar", "a.ZIP"):
        (tmp_path / name).write_bytes(whole[: whole.rindex(b"PK\x05\x06")])
        with pytest.raises(TrackerError, match="cannot be read as a zip file; unpack it"):
            add_zone(tmp_path / name, FACTS)


def test_without_an_overlay_there_is_nowhere_to_keep_it(tmp_path: Path) -> None:
    file = layer(tmp_path, "z.gpkg", SQUARE)
    geodata.configure(None)
    with pytest.raises(TrackerError, match="need a geodata overlay"):
        add_zone(file, FACTS)


def test_an_overlay_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/zones").write_text("a file where the folder must be")
    with pytest.raises(TrackerError, match="cannot be written"):
        add_zone(layer(tmp_path, "z.gpkg", SQUARE), FACTS)
    assert "my-zone" not in set(load_zones()["id"])


def test_a_real_zone_of_ours_comes_back_the_same(tmp_path: Path) -> None:
    """The largest zones survive the way through a GeoPackage and our own checks, point for point."""
    zones = load_zones().set_index("id")
    shape = zones.geometry["vn-eez"]
    gpd.GeoDataFrame(geometry=[shape], crs=4326).to_file(tmp_path / "vn.gpkg")
    add_zone(tmp_path / "vn.gpkg", FACTS | {"id": "vn-copy", "kind": "eez", "claimants": "VN"})
    rng = np.random.default_rng(0)
    found = zones_at(rng.uniform(100, 116, 20_000), rng.uniform(5, 22, 20_000))
    assert np.array_equal(found.holding("vn-copy"), found.holding("vn-eez"))
    assert np.count_nonzero(found.holding("vn-eez")) > 1_000


def test_the_table_is_readable_text(tmp_path: Path, overlay: Path) -> None:
    add_zone(layer(tmp_path, "b.gpkg", SQUARE), FACTS | {"id": "b-zone", "note": 'with "quotes", and commas'})
    add_zone(layer(tmp_path, "a.gpkg", SQUARE), FACTS | {"id": "a-zone"})
    text = (overlay / "zones/added/added.csv").read_text(encoding="utf-8")
    table = geodata.read_csv(overlay / "zones/added/added.csv")
    assert list(table["id"]) == ["a-zone", "b-zone"]
    assert table.set_index("id").loc["b-zone", "note"] == 'with "quotes", and commas'
    assert table.set_index("id").loc["b-zone", "recipe"] == "added from b.gpkg"
    assert "\r" not in text
    assert not list((overlay / "zones/added").glob(".*"))
    assert io.StringIO(text).readline().startswith("id,claimants,kind,name")


def test_an_added_zone_is_removed_and_a_shipped_one_of_its_id_counts_again(tmp_path: Path, overlay: Path) -> None:
    shipped = load_zones().set_index("id").geometry["ph-kig"]
    add_zone(layer(tmp_path, "box.geojson", SQUARE), FACTS | {"id": "ph-kig"}, replace=True)
    add_zone(layer(tmp_path, "other.geojson", SQUARE), FACTS)
    file = remove_zone("ph-kig")
    assert not file.exists()
    assert load_zones().set_index("id").geometry["ph-kig"].equals(shipped)
    assert "my-zone" in set(load_zones()["id"])
    for zone_id, hint in (
        ("ph-kig", "is a shipped zone, which cannot be removed"),
        ("my-zon", r"did you mean my-zone\?"),
    ):
        with pytest.raises(UsageError, match=f"you have not added a zone '{zone_id}'; .*{hint}"):
            remove_zone(zone_id)
    remove_zone("my-zone")
    with pytest.raises(UsageError, match="zones you added: none"):
        remove_zone("another")
