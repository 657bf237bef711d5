"""Write a static website of a ledger: a first page, maps, and a script-free page per incident and episode."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from scs_tracker import geodata
from scs_tracker.act import countries_of, parse_acts
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically
from scs_tracker.geodata.attribution import ORIGINS
from scs_tracker.intake.archive import copies
from scs_tracker.ledger.book import of_one_state
from scs_tracker.mapping.incident_map import incident_map, save_map
from scs_tracker.mapping.interface_text import all_texts, texts
from scs_tracker.mapping.links import page_name, with_copies
from scs_tracker.mapping.payload import json_text
from scs_tracker.mapping.pictures import picture
from scs_tracker.mapping.recipe import load, shipped_names
from scs_tracker.mapping.site_data import atom_feed, site_data, sitemap
from scs_tracker.model import SEVERITY_LABELS, split_list
from scs_tracker.sentences import incident_sentence, languages, use_language
from scs_tracker.sentences.restated import standing_words
from scs_tracker.sentences.words import accounts
from scs_tracker.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import jinja2

    from scs_tracker.ledger import Ledger

#: File in every site that lists the site's files; other folders are not overwritten.
MARK: Final = ".scs-tracker-site"
_RECIPES: Final = ("overview", "scarborough", "second-thomas", "sabina", "paracels", "natuna-luconia")
_ON_FIRST_PAGE: Final = 12
_FEWEST: Final = 3
#: Names on a page: field, origin of the names (table, key and column), and column with the codes.
_NAMED: Final = (
    ("type_labels", ("types", "type", "label"), "types"),
    ("initiator_names", ("actors", "code", "name"), "initiators"),
    ("target_names", ("actors", "code", "name"), "targets"),
    ("zone_names", ("zones", "id", "name"), "zones"),
    ("possible_names", ("zones", "id", "name"), "zones_possible"),
)
#: Kinds of groups of incidents with pages; years and weeks have pages whatever their number of incidents.
_KINDS: Final = ("years", "weeks", "places", "pairs", "vessels")
_DAY_LENGTH: Final = len("2024-06-17")

Record = dict[str, Any]


@of_one_state
def write_site(
    ledger: Ledger,
    out: Path,
    *,
    address: str = "",
    recipes: Sequence[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> int:
    """Write a website of the ledger's accepted incidents to a folder, and return the number of files.

    ``out`` is a new folder, an empty folder or an earlier site, whose obsolete pages are removed; any other raises
    ``TrackerError``. ``address`` is the URL of the site; an invalid one raises ``UsageError``. Without it, there is
    no sitemap, and links in the feed are relative. ``recipes`` are names of shipped recipes, or files; None uses a
    selection of the shipped recipes.
    """
    _check(out, address)
    address = address.rstrip("/")
    frame = ledger.incidents(statuses=None, where={})
    frame = frame[frame["status"] == "accepted"].sort_values(["date_start", "id"], ignore_index=True)
    frame = with_copies(frame, copies(ledger))
    as_of = ledger.last_instant() or ""
    cells = frame.drop(columns=frame.geometry.name).astype(object)
    rows = cells.where(cells.notna(), None).to_dict("records")
    records = [
        _record(row) | {"plain": plain, "details": details}
        for row, plain, details in zip(rows, *standing_words(frame), strict=True)
    ]
    writer = _Writer(out, address, as_of)
    names = list(recipes) if recipes is not None else [name for name in _RECIPES if name in shipped_names()]
    maps = []
    for name in names:
        progress(f"map {name}")
        plan = load(name)
        stem = Path(name).stem
        map_ = incident_map(frame, recipe=plan, events=ledger.events(), as_of=as_of, pages="../incidents/")
        page: Any = map_.get_root()
        page.picture = f"{address}/picture.png" if address else ""
        save_map(map_, out / "maps" / f"{stem}.html")
        writer.written.add(f"maps/{stem}.html")
        maps.append({"name": stem, "title": plan.title, "description": plan.description})
    progress(f"{len(records)} incidents")
    placed = [(row["lat"], row["lon"], 0.0) for row in records if row["lat"] is not None]
    writer.templates.globals.update(map_name=maps[0]["name"] if maps else "", picture=bool(placed))
    if placed:
        above = f"{len(records)} incidents, record as of {as_of[:10]}"
        writer.bytes("picture.png", picture(placed, title="Incidents in the South China Sea", above=above))
    episodes, corrected = _episodes(records), []
    disc = ("lat", "lon", "radius_km")  # incidents at one location, in sequence, share a cached image
    for record in sorted(records, key=lambda row: ([row[name] or 0 for name in disc], row["place"] or "", row["id"])):
        history = ledger.history(record["id"])
        corrected += [(record, step) for step in history[1:]]
        _incident_page(writer, record, history, episodes)
    for episode in episodes.values():
        _episode_page(writer, episode)
    newest = records[::-1]
    groups = _groups(records)
    for kind, members in groups.items():
        for group in members:
            for language in languages():
                name = _in_language(f"{kind}/{group['file']}.html", language)
                writer.page(name, "group.html", language=language, group=group)
    writer.page("index.html", "site.html", maps=maps, newest=newest[:_ON_FIRST_PAGE], count=len(records),
                episodes=list(episodes.values()), groups=groups)  # fmt: skip
    writer.page("incidents/index.html", "list.html", records=newest)
    corrected.sort(key=lambda pair: (str(pair[1]["at"]), pair[0]["id"]), reverse=True)
    writer.page("about.html", "about.html", maps=maps, count=len(records), version=VERSION)
    writer.page("corrections.html", "corrections.html", corrected=corrected)
    writer.page("404.html", "missing.html")
    writer.bytes("feed.xml", atom_feed(newest, address, as_of))
    for name, text in site_data(records, address=address, as_of=as_of).items():
        writer.text(name, text)
    writer.text("site.css", _template_folder().joinpath("site.css").read_text(encoding="utf-8"))
    if address:
        writer.text("sitemap.xml", sitemap(sorted(writer.written), records, address, as_of[:10]))
        writer.text("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {address}/sitemap.xml\n")
    return writer.finish()


class _Writer:
    """Writer of a site's files, which records the name of each file."""

    def __init__(self, out: Path, address: str, as_of: str) -> None:
        import jinja2

        self.out, self.address = out, address
        self.written: set[str] = set()
        loader = jinja2.FileSystemLoader(str(_template_folder()))
        self.templates: jinja2.Environment = jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.templates.globals.update(
            as_of=as_of[:16].replace("T", " "),
            origins=ORIGINS,
            address=address,
            page_name=page_name,
            link=_link,
            languages=languages(),
            in_language=_in_language,
            catalogues=all_texts(),
            language=languages()[0],
        )

    def page(self, name: str, template: str, **values: Any) -> None:
        root = f"{self.address}/" if name == "404.html" and self.address else "../" * name.count("/")
        self.text(name, self.templates.get_template(template).render(root=root, here=name, **values))

    def text(self, name: str, text: str) -> None:
        self.bytes(name, text.encode())

    def bytes(self, name: str, content: bytes) -> None:
        self.written.add(name)
        file = self.out / name
        if not file.is_file() or file.read_bytes() != content:
            write_atomically(file, content, durable=False)

    def finish(self) -> int:
        """Remove the site's obsolete files, record the current ones and return their number; other files are kept."""
        mark = self.out / MARK
        earlier = set(mark.read_text(encoding="utf-8").splitlines()) if mark.is_file() else set()
        for name in earlier - self.written:
            file = (self.out / name).resolve()
            if file.is_file() and file.is_relative_to(self.out.resolve()):
                file.unlink()
        write_atomically(mark, ("\n".join(sorted(self.written)) + "\n").encode())
        return len(self.written)


