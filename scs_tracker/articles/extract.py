"""Extract proposals from articles: read the text, score its acts, and propose incidents."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model
from scs_tracker.articles import deciding, events, judge, leads, parse, story
from scs_tracker.articles.language import language_of
from scs_tracker.articles.proposal import Extraction
from scs_tracker.articles.proposal import propose as propose_one
from scs_tracker.articles.read import Article, read
from scs_tracker.errors import UsageError
from scs_tracker.sources.incident_csv import sources_of_text
from scs_tracker.sources.publishers import publisher_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Longer texts are cut, because no article is so long and reading must end in reasonable time.
_MOST_CHARACTERS: Final = 1_000_000


def extract(
    source: str | Path | Article, *, published: str | dt.date | None = None, url: str = "", publisher: str = ""
) -> Extraction:
    """Return the incidents, background and context events that an article describes, without storing them.

    ``source`` is a file, ``-`` for standard input, or an article that is read already. ``published`` (ISO 8601),
    ``url`` and ``publisher`` take precedence over the page's own metadata. Raise ``UsageError`` if no day of
    publication is given or found, the day is not valid, or ``url`` is not a page URL; ``TrackerError`` if the file
    cannot be read or has no text, or if the sentence parser is not installed.

    >>> from scs_tracker.articles.read import Article
    >>> text = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island on Friday, Vietnam said."
    >>> found = extract(Article(text), published="2024-10-06").incidents[0]
    >>> found.date_start, found.types, found.initiators, found.targets, found.place
    ('2024-10-04', ('ramming',), ('CN-CCG',), ('VN-FISH',), 'Woody Island')
    """
    article = source if isinstance(source, Article) else read(source)
    day = published if published is not None else article.published
    if not day:
        raise UsageError(f"{article.name} has no publication date; give it with --published YYYY-MM-DD")
    if url and (problem := sources_of_text(url)[1]):
        raise UsageError(f"--url {url[:200]!r} is not a page URL ({problem}); use the full URL of the article")
    return propose(article.text, title=article.title, published=day, url=url or article.url, publisher=publisher)


def extract_each(
    sources: Sequence[str], *, published: str | None = None, url: str = "", publisher: str = "", jobs: int = 1
) -> list[Extraction]:
    """Return the extraction of each file, in the given order, using up to ``jobs`` processes; see ``extract``."""
    read_one = partial(extract, published=published, url=url, publisher=publisher)
    workers = min(jobs, len(sources))
    if workers < 2 or "-" in sources:
        return [read_one(one) for one in sources]
    context = multiprocessing.get_context("spawn")  # a forked copy of a parser with threads may stand still
    settings = (geodata.overlay(), parse.in_use())
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=settings) as pool:
        return list(pool.map(read_one, sources, chunksize=max(1, min(16, len(sources) // (4 * workers)))))


def _begin(overlay: Path | None, model: str) -> None:
    """Set up a worker process with the settings of its parent process."""
    geodata.configure(overlay)
    parse.use(model)


def propose(
    text: str, *, published: str | dt.date, title: str = "", url: str = "", publisher: str = "", language: str = ""
) -> Extraction:
    """Return the proposals from a headline and text, read together; the text may be as short as a feed entry.

    Raise ``UsageError`` if ``published`` is not an ISO 8601 day. An empty ``publisher`` is derived from the URL, an
    empty ``language`` (ISO 639-1) from the words. The ``text`` of the result is ``title``, a blank line and ``text``,
    unless the text begins with the headline; all offsets refer to it. Raise ``ParserMissingError`` if the text is in
    English and the parser is not installed; other languages need no parser.
    """
    day = _day(published)
    whole = joined(title, text)
    notes: tuple[str, ...] = ()
    if len(whole) > _MOST_CHARACTERS:
        whole, notes = whole[:_MOST_CHARACTERS], (f"only the first {_MOST_CHARACTERS:,} characters were read",)
    publisher = publisher or (publisher_of(url).name if url else "")
    spoken = language.lower().partition("-")[0] or language_of(whole)
    if spoken != "en":
        return leads.lead(whole, title, spoken, day, url, publisher, notes)
    told, judging = story.read(whole, day), judge.shipped()
    decisions, acts = deciding.decide(told, judging)
    those = [one for one in decisions if one.kept not in {"", "maybe"}]
    kept = [(one.kept, propose_one(one, told, judging, those)) for one in those]
    kept.sort(key=lambda one: -one[1].confidence)
    incidents, background = (tuple(one for kind, one in kept if kind == name) for name in ("incident", "background"))
    doubtful = sorted((one for one in decisions if one.kept == "maybe"), key=lambda one: -one.current)
    maybe = tuple(propose_one(one, told, judging, those) for one in doubtful)
    found, trace = tuple(events.find(told, those)), (told, decisions, acts)
    article = (whole, title, day.isoformat(), url, publisher)
    return Extraction(incidents, background, found, spoken, notes, *article, maybe=maybe, trace=trace)


def joined(title: str, text: str) -> str:
    """Return the headline, a blank line and the text, or only the text if it begins with the headline."""
    title = title.strip()
    opening = " ".join(text[: len(title) + 200].lstrip("#* ").split()).casefold()
    if not title or opening.startswith(" ".join(title.split()).casefold()):
        return text
    return f"{title}\n\n{text}"


def _day(published: str | dt.date) -> dt.date:
    if isinstance(published, dt.date):
        return published
    if len(published) != 10 or not model.is_partial_date(published):
        raise UsageError(f"--published {published!r} is not a valid date; use YYYY-MM-DD")
    return dt.date.fromisoformat(published)
