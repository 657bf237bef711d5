"""One article to what it tells: reading, finding, gathering, proposing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker import model
from scs_tracker.errors import UsageError
from scs_tracker.extraction import foreign, story
from scs_tracker.extraction.context import events
from scs_tracker.extraction.gathering import incidents
from scs_tracker.extraction.proposal import Extraction, propose
from scs_tracker.extraction.read import Article, read
from scs_tracker.extraction.settling import deeds, repeating
from scs_tracker.extraction.words.language import language_of

if TYPE_CHECKING:
    from pathlib import Path

#: No article is longer; whatever is, is a file of another kind, and ends in a reasonable time all the same.
_MOST_CHARACTERS: Final = 1_000_000


def extract(source: str | Path | Article, *, published: str | dt.date | None = None) -> Extraction:
    """Return the incidents, the background and the events that an article tells of.

    Parameters
    ----------
    source
        A file, ``-`` for standard input, or an article that is read already (``Article(text)``).
    published
        The day of publication, ISO 8601; it wins over what the page says.

    Returns
    -------
    Extraction
        Proposals with evidence; nothing is written anywhere.

    Raises
    ------
    UsageError
        No day of publication is given or found, or it is no day.
    TrackerError
        The file cannot be read, or has no text.

    Examples
    --------
    >>> from scs_tracker.extraction.read import Article
    >>> text = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island on Friday, Vietnam said."
    >>> found = extract(Article(text), published="2024-10-06").incidents[0]
    >>> found.date_start, found.types, found.initiators, found.targets, found.place
    ('2024-10-04', ('ramming',), ('CN-CCG',), ('VN-FISH',), 'Woody Island')
    """
    article = source if isinstance(source, Article) else read(source)
    day = _published(published, article)
    text = article.text
    notes: tuple[str, ...] = ()
    if len(text) > _MOST_CHARACTERS:
        text, notes = text[:_MOST_CHARACTERS], (f"only the first {_MOST_CHARACTERS:,} characters were read",)
    language = language_of(text)
    if language != "en":
        return foreign.mentions(replace(article, text=text), language, day.isoformat(), notes)
    told = story.read(text, day)
    built = repeating.with_repeats(told, deeds.build(told))
    gathered = incidents.gather(told, built)
    proposals = [(one, propose(one, told)) for one in gathered]
    return Extraction(
        incidents=tuple(proposal for one, proposal in proposals if not one.background),
        background=tuple(proposal for one, proposal in proposals if one.background),
        events=tuple(events.find(told)),
        language=language,
        notes=notes,
        text=text,
        title=article.title,
        published=day.isoformat(),
        url=article.url,
        trace=(told, built, gathered),
    )


def _published(published: str | dt.date | None, article: Article) -> dt.date:
    if isinstance(published, dt.date):
        return published
    text = published if published is not None else article.published
    if not text:
        raise UsageError(f"{article.name} gives no day of publication; give it with --published YYYY-MM-DD")
    if len(text) != 10 or not model.is_partial_date(text):
        raise UsageError(f"--published {text!r} is no day; write it as YYYY-MM-DD")
    return dt.date.fromisoformat(text)