def _check(out: Path, address: str) -> None:
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise UsageError(f"address {address!r} is not a website URL; it must begin with https:// and have no ? or #")
    if out.exists() and not out.is_dir():
        raise TrackerError(f"{out} is a file; choose a folder for the site")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise TrackerError(f"{out} has files that scs-tracker site did not write; choose an empty or new folder")


def _record(cells: Mapping[Any, Any]) -> Record:
    """Return a row of the ledger with its sentences and the other texts of its page."""
    sentences = {}
    for language in languages():
        with use_language(language):
            sentences[language] = incident_sentence(cells)
    severity, words = cells["severity"], texts("en")
    return {
        **cells,
        **{field: [geodata.values_by(*names).get(name, name) for name in split_list(cells[column] or "")]
           for field, names, column in _NAMED},
        "sentences": sentences,
        "sentence": sentences["en"],
        "corroboration_words": words.get(f"corroboration_{cells['corroboration']}", cells["corroboration"]),
        "account_rows": _accounts(cells["accounts"] or ""),
        "severity_label": "" if severity is None else f"{int(severity)} of 5: {SEVERITY_LABELS[int(severity)]}",
        "source_rows": _sources(cells["sources"]),
        "harm": ", ".join(f"{cells[name]:.0f} {name}" for name in ("killed", "injured", "detained") if cells[name]),
    }  # fmt: skip


