"""Read one item of a source: it becomes a proposal, a context event, a lead for a reviewer, or nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from scs_tracker.errors import TrackerError
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.relevance import tier
from scs_tracker.intake.second_reader import beside, compare
from scs_tracker.intake.visiting import refuses
from scs_tracker.intake.web import shown
from scs_tracker.ledger.evidence import quotation
from scs_tracker.text.addresses import canonical, site_of
from scs_tracker.text.folding import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from scs_tracker.articles import Proposal
    from scs_tracker.articles.read import Article
    from scs_tracker.intake.items import Live
    from scs_tracker.intake.second_reader import QuotedAct, SecondReader
    from scs_tracker.intake.visiting import Visitor
    from scs_tracker.sources.batch import Report

#: proposed: reports for a person to decide on. event: a context event, proposed. lead: for a person to read.
#: nothing: read in full, and nothing of this tracker found. passed: not of this sea. old: too long ago to be news.
Outcome = Literal["proposed", "event", "lead", "nothing", "passed", "old"]
#: An item of a feed that is older is no news, and left to whoever fills in the past.
OLD_DAYS: Final = 60
#: Whether an item is of this sea is told from its headline and so many characters of its text …
_HEAD: Final = 1000
#: … of which so many are held together: words that stand further apart say nothing of each other.
_STRETCH: Final = 300
#: A text shorter than this is no article, but a headline, an excerpt or the words of a wall.
_FULL_TEXT: Final = 600
_MORE: Final = re.compile(
    r"(?:\[(?:…|\.\.\.|&hellip;)\]|(?:read|view|continue reading)\W{1,40}(?:more|full story).*)\Z", re.IGNORECASE
)
#: Such words are looked for in so many characters of the last line.
_MORE_WITHIN: Final = 300
#: Processor time in which a page is read that nobody chose; one of a megabyte takes as long.
_SECONDS_OF_A_PAGE: Final = 1.8
KIND: Final = "article"
#: Kinds of sources that pass on what others publish.
_PASSING_ON: Final = frozenset({"aggregator", "dataset"})
#: Of a lead so many characters are kept for a person to read; a whole article has a tenth of it.
_LEAD_TEXT: Final = 50_000
#: Sentences of candidates that are named in why an item is a lead.
_MOST_DOUBTS: Final = 3
#: How sure a field is at least on which both readers agree, and at most where they differ: the desk marks it.
_AGREED: Final = 0.95
_DIFFERING: Final = 0.4


@dataclass(frozen=True, slots=True)
class Read:
    """Result of reading one item.

    ``outcome``: see ``Outcome``; ``reports``: proposed reports; ``events``: proposed context events, with
    ``model.EVENT_COLUMNS``; ``why``: why it is a lead, in words; ``language``: ISO 639-1 code of the text; ``page``:
    result of fetching the item's page: ``read``, ``refused``, ``failed``, or empty if it was not fetched; ``text``:
    digest of the page's text, by which a change is detected; ``own``: whether the text is that of the item's URL: from
    the page, or from a feed of the same site; ``size``: characters of headline and text; ``body``: the text, from the
    page, or from the feed if that is longer; ``lead_text``: text of the lead, if it has a translation below headline
    and text; ``doubts``: sentences that may report a further incident, for a reviewer to decide; ``media``: images and
    videos on the page: kind, URL and credit; ``problem``: error of fetching the page, in a sentence; the item is read
    nevertheless.
    """

    item: Item
    outcome: Outcome
    reports: tuple[Report, ...] = ()
    events: tuple[dict[str, str], ...] = ()
    why: str = ""
    language: str = ""
    page: str = ""
    text: str = ""
    own: bool = False
    size: int = 0
    body: str = ""
    lead_text: str = ""
    doubts: tuple[str, ...] = ()
    media: tuple[tuple[str, str, str], ...] = ()
    problem: str = ""

    @property
    def is_read(self) -> bool:
        """Return True if the full text was read and no sentence is left for a reviewer."""
        return self.outcome in {"proposed", "nothing"} and not self.doubts

    @property
    def is_the_page(self) -> bool:
        """Return True if the full text was read from its own URL, so that it need not be read again."""
        return self.own and self.is_read

    def lead(self, source: str) -> dict[str, str]:
        """Return the item as a lead with the columns of the ledger."""
        item = self.item
        return {
            "source": source,
            "address": item.link or f"#{item.key}",
            "title": item.title or item.text[:200],
            "language": self.language or item.language,
            "published": item.published.date().isoformat() if item.published is not None else "",
            "why": self.why or f"it may report more: {' / '.join(f'“{one}”' for one in self.doubts[:_MOST_DOUBTS])}",
            "text": self.lead_text or _lead_text(item, self.body),
        }


def _lead_text(item: Item, body: str) -> str:
    """Return the headline and text of an item, cut to the length that a lead may have."""
    return "\n\n".join(filter(None, (item.title, (body or item.text)[:_LEAD_TEXT])))


def own_source(live: Live, item: Item) -> str:
    """Return the source name of an item's reports in the ledger, unique even if two sources share an item id."""
    return f"{KIND}:{digest(f'{live.id} {item.key}')}"


