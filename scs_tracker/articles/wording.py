"""Compute features from the words around an act, a party or a service, for linear weights.

The lexicon gives the meaning of known words; these features are the words themselves, weighted if enough training
reports contain them. Names and numbers are masked, so that nothing is learned about a country, a ship or a place: the
same text with countries exchanged has the same features.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scs_tracker.articles.acts import Act
    from scs_tracker.articles.gathering import Candidate
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.parse import Word
    from scs_tracker.articles.story import Story
    from scs_tracker.articles.trees import Line

_NAME: Final = "(name)"
_NUMBER: Final = "(number)"
#: Kinds of phrases that are names; kinds of phrases that are not names even if capitalised, as in title case.
_NAMED: Final = frozenset({"country", "unit", "place"})
_COMMON: Final = frozenset({"act", "verb", "head", "service"})
#: Tags of words that are never names.
_GRAMMAR: Final = frozenset({"POS", "DT", "IN", "HYPH", "CC", "TO", "PRP", "PRP$", "MD", "RB"})
#: Tags of words that are in every sentence and carry no evidence.
_SILENT: Final = frozenset({"DT", ".", ",", "``", "''", ":", "HYPH", "-LRB-", "-RRB-", "POS", "_SP"})
_CONTENT: Final = ("V", "N", "J", "R", "M")
#: How many governors of a trigger are used, and the longest tree path that is a feature.
_STEPS: Final = 4
_LONGEST: Final = 7
#: How many words between a trigger and a party are used, and how many of a candidate's likeliest acts.
_BETWEEN: Final = 8
_ACTS: Final = 6


def word(line: Line, index: int) -> str:
    """Return the dictionary form of a word, with names and numbers masked."""
    one = line.words[index]
    if one.tag in _GRAMMAR:
        return one.lemma
    if one.tag == "CD" or any(sign.isdigit() for sign in one.text):
        return _NUMBER
    return _NAME if _is_name(one, line.kinds_at(index)) else one.lemma


def _is_name(one: Word, kinds: Mapping[str, object]) -> bool:
    """Return True if a word names a country, service, ship or place, or is a name missing from the lexicon.

    Words that names of services have in common are not masked: *coast guard* in 'Chinese coast guard'.
    """
    if not one.tag.startswith("V") and fold(one.text) in _of_countries():
        return True
    if "actor" in kinds:
        return fold(one.text) not in _of_services()
    if not _NAMED.isdisjoint(kinds):
        return True
    return one.tag.startswith("NNP") and _COMMON.isdisjoint(kinds)


@geodata.cached
def _of_countries() -> frozenset[str]:
    """Return the single words that name countries, in folded form."""
    rows = (row for row in geodata.rows("lexicon_actor_words") if row["role"] == "country")
    return frozenset(fold(one) for row in rows for one in row["phrases"].split(";") if " " not in one)


@geodata.cached
def _of_services() -> frozenset[str]:
    """Return the common words in names of services, such as 'coast' and 'guard', in folded form."""
    rows = (row for row in geodata.rows("lexicon_actor_words") if row["role"] in {"service", "head"})
    phrases = (phrase for row in rows for phrase in row["phrases"].split(";") if phrase.islower())
    return frozenset(fold(one) for phrase in phrases for one in phrase.split())


def _content(line: Line) -> Iterator[str]:
    """Yield the content words of a sentence, with names and numbers masked."""
    for index, one in enumerate(line.words):
        if one.tag.startswith(_CONTENT):
            yield word(line, index)


def of_act(story: Story, act: Act) -> list[str]:
    """Return the words around an act: its own, its governors and dependents, and those of nearby sentences."""
    line = story.lines[act.line]
    found = [f"act {act.name}", f"trigger {word(line, act.word)}"]
    above = list(line.above(act.word))[:_STEPS]
    for step, one in enumerate(above):
        found.append(f"above {word(line, one)}")
        if not step:
            found.append(f"under {line.words[act.word].dep} {word(line, one)}")
        found += [
            f"beside {line.words[each].dep} {word(line, each)}" for each in line.children[one]
            if each != act.word and each not in above and line.words[each].tag not in _SILENT
        ]  # fmt: skip
    for one in line.children[act.word]:
        if line.words[one].tag in _SILENT:
            continue
        found.append(f"on it {line.words[one].dep} {word(line, one)}")
        if line.words[one].dep == "prep":
            found += [f"on it {word(line, one)} {word(line, each)}" for each in line.children[one]]
    here = (index for index, one in enumerate(line.words) if one.tag not in _SILENT)
    found += [f"sentence {word(line, index)}" for index in here]
    for name, index in (("before", act.line - 1), ("behind", act.line + 1)):
        if 0 <= index < len(story.lines) and not story.lines[index].furniture:
            found += [f"{name} {one}" for one in _content(story.lines[index])]
    return found


def parties(story: Story, act: Act) -> list[Mention]:
    """Return the parties in an act and in its sentence whose country is known, each once."""
    found: list[Mention] = []
    for one in (*act.agents, *act.patients, *story.mentions[act.line]):
        known = one.country not in {"", "elsewhere"} and one.head != "thing"
        if known and not any(one is each for each in found):
            found.append(one)
    return found


def _side(act: Act, one: Mention) -> str:
    """Return the side of an act on which a mention is: 'agent', 'patient' or 'neither'."""
    if any(one is each for each in act.agents):
        return "agent"
    return "patient" if any(one is each for each in act.patients) else "neither"


def of_party(story: Story, act: Act, one: Mention) -> list[str]:
    """Return features for scoring a mention as initiator of an act: its tree path, its kind and the words near it."""
    line, root = story.lines[act.line], one.root
    side, order = _side(act, one), "before" if root < act.word else "behind"
    voice = "passive" if "passive" in act.ways else "active"
    found = [side, f"{side} {order}", f"from {line.words[root].dep} {word(line, line.words[root].head)}"]
    for where in (side, order, f"{side} {voice}"):
        found += [f"act {act.name} {where}", *(f"type {name} {where}" for name in act.types)]
    found.append(f"trigger {word(line, act.word)} {line.words[act.word].tag} {order}")
    for what in (f"is {one.head}", f"of {one.service}", f"is {one.head} of {one.service}"):
        found += [what, f"{what} {side}", f"{what} {order}", *(f"{what} {name}" for name in act.types)]
    found += [f"noun {word(line, root)}", f"noun {word(line, root)} {side}", f"guessed {one.guessed} {side}"]
    for step in (-2, -1, 1, 2):
        if 0 <= root + step < len(line.words):
            found.append(f"at {step} {word(line, root + step)}")
    if line.sentence.headline:
        found += ["headline", f"headline {order}", f"headline {side} {order}"]
    found += _way(line, act, root, order, voice)
    return [*found, *_words_between(line, act.word, root, order), *_rivals(story, act, one, side, order)]


def _way(line: Line, act: Act, root: int, order: str, voice: str) -> list[str]:
    """Return features of the tree path from a trigger to a party; ['apart'] if no path joins them."""
    ways = _meeting(line, act.word, root)
    if ways is None:
        return ["apart"]
    up, down = ways
    found = [f"up {word(line, one)} {order}" for one in up[1:]]
    found += [f"down {word(line, one)} {order}" for one in down[:-1]]
    labels = [line.words[one].dep for one in up[:-1]], [line.words[one].dep for one in down]
    if down:
        found.append(f"leaves {labels[1][0]} {word(line, up[-1])}")
    if len(up) - 1 + len(down) > _LONGEST:
        return [*found, "far"]
    way = ">".join(labels[0]) + "|" + ">".join(labels[1])
    found += [f"way {way}", f"way {voice} {act.form} {way}"]
    over = [f"{line.words[one].dep} {word(line, line.words[one].head)}" for one in up[:-1]]
    below = [f"{line.words[one].dep} {word(line, one)}" for one in down[:-1]] + labels[1][-1:]
    return [*found, "words " + ">".join(over) + "|" + ">".join(below)]


def _meeting(line: Line, one: int, other: int) -> tuple[list[int], list[int]] | None:
    """Return the path from one word up to the common ancestor, and the path from there down to the other word.

    Return None if the words are in different trees of the sentence.
    """
    up, way = [one, *line.above(one)], [other, *line.above(other)]
    for step, each in enumerate(up):
        if each in way:
            return up[: step + 1], way[: way.index(each)][::-1]
    return None


def _words_between(line: Line, one: int, other: int, order: str) -> list[str]:
    """Return features of the words between a trigger and a party; empty if they are more than eight words apart."""
    low, high = sorted((one, other))
    if high - low > _BETWEEN:
        return []
    steps = (each for each in range(low + 1, high) if line.words[each].tag not in _SILENT)
    return [f"between {order} {word(line, each)}" for each in steps]


def _rivals(story: Story, act: Act, one: Mention, side: str, order: str) -> list[str]:
    """Return features of other countries' mentions in the sentence: their number, side, kind and order."""
    others = [
        each for each in story.mentions[act.line]
        if each.country and each.country != one.country and each.head != "thing"
    ]  # fmt: skip
    found = [f"others {len(others)}"]
    for each in others:
        theirs = _side(act, each), "before" if each.root < act.word else "behind"
        found.append(f"other {theirs[0]} {theirs[1]} {side} {order}")
        found.append(f"other {each.head} {each.service} {one.head} {one.service}")
        found.append(f"other {'left' if each.root < one.root else 'right'} {side}")
    return found


