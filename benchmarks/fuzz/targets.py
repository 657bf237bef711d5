"""What is fuzzed: each target makes one case from a generator of random numbers and checks the answer.

A target raises nothing but what ``fuzz.py`` counts as a refusal (TrackerError); any other exception is a finding.
"""

from __future__ import annotations

import io
import json
import math
import tempfile
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outputs import maps, weeks
from texts import any_text, damaged, damaged_bytes, heap

from scs_tracker import config, geodata, model
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from random import Random

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "sources" / "data"


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="scs-tracker-fuzz-"))


@cache
def _places() -> tuple[str, ...]:
    return tuple(row["location_text"] for row in geodata.rows("incidents") if row["location_text"])


def geocode(random: Random) -> None:
    """Any text gets a position, candidates, or a reason."""
    from scs_tracker.geocoding import resolve_text

    text = heap(random) if random.random() < 0.5 else damaged(random, random.choice(_places()))
    near = (random.uniform(-90, 90), random.uniform(-180, 180)) if random.random() < 0.1 else None
    found = resolve_text(text, place=random.choice(("", "", "Sabina Shoal", any_text(random))), near=near)
    if found.status != "resolved":
        assert found.lat is found.lon is found.radius_km is None
        assert found.reason
        return
    lat, lon, radius = found.lat, found.lon, found.radius_km
    assert lat is not None
    assert lon is not None
    assert radius is not None
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert 0 < radius < math.inf


@cache
def _articles() -> tuple[str, ...]:
    files = sorted((ROOT / "tests" / "articles" / "data").rglob("*"))
    texts = [f.read_text(encoding="utf-8", errors="replace") for f in files if f.suffix in {".txt", ".html", ".md"}]
    return (*texts, *(row["summary"] for row in geodata.rows("incidents")))


def extract(random: Random) -> None:
    """Any article gives proposals whose evidence lies in its text."""
    from scs_tracker.articles import as_batch
    from scs_tracker.articles.extract import extract as read
    from scs_tracker.articles.read import Article

    text = heap(random, most=80) if random.random() < 0.4 else damaged(random, random.choice(_articles())[:6000])
    found = read(Article(text), published="2024-06-20")
    for one in (*found.incidents, *found.background):
        assert one.types
        assert all(0 <= start < end <= len(found.text) for start, end in one.evidence)
    as_batch(found, "")
    json.dumps(found.to_json())


@cache
def _pages() -> tuple[bytes, ...]:
    """Return whole pages, messages and a PDF."""
    from matplotlib.figure import Figure

    pdf = io.BytesIO()
    figure = Figure()
    figure.text(0.1, 0.5, _articles()[0][:200].replace("$", ""))
    figure.savefig(pdf, format="pdf")
    files = sorted((ROOT / "tests" / "articles" / "data" / "pages").iterdir())
    return (*(file.read_bytes()[:20_000] for file in files if file.is_file()), pdf.getvalue())


def article_files(random: Random) -> None:
    """Any bytes are an article, or are refused."""
    from scs_tracker.articles.read import read

    text = random.choice(_articles()).encode("utf-8", "replace")[:8000]
    content = random.choice((text, random.choice(_pages()), random.choice(_pages())))
    file = _folder() / random.choice(("a.html", "a.txt", "a.pdf", "a.eml"))
    file.write_bytes(damaged_bytes(random, content))
    read(file)


def dates(random: Random) -> None:
    """Read any date: it is ISO 8601, as precise as it was written, or is refused."""
    from scs_tracker.text.dates import read_date

    text = random.choice((
        any_text(random),
        damaged(random, random.choice(("2024-06-17", "17 June 2024", "6/17/24", "17/6/2024", "June 2024", "2024"))),
        "/".join(str(random.randint(-1, 40)) for _ in range(3)),
    ))  # fmt: skip
    try:
        found = read_date(
            text, year=random.choice(("", "", "2024", any_text(random))), order=random.choice(("", "month first"))
        )
    except ValueError:  # what the readers turn into a reason of quarantine
        return
    assert not found or model.is_partial_date(found), found