def is_poorer(found: Read, held: int) -> bool:
    """Return True if a reading is so much shorter than the stored text that it is an excerpt or paywall notice.

    ``found``: this reading; ``held``: number of characters of the longest stored text of the item; 0 if none is stored.
    """
    if found.page in {"failed", "refused"}:
        return found.size < held
    return found.size < max(held / 2, min(held, _FULL_TEXT))


def is_relevant(item: Item) -> bool:
    """Return True if an item is a lead or an event, or if its headline or first 1,000 characters may be in scope."""
    return bool(item.lead or item.event) or any(tier(part) != "none" for part in _stretches(item))


def _stretches(item: Item) -> Iterator[str]:
    """Yield the headline with the start of the text, then overlapping parts of its first 1,000 characters."""
    text, step = item.text[:_HEAD], _STRETCH // 2
    yield f"{item.title}\n{text[:_STRETCH]}"
    for start in range(step, len(text) - step, step):
        yield text[start : start + _STRETCH]


def read_item(item: Item, live: Live, ask: Visitor, zone: ZoneInfo, *, follow: bool) -> Read:
    """Read one relevant item, from its page if that can be fetched, and return the result.

    If the page cannot be fetched, the text in the source is read; an item that cannot be read becomes a lead.

    ``live``: source of the item; ``ask``: fetches its page; ``zone``: time zone of its publication day; ``follow``:
    whether its page is fetched.
    """
    if item.lead:
        return Read(item, "lead", why=item.lead)
    if item.event:
        return Read(item, "event", events=({**item.event, "status": "proposed"},))
    page, text, problem = "", item.text, ""
    of_its_site = _is_of_site(item.link, live.address)
    own = of_its_site
    article: Article | None = None
    if follow and item.link:
        try:
            article, there = _page(item.link, ask)
            if article.published > (ask.now + timedelta(days=1)).date().isoformat():  # of something else, as in feeds
                article = replace(article, published="")
            page, text = "read", _whole(article, item, of_its_site=of_its_site)
            own = of_its_site or (text == article.text and _is_of_site(there, item.link))
        except TrackerError as error:
            page, problem = ("refused" if refuses(error) else "failed"), str(error)
    found = _read(item, text, article, live, zone, ask.second)
    mark = digest(text) if page == "read" else ""
    media = article.media if article is not None else ()
    return replace(
        found,
        page=page,
        text=mark,
        body=_without_more(text),
        own=own,
        problem=problem,
        why=_why(found, page),
        media=media,
    )


def _is_of_site(address: str, site: str) -> bool:
    """Return True if two URLs are on the same site, or if one site is a subdomain of the other."""
    one, other = site_of(address), site_of(site)
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def _whole(article: Article, item: Item, *, of_its_site: bool) -> str:
    """Return the longer of page and feed text: the page may have a paywall, the feed may have an excerpt.

    The text of a feed on another site is returned only if the page has fewer than 600 characters.
    """
    excerpt = len(article.text) < (len(_without_more(item.text)) if of_its_site else _FULL_TEXT)
    return item.text if excerpt and len(_without_more(item.text)) > len(article.text) else article.text


def _without_more(text: str) -> str:
    """Return a text without a 'read more' link at its end."""
    whole = text.rstrip()
    found = _MORE.search(whole, max(whole.rfind("\n") + 1, len(whole) - _MORE_WITHIN))
    return whole[: found.start()].rstrip() if found else text


def _page(link: str, ask: Visitor) -> tuple[Article, str]:
    """Fetch the page at ``link``; return its article, and its URL after redirects."""
    from scs_tracker.articles.read import read_bytes

    page = ask.page(link)
    if page is None:  # no earlier state was named, so no proper server answers that it still holds
        raise TrackerError(f"{shown(link)} returned no page; open it in a browser")
    return read_bytes(page.content, shown(link), seconds=_SECONDS_OF_A_PAGE), page.url


