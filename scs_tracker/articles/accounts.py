"""Accounts: who says what of an incident, in our own short form, with the sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.articles.lexicon import lexicon
from scs_tracker.articles.trees import SUBJECTS
from scs_tracker.text.function_words import with_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.deciding import Decision
    from scs_tracker.articles.story import Story

#: Kinds of words by which somebody speaks.
_SAYING: Final = frozenset({"report", "condemn", "deny", "accuse"})
#: Sentences around those that tell an incident in which it is spoken of.
_AROUND: Final = 6
#: Sentences back to which *he said* may point.
_SAME_PERSON: Final = 3


@dataclass(frozen=True, slots=True)
class Account:
    """What one side says.

    Attributes
    ----------
    party
        Country that says it.
    kind
        says, denies or justifies.
    stance
        What it says, in our own words.
    start, end
        Offsets of the sentence.
    """

    party: str
    kind: str
    stance: str
    start: int
    end: int


@geodata.cached
def _stances() -> tuple[tuple[re.Pattern[str], str, str, bool], ...]:
    rows = geodata.rows("lexicon_stances")
    return tuple((re.compile(row["pattern"]), row["kind"], row["stance"], row["who"] == "initiator") for row in rows)


def find(decision: Decision, story: Story, others: Sequence[Decision]) -> list[Account]:
    """Return the accounts of both sides: of each the first of its stances said of it and not of what others tell."""
    did = {one[:2] for one in decision.sides.initiators}
    sides = did | {one[:2] for one in decision.sides.targets}
    own, all_told = ({one.act.line for each in those for one in each.candidate.acts} for those in ([decision], others))
    found: dict[tuple[str, str], Account] = {}
    for index, line in enumerate(story.lines):
        if line.furniture or min(abs(one - index) for one in own) > _AROUND:
            continue
        # what was told before a sentence is rather meant than what is told after it
        meant = min((one > index, abs(one - index), one) for one in own | all_told)[2]
        speaker = speaker_of(story, index) if meant in own else ""
        words = story.folded[line.sentence.start : line.sentence.end]
        for pattern, kind, stance, only in _stances() if speaker in sides else ():
            if pattern.search(words) and (speaker in did or not only):
                at = line.sentence
                found.setdefault((speaker, kind), Account(speaker, kind, stance, at.start, at.end))
                break
    return sorted(found.values(), key=lambda one: one.start)


def speaker_of(story: Story, index: int) -> str:
    """Return the country of who says a sentence, or an empty string."""
    return _speaker(story, index) or ""


def _speaker(story: Story, index: int) -> str | None:
    """Return the country of who says a sentence; empty if of none, None where nobody is told to speak."""
    line = story.lines[index]
    found: str | None = None
    for position, token in enumerate(line.tokens):
        opening = lexicon().kinds_of(token.text.partition(" ")[0])  # denied that: a phrase of its own
        if not _SAYING & (token.kinds.keys() | opening.keys()):
            continue
        verb = line.heads[position]
        for subject in line.hanging(verb, *SUBJECTS):
            found = ""
            if line.words[subject].lemma in with_value("pronoun_speaker", "person"):
                return _spoke_before(story, index)
            those = [one for one in story.mentions[index] if one.root == subject or one.root in line.below(subject)]
            country = next((one.country for one in those if one.country not in {"", "elsewhere"}), "")
            if country:
                return country
        spoken = line.words[verb].tag.startswith("V") and line.words[verb].lemma != "accord"  # according to
        by = set() if spoken else set(line.below(verb))
        those = [one for one in story.mentions[index] if one.root in by and one.country not in {"", "elsewhere"}]
        if those:
            return those[0].country
    return found


def _spoke_before(story: Story, index: int) -> str:
    """Return the country of who spoke last before a sentence in which *he* or *she* says more, or an empty string."""
    said = (_speaker(story, back) for back in range(index - 1, max(index - _SAME_PERSON, 0) - 1, -1))
    return next((one for one in said if one is not None), "")


def in_short(accounts: Sequence[Account]) -> str:
    """Return accounts as a cell of the ledger holds them."""
    said: dict[str, list[str]] = {}
    for one in accounts:
        said.setdefault(one.party, []).append(one.stance)
    return "; ".join(f"{party}: {', '.join(dict.fromkeys(stances))}" for party, stances in sorted(said.items()))
