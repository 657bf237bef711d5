from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, MultiPoint, Point

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.formats import detect, read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.sources.batch import Batch

DATA = Path(__file__).parent / "data"
COLUMNS = {"date_start": "WHEN", "id": "ref"}
SABINA = Point(116.472, 9.7517)


def frame(**columns: Any) -> gpd.GeoDataFrame:
    values = {"WHEN": ["2034-08-19"], "ref": ["a1"], "types": ["collision"], "initiators": ["CN-CCG"], **columns}
    return gpd.GeoDataFrame(values, geometry=[SABINA], crs="EPSG:4326")


def only(batch: Batch) -> dict[str, Any]:
    assert batch.rejects == ()
    (report,) = batch.reports
    assert report.kind == "gis"
    return report.content


def test_geojson_points_become_reports_and_the_rest_is_rejected() -> None:
    file = DATA / "points.geojson"
    assert detect(file) == "gis"
    batch = read_reports(file, columns=COLUMNS)
    assert [report.key for report in batch.reports] == ["gis:17", "gis:18"]
    first, second = (report.content for report in batch.reports)
    assert (first["lat"], first["lon"], first["time_local"], first["injured"]) == ("9.7333", "115.8667", "06:05", "8")
    assert (first["types"], first["unmapped"]) == ("boarding;seizure;ramming", ["towing", "somebody"])
    assert (first["initiators"], first["targets"]) == ("CN-CCG", "PH-NAVY")
    assert first["sources"] == [
        {"url": "https://www.pna.gov.ph/articles/1", "publisher": "Philippine News Agency", "published": ""}
    ]
    assert (second["date_start"], second["lat"], second["place"]) == ("2034-08", "", "Sabina Shoal")
    assert set(model.INCIDENT_COLUMNS) < set(first)
    found = {reject.row: "; ".join(reject.reasons) for reject in batch.rejects}
    for row, words in {
        3: "use YYYY-MM-DD, or add --dates day-first or month-first; injured 'some' is not a whole number",
        4: "its geometry is a Polygon; only points are incidents",
        5: "48.85, 2.35 is outside the supported region",
        6: "date_start is empty; add the date; the row has neither coordinates nor a place description",
    }.items():
        assert words in found.pop(row)
    assert found == {}
    assert json.loads(batch.rejects[1].raw)["ref"] == "20"


def test_kml_folders_are_read_through() -> None:
    columns = {"date_start": "when", "types": "what", "initiators": "who", "summary": "description"}
    batch = read_reports(DATA / "points.kml", columns=columns)
    (report,) = batch.reports
    assert (report.content["types"], report.content["date_start"]) == ("laser", "2033-02-06")
    assert (report.content["lat"], report.content["lon"]) == ("9.7333", "115.8667")
    assert batch.rejects[0].reasons == ("its geometry is a LineString; only points are incidents",)


def save(name: str, layer: gpd.GeoDataFrame, folder: Path) -> Path:
    file = folder / name
    if name.endswith("parquet"):
        layer.to_parquet(file)
    else:
        layer.to_file(file)
    return file


@pytest.mark.parametrize("name", ["x.gpkg", "x.shp", "x.geojson", "x.parquet"])
@pytest.mark.parametrize("crs", [4326, 32650, 3857])
def test_every_format_and_reference_system_gives_the_same_point(tmp_path: Path, name: str, crs: int) -> None:
    if name == "x.geojson" and crs != 4326:
        crs = 4326  # RFC 7946 knows no other
    content = only(read_reports(save(name, frame().to_crs(crs), tmp_path), columns=COLUMNS))
    assert float(content["lat"]) == pytest.approx(SABINA.y, abs=2e-6)
    assert float(content["lon"]) == pytest.approx(SABINA.x, abs=2e-6)
    assert (content["date_start"], content["types"]) == ("2034-08-19", "collision")


