"""Find the accounts that parties give of an incident, each as a short quotation from a sentence."""

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
    from scs_tracker.articles.trees import Line
    from scs_tracker.text.phrases import Token

#: Kinds of words that introduce reported speech.
_SAYING: Final = frozenset({"report", "condemn", "deny", "accuse"})
#: An account must be at most this many sentences from a sentence that reports the incident.
_AROUND: Final = 6
#: *He said* may refer to a speaker at most this many sentences back.
_SAME_PERSON: Final = 3
#: The most words of a sentence that are quoted.
_QUOTED: Final = 25


@dataclass(frozen=True, slots=True)
class Account:
    """One party's account of an incident, quoted from a sentence.

    ``party``: country of the speaker; ``kind``: says, denies or justifies; ``words``: the sentence, or at most 25 words
    of it; ``start``, ``end``: offsets of the sentence.
    """

    party: str
    kind: str
    words: str
    start: int
    end: int


@geodata.cached
def _stances() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    rows = geodata.rows("lexicon_stances")
    return tuple((re.compile(row["pattern"]), row["kind"], row["who"] == "initiator") for row in rows)


def find(decision: Decision, story: Story, others: Sequence[Decision]) -> list[Account]:
    """Return the first account of each kind that each party gives of an incident, in text order; empty if none."""
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
        for pattern, kind, only in _stances() if speaker in sides else ():
            match = pattern.search(words)
            if match and (speaker in did or not only) and (kind != "denies" or _denies(line)):
                at = line.sentence
                told = quoted(story.text[at.start : at.end], match.start())
                found.setdefault((speaker, kind), Account(speaker, kind, told, at.start, at.end))
                break
    return sorted(found.values(), key=lambda one: one.start)


def _denies(line: Line) -> bool:
    """Return True if the first reporting verb of a sentence is a denial; False if the sentence has none."""
    verbs = [kinds for token in line.tokens if _SAYING & (kinds := _kinds(token))]
    return bool(verbs) and "deny" in verbs[0]


def _kinds(token: Token) -> set[str]:
    """Return the lexicon kinds of a phrase such as 'denied that', and those of its first word."""
    return token.kinds.keys() | lexicon().kinds_of(token.text.partition(" ")[0]).keys()


def speaker_of(story: Story, index: int) -> str:
    """Return the country of a sentence's speaker; an empty string if it is unknown or there is no speaker."""
    return _speaker(story, index) or ""


def _speaker(story: Story, index: int) -> str | None:
    """Return the country of a sentence's speaker; an empty string if it is unknown, None if there is no speaker."""
    line = story.lines[index]
    found: str | None = None
    for position, token in enumerate(line.tokens):
        kinds = _SAYING & _kinds(token)
        verb = line.heads[position]
        if not kinds:
            continue
        if kinds == {"report"} and not _tells(line, verb):
            found = ""
            continue
        for subject in line.hanging(verb, *SUBJECTS):
            found = ""
            if line.words[subject].lemma in with_value("pronoun_speaker", "person"):
                said = (_speaker(story, back) for back in range(index - 1, max(index - _SAME_PERSON, 0) - 1, -1))
                return next((one for one in said if one is not None), "")
            named = [one for one in story.mentions[index] if not (one.guessed and one.head == "pronoun")]
            those = [one for one in named if one.root == subject or one.root in line.below(subject)]
            country = next((one.country for one in those if one.country not in {"", "elsewhere"}), "")
            if country:
                return country
        by = set(line.below(verb)) if line.words[verb].lemma == "accord" else set()  # according to
        those = [one for one in story.mentions[index] if one.root in by and one.country not in {"", "elsewhere"}]
        if those:
            return those[0].country
    return found


def _tells(line: Line, verb: int) -> bool:
    """Return True if a reporting verb introduces reported content; 'released' in 'released flares' does not."""
    word = line.words[verb]
    quoted_there = any(mark in line.words[each].text for each in line.below(verb) for mark in "\"“”'‘")
    return word.lemma == "accord" or line.child(verb, "ccomp") >= 0 or quoted_there or word.dep == "parataxis"


def in_short(accounts: Sequence[Account]) -> str:
    """Return accounts as one ledger cell: each party's quotations, with inner semicolons and double quotes replaced."""
    said: dict[str, list[str]] = {}
    for one in accounts:
        said.setdefault(one.party, []).append(f'"{one.words.replace(";", ",").replace(chr(34), chr(39))}"')
    return "; ".join(f"{party}: {', '.join(dict.fromkeys(words))}" for party, words in sorted(said.items()))


def quoted(sentence: str, at: int = 0) -> str:
    """Return at most 25 words of a sentence around an offset, with an ellipsis at each end that is cut."""
    words = sentence.split()
    if len(words) <= _QUOTED:
        return " ".join(words)
    middle = len(sentence[:at].split())
    first = min(max(middle - _QUOTED // 2, 0), len(words) - _QUOTED)
    text = " ".join(words[first : first + _QUOTED])
    return f"{'… ' if first else ''}{text}{' …' if first + _QUOTED < len(words) else ''}"