def of_side(story: Story, candidate: Candidate, *, doing: bool) -> list[str]:
    """Return the words about a side of a candidate, the same for all services that may be on it."""
    side = "did" if doing else "suffered"
    found = [f"{side} type {name}" for name in candidate.types]
    acts = [told.act for told in sorted(candidate.acts, key=lambda each: -each.score)[:_ACTS]]
    found += [f"{side} act {act.name}" for act in acts]
    for index in dict.fromkeys(act.line for act in acts):
        found += [f"sentence {one}" for one in _content(story.lines[index])]
    for line in story.lines[:2]:
        if line.sentence.headline:
            found += [f"headline {one}" for one in _content(line)]
    for one in acts[0].agents if doing else acts[0].patients:
        noun = word(story.lines[one.line], one.root)
        found += [f"is {one.head} {one.service}", f"is {noun} {one.head} {one.service}"]
    return list(dict.fromkeys(found))


def of_service(shared: Sequence[str], service: str, rivals: Sequence[str], *, doing: bool, stands: bool) -> list[str]:
    """Return the features of one kind of service on a side, from the shared words and the other possible kinds."""
    side = "did" if doing else "suffered"
    found = [f"{service} {side}", f"{service} {side} {'stands' if stands else 'beside'}"]
    found += [f"{service} {side} rival {one}" for one in rivals]
    return [*found, *(f"{service} {one}" for one in shared)]