def _read(
    item: Item, text: str, article: Article | None, live: Live, zone: ZoneInfo, second: SecondReader | None
) -> Read:
    """Read an item's headline and text as one article, and return its reports, context events, a lead or nothing."""
    from scs_tracker.articles import as_batch, propose

    body = _without_more(text)
    day = item.published.astimezone(zone).date().isoformat() if item.published is not None else ""
    day = day or (article.published if article is not None else "")
    if not any(character.isalpha() for character in item.title + body):
        return Read(item, "lead", why="it has no text")
    if not day:
        return Read(item, "lead", why="it has no publication date")
    told = item.language or (live.language if "://" in live.id else "")
    publisher = "" if live.kind in _PASSING_ON or not live.kind else live.name.partition(",")[0]
    extraction = propose(body, title=item.title, published=day, url=item.link, publisher=publisher, language=told)
    batch, size = as_batch(extraction, item.link), len(extraction.text)
    if second is not None and extraction.language != "en" and second.does("translate"):
        english = beside(_lead_text(item, body), second.settings.name, second.translate(_lead_text(item, body)))
        return replace(_unread(item, extraction.language, full=False), size=size, lead_text=english)
    acts: Sequence[QuotedAct] = ()
    if second is not None and (batch.reports or extraction.maybe) and second.does("read"):
        acts = second.read(extraction.text, dt.date.fromisoformat(day))
    doubts = tuple(quotation(extraction.text, *one.evidence[0]) for one in extraction.maybe if one.evidence)
    known = {kind for one in (*extraction.incidents, *extraction.background, *extraction.maybe) for kind in one.types}
    doubts += tuple(quotation(extraction.text, one.start, one.end) for one in acts if one.type not in known)
    if not batch.reports and not batch.events:
        full = len(text) >= _FULL_TEXT
        unread = _unread(item, extraction.language, full=full)
        if doubts and full:
            unread = replace(unread, outcome="lead", why="")
        return replace(unread, size=size, doubts=doubts)
    own = own_source(live, item)
    news = len(extraction.incidents)
    read = zip(batch.reports, (*extraction.incidents, *extraction.background), strict=True)
    weighed = [_with_opinion(one, told, acts, second) for one, told in read]
    reports = tuple(  # what is retold, not told as news, is marked, so that it stands aside in a queue
        replace(
            one, key=key, row=number, source=own, content=one.content | ({"background": True} if number > news else {})
        )
        for number, (one, key) in enumerate(zip(weighed, _keys(own, weighed), strict=True), start=1)
    )
    outcome: Outcome = "proposed" if reports else "event"
    return Read(item, outcome, reports, batch.events, language=extraction.language, size=size, doubts=doubts)


def _with_opinion(
    report: Report, told: Proposal, acts: Sequence[QuotedAct], second: SecondReader | None
) -> Report:  # fmt: skip
    """Return a report with higher confidence where the second reader agrees, and lower where it differs."""
    said = compare(told, acts)
    if second is None or not said:
        return report
    passages = dict(report.evidence)
    differing: dict[str, str] = {}
    for name, value in said.items():
        agrees = set(value.split(";")) == set(str(report.content[name]).split(";"))
        differing |= {} if agrees else {name: value}
        part = "location_text" if name == "place" else name
        if part in passages:
            sure = max(passages[part].confidence, _AGREED) if agrees else min(passages[part].confidence, _DIFFERING)
            passages[part] = replace(passages[part], confidence=sure)
    content = {**report.content, "second_reader": {"name": second.settings.name, **differing}}
    return replace(report, content=content, evidence=passages)


def _keys(own: str, reports: Sequence[Report]) -> Iterator[str]:
    """Yield a key for each report of an item, made of its day and place, so that a changed item keeps its incident."""
    told: Counter[str] = Counter()
    for one in reports:
        key = f"{own}:{one.content['date_start']}:{slug(one.content['place'], 40)}"
        told[key] += 1
        yield f"{key}:{told[key]}"


def _unread(item: Item, language: str, *, full: bool) -> Read:
    """Return an item without findings as a lead if a reviewer may find something in it, else as ``nothing``."""
    sure = {tier(part) for part in _stretches(item)} & {"strict", "wide"}
    if language != "en":
        return Read(item, "lead", why="not in English", language=language)
    if not full:
        named = "only the headline could be read" if sure else "it names this sea but no act"
        return Read(item, "lead", why=named, language=language)
    if tier(item.title) == "strict":
        return Read(item, "lead", why="read in full, but no incident was found", language=language)
    return Read(item, "nothing", language=language)


def _why(found: Read, page: str) -> str:
    if not found.why or not page or page == "read":
        return found.why
    return f"{found.why}; its page {'rejects programs' if page == 'refused' else 'could not be fetched'}"


def address_key(item: Item) -> str:
    """Return a key of an item's URL, the same for all sources, or an empty string for an event or if it has no URL."""
    return digest(canonical(item.link)) if item.link and not item.event else ""
