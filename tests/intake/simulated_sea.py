"""A sea on loopback: twelve sources of all kinds that tell of events by a script, and fail, hang, change, fall silent.

Every event is told by some of the sources, each in its own words, some hours after it. What each source has told by an
instant, and how it answers then, follows from the script alone.
"""

from __future__ import annotations

import json
import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

START = datetime(2026, 1, 5, 0, tzinfo=UTC)
#: A feed holds what it told in this time.
WINDOW = timedelta(hours=60)

ACTS = (
    ("fired water cannon at", "water cannon fired at"), ("rammed", "collision with"), ("blocked", "standoff with"),
    ("shadowed", "Chinese ship shadows"), ("pointed a laser at", "laser pointed at"),
)  # fmt: skip
PLACES = (
    "Second Thomas Shoal", "Scarborough Shoal", "Sabina Shoal", "Thitu Island", "Whitsun Reef", "Iroquois Reef",
)  # fmt: skip
BOATS = ("a Philippine Coast Guard ship", "a Philippine supply boat", "a Philippine fishing boat", "a BFAR vessel")
AREA = "15-12.00N 118-30.00E, 14-48.00N 118-54.00E"
NOISE = (
    "Rice prices rise again in Manila", "Senate hears budget of schools", "Storm signal raised over Luzon",
    "Stocks close higher in Tokyo", "New rail line opens in Jakarta",
)  # fmt: skip
LATER = (
    "Officials said that talks between the two sides would go on, and that a report was being written on what had been "
    "seen. Nobody else commented. "
)


@dataclass(frozen=True)
class Event:
    """What happened."""

    number: int
    at: datetime
    act: int
    place: str
    boat: str

    def sentence(self) -> str:
        what = f"A China Coast Guard ship {ACTS[self.act][0]} {self.boat}"
        return f"{what} near {self.place} on {self.at:%A}, the Philippines said."

    def headline(self) -> str:
        return f"China Coast Guard ship {ACTS[self.act][0]} {self.boat.removeprefix('a ')} near {self.place}"


@dataclass(frozen=True)
class Told:
    """One item of one source."""

    source: str
    number: int
    at: datetime
    title: str
    short: str
    text: str
    of: Event | None
    language: str = "en"

    @property
    def path(self) -> str:
        return f"/{self.source}/{self.number}"