def _in_language(name: str, language: str) -> str:
    """Return the file name of a page in a language; the first language has no suffix.

    >>> _in_language("years/2024.html", "en"), _in_language("years/2024.html", "id")
    ('years/2024.html', 'years/2024.id.html')
    """
    return name if language == languages()[0] else f"{name.removesuffix('.html')}.{language}.html"


def _accounts(text: str) -> list[str]:
    """Return the account of each party, preceded by the party's name; a text without parties is one account.

    >>> _accounts("CN: routine; PH: illegal")
    ['China: routine', 'Philippines: illegal']
    """
    names = geodata.values_by("actors", "country", "country_name")
    split = [(*who.partition(" "), said) for who, said in accounts(text)]
    return [f"{names.get(code, code)}{space}{rest}: {said}" if code else said for code, space, rest, said in split]


def _sources(cell: object) -> list[dict[str, str]]:
    try:
        rows = json.loads(str(cell or "[]"))
    except ValueError:
        return []
    if not isinstance(rows, list):
        return []
    names = ("url", "publisher", "published", "archived")
    return [{name: str(row.get(name) or "") for name in names} for row in rows if isinstance(row, dict)]


def _link(address: str) -> str:
    """Return a URL if it is an HTTP or HTTPS URL, else an empty string."""
    return address if urlsplit(address).scheme in {"http", "https"} else ""


def _episodes(records: Iterable[Record]) -> dict[str, dict[str, Any]]:
    known = geodata.rows_by("episodes", "id")
    found: dict[str, dict[str, Any]] = {}
    for record in records:
        for name in split_list(record["episode"] or ""):
            row = {"title": name, "basis": "", **known.get(name, {}), "id": name, "records": []}
            found.setdefault(name, row)["records"].append(record)
    return found


def _groups(records: Sequence[Record]) -> dict[str, list[dict[str, Any]]]:
    """Return groups of incidents by year, week, place, country pair and vessel, with their links to the map.

    Groups by place, pair or vessel with fewer than ``_FEWEST`` incidents are left out.
    """
    found: dict[str, dict[tuple[str, str, str], list[Record]]] = {kind: {} for kind in _KINDS}
    for record in records:
        for kind, key, title, state in _groups_of(record):
            found[kind].setdefault((key, title, state), []).append(record)
    groups = {}
    for kind, members in found.items():
        of_time = kind in _KINDS[:2]
        order = sorted(members, key=lambda group: ("" if of_time else len(members[group]), group[0]), reverse=True)
        groups[kind] = [
            {"kind": kind, "file": page_name(key), "state": state, "records": members[key, title, state][::-1],
             "titles": {language: _titled(title, language) for language in languages()}}
            for key, title, state in order if of_time or len(members[key, title, state]) >= _FEWEST
        ]  # fmt: skip
    return groups


