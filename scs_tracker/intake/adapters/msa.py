"""Adapter for navigational warnings of the China Maritime Safety Administration on drills and closures.

The list gives the title of each warning, which names its kind and the sea or the bureau. The text is on a separate
page, which is read once for the area and the days.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urljoin, urlsplit

from scs_tracker.intake.adapters.markup import main_text, plain, rows, text
from scs_tracker.intake.adapters.warnings import area, corners_of, kind_of
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.relevance import warning_parts
from scs_tracker.intake.web import FetchError
from scs_tracker.sources.words import in_this_sea

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scs_tracker.intake.items import Ask, Live

_HERE: Final = timezone(timedelta(hours=8))
_PAGE: Final = "/msacncms_wap/pages/content.jhtml?articleId={id}&channelId={channel}"
#: Of a page, the part that holds the warning.
_TEXT_CLASS: Final = "content-page-main"
#: Pages that are read at one time, and how often one is asked for before its warning is told without an area.
_MOST_PAGES: Final = 20
_MOST_TRIES: Final = 3
#: A day that is further from the day of issue is none of the warning's.
_MOST_DAYS: Final = 92
#: 2026年7月24日0000时至7月31日2400时, 5月28日0730时至29日2350时, 5月27日至30日每天0800时至1700时, 8月12日和14日.
_DAY: Final = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
    r"(?:(?:[\d:：时分]{0,8}\s*至|[、，,和及])\s*(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日)?"
)


def read(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item] | None:
    """Return the newest warnings, or None if unchanged; ``live.address`` names the channel as ``channelId``."""
    channel = parse_qs(urlsplit(live.address).query).get("channelId", [""])[0]
    address = live.address.partition("?")[0]
    headers = {
        "X-Requested-With": "XMLHttpRequest",
        "Referer": urljoin(address, f"/msacncms_wap/pages/info_warn.jhtml?channelId={channel}"),
    }
    page = ask(address, headers=headers, form={"channelId": channel, "pageNum": "1", "count": "100"})
    if page is None:
        return None
    listed = rows(page, "list")
    before: Mapping[str, dict[str, Any]] = memory.get("texts", {})
    texts = {text(row, "articleId"): dict(before.get(text(row, "articleId"), {"tries": 0})) for row in listed}
    items = []
    asked = 0
    for row in listed:
        own_id, held = text(row, "articleId"), texts[text(row, "articleId")]
        item = _item(row, live, channel)
        if item.event and not held.get("read"):
            if asked >= _MOST_PAGES:
                continue  # it still stands in the list at the next run
            asked += 1
            _look(held, item.link, ask)
            if not held.get("read"):
                continue
        items.append(_placed(item, texts[own_id]) if item.event else item)
    memory["texts"] = {own_id: held for own_id, held in texts.items() if held["tries"]}
    return items


def _look(held: dict[str, Any], link: str, ask: Ask) -> None:
    """Fetch the page of a warning, and store the points and days that it names in ``held``."""
    held["tries"] += 1
    try:
        page = ask(link)
    except FetchError as error:
        held["read"] = not error.passing or held["tries"] >= _MOST_TRIES
        return
    words = "" if page is None else main_text(page, _TEXT_CLASS)
    held |= {"read": True, "corners": corners_of(words), "days": [list(found) for found in _DAY.findall(words)]}


def _placed(item: Item, held: Mapping[str, Any]) -> Item:
    """Return a warning with the area and days of its page, but without its event if outside the South China Sea."""
    corners = [(float(lat), float(lon)) for lat, lon in held.get("corners", ())]
    event = dict(item.event)
    if corners:
        event = event | {"place": area(corners)} if any(in_this_sea(*corner) for corner in corners) else {}
    if event and (days := _days(held.get("days", ()), event["date_start"])):
        event |= {"date_start": days[0], "date_end": days[-1] if days[-1] != days[0] else ""}
    return Item(item.key, item.link, item.title, item.published, item.text, language=item.language, event=event)


def _days(found: list[list[str]], issued: str) -> list[str]:
    """Return the days that a warning names, sorted, as ISO 8601; days over 92 days from its issue are left out."""
    there = date.fromisoformat(issued)
    days = set()
    for year, month, day, last_year, last_month, last_day in found:
        days.add(_day(year, month, day, there))
        if last_day:
            days.add(_day(last_year or year, last_month or month, last_day, there))
    return sorted(one.isoformat() for one in days if one is not None and abs((one - there).days) <= _MOST_DAYS)


def _day(year: str, month: str, day: str, issued: date) -> date | None:
    """Return a date, in the year nearest to the day of issue if none is given, or None if there is no such date."""
    found = []
    for candidate in [int(year)] if year else [issued.year - 1, issued.year, issued.year + 1]:
        try:
            found.append(date(candidate, int(month), int(day)))
        except ValueError:
            continue
    return min(found, key=lambda one: abs((one - issued).days), default=None)


def _item(row: dict[str, Any], live: Live, channel: str) -> Item:
    """Return the item of a listed warning; a drill or closure in the South China Sea has a context event."""
    own_id, title = text(row, "articleId"), plain(text(row, "articleTitle"))
    issued = _issued(row)
    link = urljoin(live.address, _PAGE.format(id=own_id, channel=channel))
    event: dict[str, str] = {}
    kind = kind_of(title)
    if kind and "sea" in warning_parts(title) and issued is not None:
        day = issued.astimezone(_HERE).date().isoformat()
        event = {
            "date_start": day, "date_end": "", "kind": kind, "parties": live.country,
            "title": f"Navigational warning of the China MSA: {title}", "place": "", "url": link,
            "publisher": live.name, "published": day,
        }  # fmt: skip
    return Item(digest(f"msa:{own_id or title}"), link, title, issued, "", language="zh", event=event)


def _issued(row: dict[str, Any]) -> datetime | None:
    """Return the UTC publication time of a warning, or None if the list gives no valid one."""
    value = text(row, "articlePublishTime")
    try:
        if value.isdigit():
            return datetime.fromtimestamp(int(value) / 1000, UTC)
        return datetime.fromisoformat(value).replace(tzinfo=_HERE).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
