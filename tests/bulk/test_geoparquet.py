"""The positions as GeoParquet say the same as those beside them, to geopandas and to DuckDB."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import duckdb
import geopandas as gpd
import pyarrow.parquet as pq
import pytest

from scs_tracker.bulk.engine import run_bulk
from scs_tracker.bulk.geoparquet import write_geoparquet
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@pytest.fixture(scope="module")
def result(fleet: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("geo")
    fleet.to_parquet(folder / "in.parquet")
    run_bulk(folder / "in.parquet", folder / "out", workers=1)
    assert write_geoparquet(folder / "out") == len(list((folder / "out/positions").rglob("*.parquet")))
    return folder / "out"


def test_each_file_is_geoparquet_with_the_rows_of_its_twin(result: Path) -> None:
    for part in (result / "positions").rglob("*.parquet"):
        twin = result / "geo" / part.relative_to(result / "positions")
        plain, frame = pq.read_table(part).to_pandas(), gpd.read_parquet(twin)
        assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
        assert frame.geometry.x.tolist() == plain["lon"].tolist()
        assert frame.geometry.y.tolist() == plain["lat"].tolist()
        assert frame["zones"].tolist() == plain["zones"].tolist()
        about = json.loads(pq.read_schema(twin).metadata[b"geo"])["columns"]["geometry"]
        assert about["bbox"] == frame.total_bounds.tolist()


def test_duckdb_reads_the_months_from_the_folders(result: Path) -> None:
    glob = str(result / "geo/*/*.parquet")
    read = f"(SELECT month, CAST(geometry AS BLOB) AS point FROM read_parquet('{glob}', hive_partitioning = true))"  # noqa: S608
    counts = "count(*), sum(CAST(octet_length(point) = 21 AS INT))"
    rows = duckdb.sql(f"SELECT month, {counts} FROM {read} GROUP BY month ORDER BY month").fetchall()  # noqa: S608
    counted = {
        folder.name.removeprefix("month="): sum(pq.read_metadata(file).num_rows for file in folder.glob("*.parquet"))
        for folder in (result / "positions").iterdir()
    }
    assert {str(month): count for month, count, _ in rows} == counted
    assert all(count == whole for _, count, whole in rows)


def test_a_stopped_writing_goes_on_and_a_folder_without_a_run_is_refused(result: Path, tmp_path: Path) -> None:
    again = shutil.copytree(result, tmp_path / "again")
    files = sorted((again / "geo").rglob("*.parquet"))
    kept = files[-1].stat().st_mtime_ns
    files[0].unlink()
    write_geoparquet(again)
    assert files[0].read_bytes() == (result / files[0].relative_to(again)).read_bytes()
    assert files[-1].stat().st_mtime_ns == kept
    with pytest.raises(TrackerError, match="has no positions of a finished run"):
        write_geoparquet(tmp_path / "nowhere")
