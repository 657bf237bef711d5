"""Parse an article, before scoring, into sentences, mentions, acts, dates and places."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.articles import acts as acting
from scs_tracker.articles import coreference, furniture, parse, places, sentences, trees
from scs_tracker.articles import mentions as naming
from scs_tracker.articles.dates import dateline
from scs_tracker.articles.lexicon import lexicon
from scs_tracker.articles.stretches import find as find_dates
from scs_tracker.text import units
from scs_tracker.text.folding import fold
from scs_tracker.text.phrases import tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scs_tracker.articles.acts import Act
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.places import Spot
    from scs_tracker.articles.trees import Line

    Span = tuple[int, int]
    Parser = Callable[[str, Sequence[Span], Sequence[Span]], list[tuple[parse.Word, ...]]]

#: Longer articles are cut at this number of sentences, because reading must end.
_MOST_SENTENCES: Final = 600
#: Number of sentences that may contain a dateline.
_OPENING: Final = 5


@dataclass(slots=True)
class Story:
    """A parsed article that is not yet scored.

    ``text``, ``folded``: the article with its headline, and its folded form; ``published``: day of publication;
    ``today``: day of the dateline, from which relative dates count; ``home``: country of the dateline, or empty;
    ``lines``: sentences; ``mentions``, ``spots``: mentions and places of each sentence; ``acts``: acts of the whole
    article; ``kinds``: number of words of each kind.
    """

    text: str
    folded: str
    published: dt.date
    today: dt.date
    home: str
    lines: list[Line]
    mentions: list[list[Mention]]
    acts: list[Act]
    spots: list[list[Spot]]
    kinds: Counter[str]


def read(text: str, published: dt.date, *, parser: Parser | None = None) -> Story:
    """Return the parsed article; ``text`` is its headline, a blank line and its text, as by ``extract.joined``.

    ``parser`` returns the dependency trees of sentences; None uses the installed model.
    """
    folded, words = fold(text), lexicon()
    spans = sentences.split(text)[:_MOST_SENTENCES]
    named = units.find(text, words)
    today, home, begins = _opening(text, folded, spans, published)
    names = [(one.start, one.end) for one in named]
    parsed = (parser or parse.parse)(text, [(begins.get(one.index, one.start), one.end) for one in spans], names)
    page = furniture.find(text, spans)
    lines = []
    for sentence, tree in zip(spans, parsed, strict=True):
        start = begins.get(sentence.index, sentence.start)
        inside = [one for one in named if start <= one.start and one.end <= sentence.end]
        tokens = tokenise(text, folded, start, sentence.end, inside, words) if tree else []
        line = trees.line_of(sentence, tree, tokens)
        line.furniture = sentence.index in page
        if not line.furniture:
            dates = find_dates(text, folded, start, sentence.end, today)
            # the boat Unaizah May 4 is no day of May
            line.dates = [
                day for day in dates if not any(one.start < day.end and day.start < one.end for one in inside)
            ]
        lines.append(line)
    mentions = [[] if line.furniture else naming.find(line, index, text) for index, line in enumerate(lines)]
    coreference.resolve(lines, mentions, home)
    acts = [
        act for index, line in enumerate(lines) if not line.furniture
        for act in acting.find(line, index, folded, mentions[index])
    ]  # fmt: skip
    countries = frozenset(one.country for those in mentions for one in those if one.country not in {"", "elsewhere"})
    # places are read in sentences with an act, in their neighbours and at the beginning
    wanted = {index for act in acts for index in range(max(act.line - 6, 0), act.line + 5)} | set(range(6))
    spots = [
        places.find(line, text, countries) if index in wanted and not line.furniture else []
        for index, line in enumerate(lines)
    ]  # fmt: skip
    kinds = Counter(kind for line in lines if not line.furniture for kind in line.kinds.elements())
    return Story(text, folded, published, today, home, lines, mentions, acts, spots, kinds)


def _opening(
    text: str, folded: str, spans: Sequence[sentences.Sentence], published: dt.date
) -> tuple[dt.date, str, dict[int, int]]:
    """Return the dateline's day (else ``published``), its country, and the start of the text after it by sentence."""
    today, home = published, ""
    begins: dict[int, int] = {}
    words = lexicon()
    for one in spans[:_OPENING]:
        after, day = dateline(text, one.start, published)
        if after > one.start and after < one.end:
            begins[one.index] = after
            today = day if day != published else today
            tokens = tokenise(text, folded, one.start, after, [], words)
            home = home or next((str(each.kinds["shore"]) for each in tokens if "shore" in each.kinds), "")
            lands = (str(each.kinds["country"]) for each in tokens if "country" in each.kinds)
            home = home or next((land for land in lands if land not in {"", "elsewhere"}), "")
    return today, home, begins