def test_a_zipped_shapefile_and_a_kmz_are_read(tmp_path: Path, zipped: Callable[..., Path]) -> None:
    save("x.shp", frame(), tmp_path)
    members = {f"folder/x{part.suffix}": part.read_bytes() for part in tmp_path.glob("x.*")}
    file = zipped({**members, "readme.txt": "x"})
    assert detect(file) == "gis"
    assert only(read_reports(file, columns=COLUMNS))["types"] == "collision"
    kmz = zipped({"doc.kml": (DATA / "points.kml").read_bytes()}, "x.kmz")
    assert len(read_reports(kmz, columns={"date_start": "when"}).reports) == 1


@pytest.mark.parametrize("name", ["x.gpkg", "x.shp"])
def test_a_layer_without_a_reference_system_is_refused(tmp_path: Path, name: str) -> None:
    file = save(name, frame(), tmp_path)
    if name == "x.shp":
        file.with_suffix(".prj").unlink()
    else:
        with sqlite3.connect(file) as database:
            for table in ("gpkg_geometry_columns", "gpkg_contents"):
                database.execute(f"UPDATE {table} SET srs_id = -1")  # noqa: S608 - names of our own
        database.close()
    with pytest.raises(TrackerError, match="has no coordinate reference system"):
        read_reports(file, columns=COLUMNS)


def test_dates_and_numbers_of_fields_are_read_as_typed(tmp_path: Path) -> None:
    import pandas as pd

    layer = frame(WHEN=pd.to_datetime(["2034-08-19"]), injured=[2.0], radius_km=[5.5], published=["2034-08-20"])
    layer["url"] = "https://a.example/1"
    layer["publisher"] = "A"
    content = only(read_reports(save("x.gpkg", layer, tmp_path), columns=COLUMNS))
    assert (content["date_start"], content["injured"], content["radius_km"]) == ("2034-08-19", "2", "5.5")
    assert content["sources"] == [{"url": "https://a.example/1", "publisher": "A", "published": "2034-08-20"}]


@pytest.mark.parametrize("name", ["x.gpkg", "x.geojson", "x.parquet", "x.shp"])
def test_an_instant_is_no_date_until_a_person_says_where(tmp_path: Path, name: str) -> None:
    import pandas as pd

    moments = pd.to_datetime(["2034-08-19 16:00", "2034-08-19 00:00"]).tz_localize("UTC")
    layer = gpd.GeoDataFrame({"date_start": moments, "n": [1, 2]}, geometry=[SABINA, SABINA], crs=4326)
    batch = read_reports(save(name, layer, tmp_path))
    assert "is a timestamp whose date depends on the time zone" in batch.rejects[0].reasons[0]
    assert [report.content["date_start"] for report in batch.reports] == ["2034-08-19"]


def test_a_local_midnight_in_geojson_is_that_day(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [116.472, 9.7517]}
    properties = {"date_start": "2034-08-19T00:00:00+08:00", "time_local": "06:05:00"}
    feature = {"type": "Feature", "properties": properties, "geometry": point}
    (tmp_path / "x.json").write_text(json.dumps({"features": [feature], "type": "FeatureCollection"}))
    content = only(read_reports(tmp_path / "x.json"))
    assert (content["date_start"], content["time_local"]) == ("2034-08-19", "06:05")


def test_a_year_beyond_those_of_python_is_rejected_not_a_failure(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [116.472, 9.7517]}
    dates = ["20024-05-01", "2034-08-19"]
    features = [{"type": "Feature", "properties": {"date_start": date}, "geometry": point} for date in dates]
    (tmp_path / "x.json").write_text(json.dumps({"features": features, "type": "FeatureCollection"}))
    batch = read_reports(tmp_path / "x.json")
    assert [reject.row for reject in batch.rejects] == [1]
    assert [report.content["date_start"] for report in batch.reports] == ["2034-08-19"]


def test_long_texts_are_shortened_at_a_word_and_kept_whole_beside(tmp_path: Path) -> None:
    text = "word " * 100
    content = only(read_reports(save("x.gpkg", frame(summary=[text], damage=[""]), tmp_path), columns=COLUMNS))
    assert len(content["summary"]) <= 300
    assert content["summary"].endswith("word …")
    assert content["original"]["summary"] == text
    assert "damage" not in content["original"]


