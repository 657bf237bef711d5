"""The article as a whole: its lines in order, and who 'it', 'the vessel' and 'its boats' are.

Coreference is of the simple kind. *Its* and *their* belong to whoever stands before them in the sentence, or spoke last.
*The vessel* is the last one of that sort that is not on the other side; *it* is the subject before. Nothing further back
than the article's own parties is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction import actors, acts, dates, sentences
from scs_tracker.extraction.actors import CONCRETE, Party, code_of, is_place
from scs_tracker.extraction.clauses import Line
from scs_tracker.extraction.folding import fold
from scs_tracker.extraction.lexicon import find_units, lexicon, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scs_tracker.extraction.acts import Act
    from scs_tracker.extraction.dates import When
    from scs_tracker.extraction.lexicon import Token

_AFLOAT: Final = frozenset({"vessel", "mission", "force"})


@dataclass(slots=True)
class Story:
    """An article, read sentence by sentence.

    Attributes
    ----------
    text, folded
        As written, and folded.
    today
        The day of the dateline, or of the publication.
    body
        Where the text begins behind the dateline.
    lines
        Its sentences with tokens and parties.
    whens
        The dates of each line.
    acts
        What is told, in order.
    """

    text: str
    folded: str
    today: dt.date
    body: int
    lines: list[Line] = field(default_factory=list)
    whens: list[list[When]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)


def read(text: str, published: dt.date) -> Story:
    """Read an article: sentences, parties, dates and acts, with every party's country and code as far as known."""
    folded = fold(text)
    words = lexicon()
    spans = sentences.split(text)
    first = next((one for one in spans if not one.headline), None)
    body, today = dates.dateline(text, first.start, published) if first is not None else (0, published)
    story = Story(text, folded, today, body)
    units = find_units(text, words)
    memory = _Memory()
    at = 0
    for sentence in spans:
        start = max(sentence.start, body) if sentence.start < body <= sentence.end else sentence.start
        inside: list[Token] = []
        while at < len(units) and units[at].start < sentence.end:
            if units[at].start >= start:
                inside.append(units[at])
            at += 1
        tokens = tokenise(text, folded, start, sentence.end, inside, words)
        line = Line(sentence, tokens, actors.find(tokens, text))
        story.lines.append(line)
        timed = any(
            "weekday" in one.kinds or "month" in one.kinds or "dateword" in one.kinds or one.text[:2] in {"19", "20"}
            for one in tokens
        )
        story.whens.append(list(dates.find(text, folded, start, sentence.end, today)) if timed else [])
        memory.hear(line)
        if any("act" in one.kinds for one in tokens):
            story.acts += acts.find(line, folded)
        for party in line.parties:
            if party.country and party.head != "thing" and not is_place(party, tokens):
                story.countries[party.country] += 1
    return story


@dataclass(slots=True)
class _Memory:
    """Whoever was named so far, the last first."""

    named: list[Party] = field(default_factory=list)
    speaker: Party | None = None
    subject: Party | None = None

    def hear(self, line: Line) -> None:
        """Resolve the parties of a line in its order, and remember them."""
        for position, party in enumerate(line.parties):
            before = line.parties[:position]
            if not party.country:
                self._resolve(party, before, line)
            if party.country and not is_place(party, line.tokens) and party.head != "thing":
                self.named.append(party)
        speaking = [one for one in line.parties if one.country and _reports(line, one)]
        if speaking:
            self.speaker = speaking[0]
        doing = [one for one in line.parties if one.country and one.head in CONCRETE]
        if doing:
            self.subject = doing[0]

    def _resolve(self, party: Party, before: Iterable[Party], line: Line) -> None:
        earlier = [
            one for one in before if one.country and one.country != "elsewhere" and not is_place(one, line.tokens)
        ]
        found: Party | None = None
        if party.owner:
            candidates = [one for one in earlier if one.head in {"state", "force", "speaker"}] or earlier
            found = candidates[-1] if candidates else self.speaker or self._last()
            if found is not None:
                self._inherit(party, found, keep_service=party.head in {"vessel", "aircraft", "people", "mission"})
            return
        if party.head == "pronoun":
            doing = [one for one in earlier if one.head in CONCRETE]
            found = doing[0] if doing else (earlier[0] if earlier else self.subject)
            if found is not None:
                self._inherit(party, found, keep_service=True)
            return
        if party.service:
            found = next((one for one in reversed(self.named) if one.service == party.service), None)
            if found is not None:
                party.country, party.code = found.country, found.code
            return
        if party.definite:
            same = [
                one for one in self.named if one.head == party.head or (party.head in _AFLOAT and one.head in _AFLOAT)
            ]
            if party.head == "people" and not same:
                same = [one for one in self.named if one.head in CONCRETE]
            if same:
                self._inherit(party, same[-1], keep_service=True)

    def _last(self) -> Party | None:
        return self.named[-1] if self.named else None

    @staticmethod
    def _inherit(party: Party, found: Party, *, keep_service: bool) -> None:
        party.country = found.country
        if not party.service and keep_service:
            party.service = found.service
            party.code = found.code if found.head != "state" else ""
        if not party.code:
            party.code = code_of(party.country, party.service, party.head)


def _reports(line: Line, party: Party) -> bool:
    """Say whether a party is the one who says the sentence."""
    return any(
        "report" in one.kinds or "accuse" in one.kinds or "condemn" in one.kinds
        for one in line.tokens[party.after : party.after + 6]
    )