def _groups_of(record: Record) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, key, title and link to the map of each group to which an incident belongs."""
    year, feature = str(record["date_start"])[:4], record["feature_id"] or ""
    yield "years", year, year, f"year={year}"
    if len(record["date_start"]) == _DAY_LENGTH:
        day = dt.date.fromisoformat(record["date_start"])
        monday, week = day - dt.timedelta(day.weekday()), "{}-W{:02}".format(*day.isocalendar())
        yield "weeks", week, week, f"time={monday}..{monday + dt.timedelta(6)}"
    if name := geodata.values_by("features", "id", "name").get(feature):
        yield "places", feature, name, f"find=place:{feature}"
    acts = parse_acts(record.get("acts") or "")
    pairs = {(one, two) for act in acts for one in countries_of(act.by) for two in countries_of(act.against)}
    for one, two in sorted(pairs):
        yield "pairs", f"{one}-{two}".lower(), f"country_{one} → country_{two}", f"pair={one}%3E{two}"
    for unit in dict.fromkeys(split_list(f"{record['initiator_units'] or ''};{record['target_units'] or ''}")):
        yield "vessels", unit, unit, f"find=unit:{quote(unit, safe='')}"


def _titled(title: str, language: str) -> str:
    """Return a title with each ``country_XX`` replaced by that country's name in a language.

    >>> _titled("country_CN → country_PH", "id")
    'Tiongkok → Filipina'
    """
    words = all_texts()[language]
    return re.sub(r"country_(\w+)", lambda match: words.get(match[0], match[1]), title)


def _incident_page(
    writer: _Writer, record: Record, history: Sequence[Mapping[str, Any]], episodes: Mapping[str, dict[str, Any]]
) -> None:
    name = f"incidents/{page_name(record['id'])}"
    shown = record["lat"] is not None
    if shown:
        spot = (record["lat"], record["lon"], record["radius_km"] or 0.0)
        when = record["date_start"] + (f" to {record['date_end']}" if record["date_end"] else "")
        note = f"{record['place'] or ''} · within {spot[2]:.0f} km" if spot[2] else record["place"] or ""
        image = picture([spot], label=record["place"] or "", title=record["sentence"], above=when, below=note)
        writer.bytes(f"{name}.png", image)
    about: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "Event", "identifier": record["id"], "name": record["sentence"],
        "startDate": record["date_start"], "description": record["summary"] or record["sentence"],
    }  # fmt: skip
    if record["date_end"]:
        about["endDate"] = record["date_end"]
    if shown:
        about["location"] = {
            "@type": "Place", "name": record["place"] or record["location_text"] or "",
            "geo": {"@type": "GeoCircle", "geoMidpoint": {
                "@type": "GeoCoordinates", "latitude": round(record["lat"], 5), "longitude": round(record["lon"], 5)},
                "geoRadius": round((record["radius_km"] or 0) * 1000)},
        }  # fmt: skip
    about["citation"] = [row["url"] for row in record["source_rows"] if _link(row.get("url", ""))]
    told = [episodes[each] for each in split_list(record["episode"] or "") if each in episodes]
    writer.page(
        f"{name}.html", "incident.html", record=record, history=history, episodes=told, shown=shown,
        map_link=f"#id={quote(record['id'], safe='')}", json_ld=json_text(about), file=page_name(record["id"]),
    )  # fmt: skip


def _episode_page(writer: _Writer, episode: Mapping[str, Any]) -> None:
    spots = [(row["lat"], row["lon"], 0.0) for row in episode["records"] if row["lat"] is not None]
    name = f"episodes/{page_name(episode['id'])}"
    if spots:
        image = picture(spots, title=episode["title"], above=f"{len(episode['records'])} incidents")
        writer.bytes(f"{name}.png", image)
    about = {
        "@context": "https://schema.org", "@type": "EventSeries", "identifier": episode["id"], "name": episode["title"],
        "description": episode["basis"], "startDate": episode["records"][0]["date_start"],
    }  # fmt: skip
    writer.page(
        f"{name}.html", "episode.html", episode=episode, shown=bool(spots),
        map_link=f"#find=episode:{quote(episode['id'], safe='')}", json_ld=json_text(about),
        file=page_name(episode["id"]),
    )  # fmt: skip


def _template_folder() -> Path:
    return Path(__file__).with_name("templates")
