"""Navigational warnings of the China Maritime Safety Administration: drills and closures of this sea, by their titles.

The list names each warning with a title that tells its kind and the sea or the bureau; the text stands on a page of
its own, which is read for the area.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urljoin, urlsplit

from scs_tracker.intake.adapters.markup import plain, rows, text
from scs_tracker.intake.adapters.warnings import kind_of
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.relevance import warning_parts

if TYPE_CHECKING:
    from scs_tracker.intake.items import Ask, Live

_HERE: Final = timezone(timedelta(hours=8))
_PAGE: Final = "/msacncms_wap/pages/content.jhtml?articleId={id}"


def read(live: Live, ask: Ask, _memory: dict[str, Any], /) -> list[Item] | None:
    """Return the newest warnings; ``live.address`` names the channel as ``channelId``."""
    channel = parse_qs(urlsplit(live.address).query).get("channelId", [""])[0]
    address = live.address.partition("?")[0]
    headers = {
        "X-Requested-With": "XMLHttpRequest",
        "Referer": urljoin(address, f"/msacncms_wap/pages/info_warn.jhtml?channelId={channel}"),
    }
    page = ask(address, headers=headers, form={"channelId": channel, "pageNum": "1", "count": "100"})
    if page is None:
        return None
    return [_item(row, live) for row in rows(page, "list")]


def _item(row: dict[str, Any], live: Live) -> Item:
    own_id, title = text(row, "articleId"), plain(text(row, "articleTitle"))
    issued = _issued(row)
    link = urljoin(live.address, _PAGE.format(id=own_id))
    event: dict[str, str] = {}
    kind = kind_of(title)
    if kind and "sea" in warning_parts(title) and issued is not None:
        day = issued.astimezone(_HERE).date().isoformat()
        event = {
            "date_start": day,
            "date_end": "",
            "kind": kind,
            "parties": live.country,
            "title": f"Navigational warning of the China MSA: {title}",
            "place": "",
            "url": link,
            "publisher": live.name,
            "published": day,
        }
    return Item(digest(f"msa:{own_id or title}"), link, title, issued, "", language="zh", event=event)


def _issued(row: dict[str, Any]) -> datetime | None:
    """Return when a warning was published: milliseconds since 1970, or local time."""
    value = text(row, "articlePublishTime")
    try:
        if value.isdigit():
            return datetime.fromtimestamp(int(value) / 1000, UTC)
        return datetime.fromisoformat(value).replace(tzinfo=_HERE).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