@dataclass
class Sea:
    """The script, and the server that plays it."""

    server: Server
    weeks: int
    seed: int = 7
    now: datetime = START
    told: list[Told] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        hours = self.weeks * 168
        while len(self.events) < self.weeks * 4:
            at = START + timedelta(hours=chance.randrange(6, hours - 60))
            event = Event(
                len(self.events), at, chance.randrange(len(ACTS)), chance.choice(PLACES), chance.choice(BOATS)
            )
            # two events told in the same words on the same day could not be told apart by anybody
            if event.sentence() not in {one.sentence() for one in self.events if one.at.date() == at.date()}:
                self.events.append(event)
        for source in FEEDS:
            self._script(source, chance, hours)
        self._play()

    def _script(self, source: str, chance: random.Random, hours: int) -> None:
        number = 0
        for event in self.events:
            if chance.random() < 0.35:
                number += 1
                at = event.at + timedelta(hours=chance.randrange(2, 20))
                whole = f"{event.sentence()}\n{LATER * 4}"
                if source == "zh":
                    text = f"中国海警船在{event.place}附近对菲律宾船只使用水炮，双方互相指责。" * 3
                    self.told.append(
                        Told(source, number, at, f"南沙：海警船与菲律宾船只对峙 {number}", "", text, event, "zh")
                    )
                else:
                    self.told.append(Told(source, number, at, event.headline(), event.sentence(), whole, event))
        for hour in range(0, hours, 5):
            number += 1
            at = START + timedelta(hours=hour)
            title = chance.choice(NOISE)
            self.told.append(Told(source, number, at, title, "More in the paper.", "Nothing of the sea. " * 40, None))

    def _play(self) -> None:
        for source in FEEDS:
            self.server.answers[f"/{source}/feed"] = self._answer(lambda one=source: self._feed(one))
        for one in self.told:
            self.server.answers[one.path] = self._answer(lambda told=one: self._page(told))
        self.server.answers["/afp/articles/"] = self._answer(self._articles)
        self.server.answers["/nga/smaps"] = self._answer(self._warnings)

    def _answer(self, make: Callable[[], tuple[int, dict[str, str], bytes] | None]) -> Callable[[Any], None]:
        def answer(handler: Any) -> None:
            made = make()
            if made is None:  # it hangs until the other side goes
                handler.rfile.read(1)
                return
            status, headers, body = made
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            with suppress(OSError):  # the other side may have gone
                handler.wfile.write(body)

        return answer

    def of(self, source: str) -> list[Told]:
        """Return what a source shows now."""
        shown = self.now if source != "silent" else min(self.now, START + timedelta(weeks=self.weeks / 3))
        return [one for one in self.told if one.source == source and shown - WINDOW < one.at <= shown]

    def out(self) -> list[Told]:
        """Return all items of events that were shown by now, by sources that a reader could reach."""
        last = START + timedelta(weeks=self.weeks / 3)
        return [
            one for one in self.told
            if one.of is not None and one.at <= self.now and (one.source != "silent" or one.at <= last)
        ]  # fmt: skip

    def _down(self, source: str) -> bool:
        """Return whether a source is down: some hours of each week, never as long as its window."""
        hour = int((self.now - START).total_seconds() // 3600) % 168
        return 40 <= hour < 70 and source in {"flaky", "hanging", "pages-down"}

    def _feed(self, source: str) -> tuple[int, dict[str, str], bytes] | None:
        if self._down(source) and source == "hanging":
            return None
        if self._down(source) and source == "flaky":
            return 503, {"Retry-After": "7200"}, b""
        items = "".join(self._item(one) for one in self.of(source))
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{source}</title>{items}</channel></rss>'
        return 200, {}, body.encode()

    def _item(self, one: Told) -> str:
        link = f"<link>{self.server.url}{one.path}</link>"
        text = {"full": one.text, "titles": "", "zh": one.text}.get(one.source, one.short)
        # the wire flashes a headline, and an hour later has the sentence
        if one.source == "changing" and self.now - one.at < timedelta(hours=2):
            text = ""
        day = f"<pubDate>{format_datetime(one.at)}</pubDate>" if one.source != "undated" else ""
        guid = f'<guid isPermaLink="false">{one.source}-{one.number}</guid>'
        return f"<item>{guid}<title>{one.title}</title>{link}{day}<description><![CDATA[{text}]]></description></item>"

    def _page(self, one: Told) -> tuple[int, dict[str, str], bytes]:
        if one.source == "refusing":
            return 403, {}, b"no programs"
        if self._down("pages-down") and one.source in {"flaky", "hanging", "pages"}:
            return 502, {}, b""
        stamp = one.at.isoformat()
        meta = f'<meta property="article:published_time" content="{stamp}">'
        paragraphs = "".join(f"<p>{part}</p>" for part in one.text.split("\n"))
        body = f"<html><head><title>{one.title}</title>{meta}</head><body><article>{paragraphs}</article></body></html>"
        return 200, {}, body.encode()

    def _articles(self) -> tuple[int, dict[str, str], bytes]:
        rows = [
            {
                "id": event.number, "title": f"Statement: {event.headline()}", "slug": f"s{event.number}",
                "category_slug": "news-blog",
                "intro_html": f"<p>{event.sentence()}</p>", "body_html": f"<p>{LATER}</p>",
                "published_at": (event.at + timedelta(hours=8)).isoformat(),
            }
            for event in self.events
            if event.number % 5 == 0 and event.at + timedelta(hours=8) <= self.now
        ]  # fmt: skip
        return 200, {}, json.dumps({"count": len(rows), "next": None, "results": rows[-100:]}).encode()

    def _warnings(self) -> tuple[int, dict[str, str], bytes]:
        week = int((self.now - START).days // 7)
        rows = [
            {
                "msgID": f"HYDROPAC_{number}", "msgSqncNumber": number, "usNavArea": "HYDROPAC", "status": "INFORCE",
                "createdOn": (START + timedelta(weeks=number)).strftime("%d%H%MZ %b %Y").upper(),
                "msgText": f"SOUTH CHINA SEA. GUNNERY EXERCISE IN AREA BOUND BY {AREA}.",
            }
            for number in range(max(0, week - 3), week + 1)
        ]  # fmt: skip
        return 200, {}, json.dumps({"smaps": rows}).encode()


#: Feeds: full text; page behind; page refused; titles alone; no dates; Chinese; down with Retry-After; hanging;
#: changing; falling silent.
FEEDS = ("full", "pages", "refusing", "titles", "undated", "zh", "flaky", "hanging", "changing", "silent")


def settings_text(url: str) -> str:
    """Return tracker.toml that reads all twelve."""
    feeds = [
        f'[[sources]]\nfeed = "{url}/{one}/feed"\nallow_private = true\nfollow = {str(one in FOLLOWED).lower()}\n'
        for one in FEEDS
    ]
    others = [
        f'[[sources]]\nfeed = "{url}/afp/articles/"\nformat = "afp-articles"\nallow_private = true\n',
        f'[[sources]]\nfeed = "{url}/nga/smaps"\nformat = "nga-warnings"\nallow_private = true\n',
    ]
    return "\n".join(feeds + others)


FOLLOWED = {"pages", "refusing", "flaky", "hanging", "undated"}