def cells(random: Random) -> None:
    """Give back as it was what an export keeps from running as a formula."""
    from scs_tracker.ledger.export import defuse
    from scs_tracker.sources.cells import as_typed

    text = any_text(random)
    safe = defuse(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (as_typed(safe) if safe.startswith("'") else safe) == text


@cache
def _tables() -> tuple[bytes, ...]:
    """Return the first rows of every sample, small enough to read thousands of times."""
    files = [geodata.shipped(name) for name in ("incidents/incidents.csv", "incidents/events.csv")]
    files += sorted(SAMPLES.glob("*.csv"))
    return tuple(b"".join(file.read_bytes().splitlines(keepends=True)[:8]) for file in files)


def _read(content: bytes, format_: str | None, name: str = "any") -> None:
    from scs_tracker.sources.formats import read_reports

    file = _folder() / name
    file.write_bytes(content)
    batch = read_reports(file, format_=format_)
    assert all(reject.reasons for reject in batch.rejects)
    assert all(isinstance(report.content["sources"], list) for report in batch.reports)


def csv_files(random: Random) -> None:
    """Any CSV ends in a batch or in one error."""
    _read(damaged_bytes(random, random.choice(_tables())), random.choice((None, None, "incidents", "scsdi", "acled")))


def csv_values(random: Random) -> None:
    """Any cells below a known header end in a batch."""
    header = random.choice((model.INCIDENT_COLUMNS, model.EVENT_COLUMNS))

    def row() -> str:
        return ",".join('"' + any_text(random).replace('"', '""') + '"' for _ in header)

    rows = "\n".join(row() for _ in range(random.randint(1, 3)))
    _read(f"{','.join(header)}\n{rows}".encode("utf-8", "replace"), None)


@cache
def _layers() -> dict[str, bytes]:
    import geopandas as gpd
    from shapely.geometry import Point

    folder = _folder() / "seeds"
    folder.mkdir(exist_ok=True)
    layer = gpd.GeoDataFrame({"date_start": ["2024", "2024-05-01"], "n": [1, 2], "types": ["ramming", "laser"]},
                             geometry=[Point(116, 9), Point(117, 10)], crs=4326)  # fmt: skip
    found = {}
    for name, driver in (("a.geojson", "GeoJSON"), ("a.kml", "KML"), ("a.gpkg", "GPKG"), ("a.shp", "ESRI Shapefile")):
        layer.to_file(folder / name, driver=driver)
        found[name] = (folder / name).read_bytes()
    layer.to_parquet(folder / "a.parquet")
    found["a.parquet"] = (folder / "a.parquet").read_bytes()
    return found


def geojson_and_kml(random: Random) -> None:
    """Any GeoJSON or KML ends in a batch or in one error."""
    name = random.choice(("a.geojson", "a.kml"))
    _read(damaged_bytes(random, _layers()[name]), random.choice((None, "gis")), name)


def binary_layers(random: Random) -> None:
    """Any GeoPackage or GeoParquet ends in a batch or in one error."""
    name = random.choice(("a.gpkg", "a.parquet"))
    _read(damaged_bytes(random, _layers()[name]), "gis", name)


def zip_files(random: Random) -> None:
    """Any archive ends in a batch or in one error."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for _ in range(random.randint(1, 2)):
            name = random.choice(
                ("a.csv", "a.kml", "a.geojson", "doc.kml", "../a.csv", "/etc/a.csv", "a/b.zip", any_text(random))
            )
            content = random.choice((random.choice(_tables()), _layers()["a.kml"], b"0" * random.randrange(100_000)))
            archive.writestr(name.encode("utf-8", "replace").decode().lstrip("\0") or "x", content)
    content = packed.getvalue()
    _read(damaged_bytes(random, content) if random.random() < 0.5 else content, None, "a.zip")


@cache
def _workbook() -> dict[str, bytes]:
    from scs_tracker.sources.template import write_template

    file = _folder() / "seed.xlsx"
    file.unlink(missing_ok=True)
    write_template(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbooks(random: Random) -> None:
    """Any workbook ends in a batch or in one error."""
    parts = dict(_workbook())
    xml = [name for name in parts if name.endswith((".xml", ".rels"))]
    for _ in range(random.randint(1, 2)):
        name = random.choice(xml)
        parts[name] = damaged_bytes(random, parts[name])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    _read(packed.getvalue(), random.choice((None, "incidents")), "a.xlsx")


def settings(random: Random) -> None:
    """Any tracker.toml is read or refused with the key that is wrong."""
    file = _folder() / "tracker.toml"
    text = damaged(random, (ROOT / "tracker.toml").read_text(encoding="utf-8"))
    file.write_bytes(
        text.encode("utf-8", "surrogatepass") if random.random() < 0.1 else text.encode("utf-8", "replace")
    )
    config.load(file)


@cache
def _recipes() -> tuple[str, ...]:
    return tuple(file.read_text(encoding="utf-8") for file in sorted(geodata.recipes().glob("*.toml")))


def recipes(random: Random) -> None:
    """Any recipe is read or refused with the key that is wrong."""
    from scs_tracker.mapping.recipe import parse

    try:
        values = tomllib.loads(damaged(random, random.choice(_recipes())))
    except (tomllib.TOMLDecodeError, RecursionError):  # what the loader says itself
        return
    parse(values)


def overlays(random: Random) -> None:
    """Any gazetteer row of the user works or is refused."""
    overlay = _folder() / "overlay"
    table = random.choice(("features", "names", "types", "actors"))
    file = overlay / geodata.TABLES[table][0]
    file.parent.mkdir(parents=True, exist_ok=True)
    for other in overlay.rglob("*.csv"):
        other.unlink()
    ours = geodata.shipped(geodata.TABLES[table][0]).read_text(encoding="utf-8").splitlines()
    text = "\n".join([ours[0], damaged(random, random.choice(ours[1:]))])
    file.write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8")
    geodata.configure(overlay)
    try:
        if table in {"types", "actors"}:
            geodata.vocabulary()
        else:
            from scs_tracker.geocoding import resolve_text

            resolve_text("10 nm E of Sabina Shoal")
    finally:
        geodata.configure(None)


def locate(random: Random) -> None:
    """Any point, date and radius gets a standing, or is refused."""
    from scs_tracker.sentences.classification import locate as find

    def number(low: float, high: float) -> float:
        return random.choice((random.uniform(low, high), random.uniform(-400, 400), math.nan, math.inf, -0.0))

    lat = random.uniform(-4, 27) if random.random() < 0.7 else number(-90, 90)
    lon = random.uniform(98, 128) if random.random() < 0.7 else number(-180, 180)
    date = random.choice((None, "2012", "2024-11-10", "1995-02", any_text(random)))
    radius = random.choice((0.0, random.uniform(0, 300), -1.0, math.nan, math.inf)) if random.random() < 0.5 else 0.0
    found = find(lat, lon, date=date, radius_km=radius)
    assert found["standing"]
    assert all(zone["membership"] in {"certain", "possible"} for zone in found["zones"])
    json.dumps(found, allow_nan=False)


_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><link>https://news.example/</link>
<item><guid>a</guid><title>Ship blocked</title><link>https://news.example/a</link><pubDate>Mon, 17 Jun 2024 07:30:00 +0800
</pubDate><description>A &lt;b&gt;China Coast Guard&lt;/b&gt; ship</description></item>
<item><guid>b</guid><title>Another</title><link>/b</link><pubDate>2024-06-17</pubDate></item></channel></rss>"""


def feeds(random: Random) -> None:
    """Any bytes are a feed, read within its seconds, or are refused."""
    content = damaged_bytes(random, damaged(random, _FEED).encode("utf-8", "replace"))
    found = _items("feed", content if random.random() < 0.9 else _amplified(random, content))
    assert all(not one.link or one.link.startswith(("http://", "https://")) for one in found or ())


#: Formats of services, and what each answers when all is well.
_SERVICES = {
    "nga-warnings": b'{"smaps": [{"msgText": "GUNNERY 15-12N 118-30E 05 THRU 10 NOV", "msgID": "1", "navArea": "XI"}]}',
    "nsc-statements": b"<ul><li class='wp-block-post'><a href='https://x.example/2024/10/06/a'>A</a><time datetime='2024'>",
    "gdelt-articles": b'{"url": "https://x.example/a", "title": "China Coast Guard rams boat at Scarborough Shoal"}',
    "ucdp": b"id,side_a,side_b,best,date_start,latitude,longitude\n1,A,B,1,2024-10-06,15.1,117.7\n",
}


def services(random: Random) -> None:
    """Any answer of a service is read within its seconds, or is refused."""
    name = random.choice(sorted(_SERVICES))
    content = damaged_bytes(random, _SERVICES[name])
    _items(name, content if random.random() < 0.8 else _amplified(random, content))


def _items(name: str, content: bytes) -> list[Any] | None:
    from datetime import UTC, datetime

    from scs_tracker.intake.adapters import read_items
    from scs_tracker.intake.items import Live
    from scs_tracker.intake.web import Page

    class Answered:
        now = datetime(2024, 10, 6, 6, tzinfo=UTC)
        keys = ("name", "password")

        def __call__(self, url: str, **_: Any) -> Page:  # noqa: ARG002 - each address gives the same
            return Page("https://news.example/feed", content, "", "")

    return read_items(Live("xx", "X", "https://news.example/{stamp}{year}{month}", name), Answered(), {})


def _amplified(random: Random, content: bytes) -> bytes:
    """Return a small part of what is read many times over, as what is made to be slow is."""
    start = random.randrange(len(content) + 1)
    part = content[start : start + random.choice((1, 2, 3, 5, 8, 13, 40))]
    part = part or random.choice((b"<", b"&lt;", b"![](", b"[", b"(", b"--", b"\n> ", b"<!--", b"]]>", b"=?utf-8?q?"))
    return bytes(content[:start]) + part * (2 ** random.randint(8, 20) // len(part)) + content[start:]


def slow_articles(random: Random) -> None:
    """Megabytes of one part of an article, a page, a mail or a PDF are read within their seconds, or are refused."""
    from scs_tracker.articles.read import read_bytes

    content = random.choice((*_pages(), random.choice(_articles()).encode("utf-8", "replace")[:8000]))
    read_bytes(_amplified(random, content), "fuzz", seconds=1.8)


@cache
def _ledger() -> tuple[bytes, bytes]:
    """Return the backup of a small ledger, and its signed heads."""
    from scs_tracker.ledger import Ledger, copying, heads, history
    from scs_tracker.ledger.store import reading

    folder = Path(tempfile.mkdtemp(dir=_folder()))
    table = folder / "incidents.csv"
    shipped = (ROOT / "geodata" / "incidents" / "incidents.csv").read_text(encoding="utf-8")
    header, *rows = shipped.splitlines(keepends=True)
    table.write_text("".join([header, *rows[:2]]), encoding="utf-8")
    ledger = Ledger(f"sqlite:///{folder / 'tracker.db'}")
    ledger.import_file(table)
    copying.back_up(ledger.engine, folder / "copy.db")
    heads.make_key(folder)
    key = heads.load_key(folder)
    assert key is not None
    with reading(ledger.engine) as connection:
        head = history.head(connection, seen=False)
    assert head is not None
    signed = json.dumps(head | heads.signature(key, heads.message(head))).encode() + b"\n"
    return (folder / "copy.db").read_bytes(), signed


def backups(random: Random) -> None:
    """Any file is restored whole, or is refused and leaves nothing."""
    from scs_tracker.ledger import Ledger, copying, proof

    content = damaged_bytes(random, _ledger()[0])
    file, target = _folder() / "fuzz.backup", _folder() / "restored.db"
    file.write_bytes(content)
    target.unlink(missing_ok=True)
    try:
        copying.restore(f"sqlite:///{target}", file)
    except TrackerError:
        assert not list(_folder().glob("*restored.db*"))
        raise
    restored = Ledger(f"sqlite:///{target}")
    assert proof.check(restored.engine) == []
    restored.engine.dispose()


def published_heads(random: Random) -> None:
    """Any file of heads is compared, or is refused; one that was changed is never taken for whole."""
    from scs_tracker.ledger import heads
    from scs_tracker.ledger.store import open_ledger, reading

    whole, signed = _ledger()
    file, lines = _folder() / "heads.db", _folder() / "heads.jsonl"
    if not file.exists():
        file.write_bytes(whole)
    content = damaged_bytes(random, signed * random.randint(1, 3))
    lines.write_bytes(content)
    engine = open_ledger(file)
    with reading(engine) as connection:
        found = heads.compare(connection, lines)
    engine.dispose()
    assert found or all(json.loads(line) == json.loads(signed) for line in content.splitlines())


def positions(random: Random) -> None:
    """Any cells of a fleet's table are placed or rejected, every row once."""
    import pandas as pd

    from scs_tracker.bulk.positions import classify_positions, position_rejects

    text = any_text(random)

    def cell(good: object) -> object:
        return good if random.random() < 0.7 else random.choice((text, None, math.nan, math.inf, -1, 1e308, True))

    rows = [
        {"mmsi": cell(413000001), "time": cell("2024-06-17T05:00Z"), "lat": cell(15.15), "lon": cell(117.76)}
        for _ in range(random.randint(1, 4))
    ]
    frame = pd.DataFrame(rows, dtype=object)  # pandas alone refuses half a character in a column of text
    if random.random() < 0.8 and text.isprintable():
        frame = pd.DataFrame(rows)
    placed, rejected = classify_positions(frame), position_rejects(frame)
    assert len(placed) + len(rejected) + placed.attrs["duplicates"] == len(frame)


TARGETS = {
    function.__name__: function
    for function in (
        geocode, extract, article_files, dates, cells, csv_files, csv_values, geojson_and_kml, binary_layers, zip_files,
        workbooks, settings, recipes, overlays, locate, feeds, services, slow_articles, backups, published_heads, positions,
        weeks, maps,
    )
}  # fmt: skip
REFUSAL = TrackerError
