"""Find harm to people, damage and the local time of an incident, each with its evidence passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.articles.dates import counts
from scs_tracker.text.function_words import of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scs_tracker.articles.gathering import Candidate
    from scs_tracker.articles.story import Story
    from scs_tracker.articles.trees import Line

#: How many sentences after the last act may report its outcome.
_BEHIND: Final = 3
_LONGEST: Final = 90
_OUTCOMES: Final = ("killed", "injured", "detained")
_CLOCK: Final = re.compile(
    r"\b(?:(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)\s*(?P<half>[ap]\.?m\b\.?)?|(?P<h2>1[0-2]|[1-9])\s*(?P<half2>[ap]\.?m\b\.?)"
    r"|(?P<army>[01]\d[0-5]\d|2[0-3][0-5]\d)\s?(?:[Hh](?:rs|ours)?\b))"
)

Passage = tuple[Any, int, int]


def lines_of(candidate: Candidate, story: Story) -> list[int]:
    """Return the sentences that report an incident and its outcome: those of its acts and up to three after each."""
    others = {one.line for one in story.acts} - {one.act.line for one in candidate.acts}
    found: dict[int, None] = {}
    for told in candidate.acts:
        for index in range(told.act.line, min(told.act.line + _BEHIND + 1, len(story.lines))):
            if index in others or (index > told.act.line and story.lines[index].dates):
                break
            found[index] = None
    return sorted(found)


def find(candidate: Candidate, story: Story) -> dict[str, Passage]:
    """Return killed, injured, detained, damage and time_local, if the text gives them, each with its offsets."""
    found: dict[str, Passage] = {}
    for index in lines_of(candidate, story):
        line = story.lines[index]
        if line.furniture:
            continue
        for field in _OUTCOMES:
            for value, start, end in _counts(line, field):
                if field not in found or value > found[field][0]:
                    found[field] = (value, start, end)
        damage = _damage(line, story.text)
        if damage is not None and "damage" not in found:
            found["damage"] = damage
        clock = _clock(line, story.text)
        if clock is not None and "time_local" not in found and any(one.act.line == index for one in candidate.acts):
            found["time_local"] = clock
    acts = geodata.values_by("types", "type", "act")
    if not any("{detained}" in acts.get(name, "") for name in candidate.types):
        found.pop("detained", None)
    return found


def _counts(line: Line, field: str) -> Iterable[Passage]:
    """Yield each number of people harmed in a sentence, with its offsets: 'four were injured', 'killing two'."""
    for index, token in enumerate(line.tokens):
        if field not in token.kinds:
            continue
        word = line.heads[index]
        if line.words[word].tag.startswith("V"):
            own = line.child(word, "nsubjpass") if line.child(word, "auxpass") >= 0 else line.child(word, "dobj")
            own = own if own >= 0 else line.child(word, "nsubj", "nsubjpass")
            if own < 0 and line.words[word].dep in {"acl", "relcl"}:
                own = line.words[word].head
        else:
            own = word
        number = _number(line, own) if own >= 0 else None
        if number is not None:
            yield number, min(line.words[own].start, token.start), max(line.words[own].end, token.end)


def _number(line: Line, word: int) -> int | None:
    lemma = line.words[word].lemma
    if lemma in of_kind("nobody") or any(line.words[one].lemma == "no" for one in line.hanging(word, "det")):
        return 0
    kinds = line.kinds_at(word)
    counted = [word] if line.words[word].tag == "CD" else line.hanging(word, "nummod")
    for one in counted:
        text = line.words[one].text.lower().replace(",", "")
        value = int(text) if text.isdigit() else counts().get(text)
        if value is not None and value < 2000:
            return value
    people = kinds.get("head") in {"people", "speaker"} or "service" in kinds
    alone = line.words[word].tag in {"NN", "NNP"} and any(
        line.words[one].lemma in {"a", "an"} for one in line.hanging(word, "det")
    )
    return 1 if people and alone else None


def _damage(line: Line, text: str) -> Passage | None:
    """Return the words that describe damage, with their offsets, or None if a sentence has none or negates them."""
    for index, token in enumerate(line.tokens):
        if "damage" not in token.kinds:
            continue
        word = line.heads[index]
        verb = line.clause(word)
        if line.child(verb, "neg") >= 0 or line.kinds["negation"]:
            continue
        below = sorted(line.below(word if not line.words[word].tag.startswith("V") else verb))
        while len(below) > 1 and line.words[below[0]].dep == "mark":  # said that its hull was dented
            below = below[1:]
        start, end = line.words[below[0]].start, line.words[below[-1]].end
        if end - start > _LONGEST:
            start, end = line.sentence.start, line.sentence.end
            start = max(start, text.rfind(" ", start, max(token.start - _LONGEST // 3, start) + 1) + 1)
            end = end if end <= token.end + _LONGEST // 3 else text.rfind(" ", start, token.end + _LONGEST // 3)
            end = max(end, token.end)
        return " ".join(text[start:end].split()).strip(" ,.;"), start, end
    return None


def _clock(line: Line, text: str) -> Passage | None:
    match = _CLOCK.search(text, line.sentence.start, line.sentence.end)
    if match is None:
        return None
    if match["army"]:
        return f"{match['army'][:2]}:{match['army'][2:]}", match.start(), match.end()
    half = (match["half"] or match["half2"] or "").replace(".", "").lower()
    hour, minute = int(match["h"] or match["h2"]), match["m"] or "00"
    if not half and "." in match.group():
        return None
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    return f"{hour:02d}:{minute}", match.start(), match.end()