def test_one_point_of_many_is_a_point_and_more_are_not(tmp_path: Path) -> None:
    shapes = [MultiPoint([SABINA]), MultiPoint([SABINA, Point(116, 9)]), None, LineString([(1, 1), (2, 2)])]
    layer = gpd.GeoDataFrame({"date_start": ["2034"] * 4, "ref": list("abcd")}, geometry=shapes, crs=4326)
    batch = read_reports(save("x.geojson", layer, tmp_path))
    assert [report.row for report in batch.reports] == [1]
    assert [reject.reasons[0].split(";")[0] for reject in batch.rejects] == [
        "its geometry is a MultiPoint",
        "the row has neither coordinates nor a place description",
        "its geometry is a LineString",
    ]


def test_without_an_id_field_the_key_follows_the_content(tmp_path: Path) -> None:
    columns = {"date_start": "WHEN"}
    first = read_reports(save("x.gpkg", frame(), tmp_path), columns=columns).reports[0].key
    again = read_reports(save("y.geojson", frame(), tmp_path), columns=columns).reports[0].key
    other = read_reports(save("z.gpkg", frame(WHEN=["2034-08-20"]), tmp_path), columns=columns).reports[0].key
    assert first == again != other


def test_wrong_fields_are_named(tmp_path: Path) -> None:
    nameless = save("y.gpkg", frame().rename(columns={"WHEN": "J"}), tmp_path)
    with pytest.raises(TrackerError, match=r"no field date_start.*columns.*its fields are J, ref, types, initiators"):
        read_reports(nameless)
    file = save("x.gpkg", frame(), tmp_path)
    with pytest.raises(TrackerError, match="has no field 'DATE' for date_start"):
        read_reports(file, columns={"date_start": "DATE"})
    with pytest.raises(UsageError, match="columns: date is not a column; did you mean"):
        read_reports(file, columns={"date": "WHEN"})
    with pytest.raises(
        UsageError,
        match="columns can be chosen only for map layers and for your own tables; format acled has fixed columns",
    ):
        read_reports(file, columns=COLUMNS, format_="acled")
    with pytest.raises(TrackerError, match="has no column 'WHEN'"):
        read_reports(DATA / "acled.csv", columns=COLUMNS)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"time_local": ["25:00"]}, "time_local '25:00' is not a valid time; use HH:MM"),
        ({"radius_km": ["near"]}, "radius_km 'near' is not a number of kilometres"),
        ({"killed": ["-1"]}, "killed '-1' is not a whole number"),
        ({"published": ["soon"]}, "published: the date 'soon' is not a valid date"),
        ({"date_end": ["2034-08-01"]}, "date_end 2034-08-01 is before date_start 2034-08-19"),
        ({"corroboration": ["rumour"]}, "corroboration 'rumour' is not allowed; use one of single"),
    ],
)
def test_bad_fields_reject_the_feature(tmp_path: Path, values: dict[str, list[str]], words: str) -> None:
    (reject,) = read_reports(save("x.gpkg", frame(**values), tmp_path), columns=COLUMNS).rejects
    assert words in "; ".join(reject.reasons)


def test_damaged_layers_are_refused(tmp_path: Path) -> None:
    for name in ("x.gpkg", "x.geojson", "x.parquet", "x.shp"):
        file = save(name, frame(), tmp_path)
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
        with pytest.raises(TrackerError, match=r"cannot be read as a map layer|damaged database|field"):
            read_reports(file, columns=COLUMNS)


def test_scsdi_as_a_layer_is_known_by_its_columns(tmp_path: Path) -> None:
    values = {"event_id": "a", "event_id_cnty": "CN/PH", "event_date": "4/10/32", "year": 2032, "latitude": 15.15}
    values |= {"longitude": 117.76, "radius": 0.1, "number_of_report": 2, "note_on_location": "", "location": "x"}
    layer = gpd.GeoDataFrame([values], geometry=[Point(117.76, 15.15)], crs=4326)
    file = save("x.gpkg", layer, tmp_path)
    assert detect(file) == "scsdi"
    assert read_reports(file).reports[0].content["date_start"] == "2032-04-10"
