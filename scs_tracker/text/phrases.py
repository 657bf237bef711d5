"""Compile the lexicon of articles, and split sentences into its phrases, words, numbers and punctuation.

The lexicon contains trigger phrases in all verb forms, actors, kinds of vessel, place names, and words of time,
reporting and doubt, indexed by their first word. The longest phrase at each word is taken, so that ``South China Sea``
is a place and not a Chinese actor. All other words, numbers and punctuation marks become tokens of their own.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError
from scs_tracker.text.folding import fold
from scs_tracker.text.function_words import of_kind
from scs_tracker.text.inflection import forms
from scs_tracker.text.patterns import Needs, compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: A number, a word, one Han character, or a punctuation mark.
_LEXEME: Final = re.compile(
    r"[a-z]+[^\W\d_\u3040-\u9fff\uf900-\ufaff]*|[^\W\d_\u3040-\u9fff\uf900-\ufaff]+"
    r"|\d[\d,.]*\d|\S"
)
#: The kind of word sets that only triggers use, and the notation for one: ``<crew>``.
_SET: Final = "set"
_NAMED_SET: Final = re.compile(r"(?<![?(])<(\w+)>")
#: Kinds of tokens that may belong to a party.
PARTY_KINDS: Final = frozenset({"country", "actor", "service", "head", "unit"})
#: How many characters after the first word index a phrase.
_BEHIND: Final = 4
#: Kinds of words that introduce reported speech; kinds of tokens that are only names.
_SAYING: Final = frozenset({"report", "condemn", "deny", "accuse"})
_NAMES: Final = frozenset({"place", "shore", "doubtful"})
#: Ship names with at most this many letters get no pattern of their own, because they often mean something else.
_SHORT: Final = 5
#: At most this many words in quotation marks are not a sentence of their own.
_FEW: Final = 7
#: Grammatical forms of triggers; the object of a sighting is its initiator.
FORMS: Final = ("verb", "sighting", "noun", "instrument")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A phrase that may indicate an incident: its types, form (one of ``FORMS``), strength and required words.

    ``strength``: 3 is enough alone; 2 needs a vessel, an aircraft or a crew near it; 1 needs one on each side.
    """

    types: tuple[str, ...]
    form: str
    strength: int
    needs: Needs | None
    name: str


class Token(NamedTuple):
    """A token of a sentence: its folded text, its offsets in the article, and its possible kinds with their values.

    Kinds are such as ``{"country": "CN"}``, ``{"verb": "dn", "act": (…)}``, ``{"number": "12"}``.
    """

    kinds: Mapping[str, Any]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """A pattern for names of one kind of vessel or aircraft, with the actor that operates it."""

    pattern: re.Pattern[str]
    actor: str
    head: str


@dataclass(frozen=True)
class Lexicon:
    """All phrases of the lexicon with their kinds, and the patterns for names of vessels and aircraft.

    ``phrases``: by first word, then by the four characters after it, the longest first. Phrases with fewer characters
    after the word are listed under an empty string, and last in every list. ``stops``: words that end no unit's name.
    """

    kinds: Mapping[str, Mapping[str, Any]]
    phrases: Mapping[str, Mapping[str, tuple[str, ...]]]
    units: Mapping[str, tuple[UnitPattern, ...]]
    named_units: Mapping[str, str]
    stops: frozenset[str]

    def kinds_of(self, phrase: str) -> Mapping[str, Any]:
        """Return the possible kinds of a folded phrase, with their values; empty if the lexicon does not contain it."""
        return self.kinds.get(phrase, _WORD)


_SIGN: Final[Mapping[str, Any]] = {"sign": True}
_WORD: Final[Mapping[str, Any]] = {}
_NUMBER: Final[Mapping[str, Any]] = {"number": True}


@geodata.cached
def lexicon() -> Lexicon:
    """Return the lexicon without places, from the tracker's tables and the user's; ``with_places`` adds places."""
    return with_places({})


def with_places(places: Mapping[str, Mapping[str, Any]]) -> Lexicon:
    """Return the lexicon with folded place names, each ``{"place": ids}`` or ``{"doubtful": ids}`` of features."""
    phrases = {name: dict(kinds) for name, kinds in places.items()}
    _add_far_and_shore(phrases)
    _add_actors(phrases)
    _add_words(phrases)
    _add_triggers(phrases)
    for row in geodata.rows("lexicon_events"):
        for phrase in row["phrases"].split(";"):
            event = (row["kind"], int(row["strength"]), re.compile(row["needs"]))
            phrases.setdefault(fold(phrase).strip(), {})["event"] = event
    named = _add_units(phrases)
    phrases.pop("", None)
    _add_shorter(phrases)
    for kinds in phrases.values():  # whether one may name a party, is a reporting verb, or is only a name
        if not PARTY_KINDS.isdisjoint(kinds):
            kinds["party"] = True
        if not _SAYING.isdisjoint(kinds):
            kinds["saying"] = True
        if _NAMES.issuperset(kinds):
            kinds["name"] = True
    stops = frozenset(key for key, kinds in phrases.items() if "weekday" in kinds or "month" in kinds)
    return Lexicon(phrases, _by_opening(phrases), _unit_patterns(), named, stops | of_kind("stop").keys())


def _by_opening(phrases: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the phrases grouped by their first word and the characters after it, the longest first."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list, {"": []}))
    for phrase in sorted(phrases, key=len, reverse=True):
        first = _LEXEME.match(phrase)
        if first is not None:
            behind = phrase[first.end() : first.end() + _BEHIND]
            found[first.group()][behind if len(behind) == _BEHIND else ""].append(phrase)
    return {
        word: {behind: tuple(those + by[""] if behind else those) for behind, those in by.items()}
        for word, by in found.items()
    }


def _add_far_and_shore(phrases: dict[str, dict[str, Any]]) -> None:
    for row in geodata.rows("lexicon_elsewhere"):
        for phrase in row["name"].split(";"):
            kinds = phrases.setdefault(fold(phrase).strip(), {})
            kinds.pop("place", None)
            kinds["elsewhere"] = row["where"]
    for row in geodata.rows("lexicon_datelines"):
        for phrase in row["phrases"].split(";"):
            key = fold(phrase).strip()
            phrases.setdefault(key, {})["shore"] = row["country"]
            for longer in (f"{key} province", f"{key} island", f"{key} city"):
                if longer in phrases:
                    phrases[longer]["shore"] = row["country"]


def _head(key: str) -> str:
    endings = of_kind("ending").items()
    return next((head for head in dict.fromkeys(of_kind("ending").values()) for word, its in endings
                 if its == head and key.endswith(word)), "vessel")  # fmt: skip


def _add_actors(phrases: dict[str, dict[str, Any]]) -> None:
    for row in geodata.rows("lexicon_actor_words"):
        for phrase in row["phrases"].split(";"):
            key = fold(phrase).strip()
            kinds = phrases.setdefault(key, {})
            kinds[row["role"]] = row["value"]
            if row["role"] == "service":
                kinds.setdefault("head", _head(key))
            if row["value"] == "speaker":
                kinds.pop("place", None)  # an admiral is no reef
            if row["role"] == "country":
                kinds.pop("place", None)
                if len(phrase) <= 3 and phrase.isupper():
                    kinds["capitals"] = True
    for row in geodata.rows("lexicon_actor_names"):
        key = fold(row["name"]).strip()
        kinds = phrases.setdefault(key, {})
        kinds.pop("place", None)
        kinds["actor"] = row["code"]
        kinds["head"] = "force"
        if len(row["name"]) <= 4 and row["name"].isupper():
            kinds["capitals"] = True


def _add_words(phrases: dict[str, dict[str, Any]]) -> None:
    for row in geodata.rows("lexicon_words"):
        if row["kind"] == _SET:
            continue
        for phrase in row["phrases"].split(";"):
            key = fold(phrase).strip()
            if row["inflected"] != "yes":
                phrases.setdefault(key, {})[row["kind"]] = row["inflected"] or phrase
                continue
            for form, letters in forms(key).items():
                kinds = phrases.setdefault(form, {})
                kinds["verb"] = "".join(sorted({*kinds.get("verb", ""), *letters}))
                if row["kind"] != "verb":
                    kinds[row["kind"]] = True


def _pattern(needs: str, sets: Mapping[str, str]) -> Needs | None:
    """Return the required words of a trigger as a pattern, with sets such as ``<crew>`` filled in; None if none."""
    unknown = [name for name in _NAMED_SET.findall(needs) if name not in sets]
    if unknown:
        raise TrackerError(
            f"lexicon/triggers.csv: {needs!r} names the unknown set {unknown[0]!r}; use one of {', '.join(sets)}"
        )
    return Needs(_NAMED_SET.sub(lambda found: sets[found.group(1)], needs)) if needs else None


def _add_triggers(phrases: dict[str, dict[str, Any]]) -> None:
    types = geodata.vocabulary().severity_by_type
    # sets of words that the further words of triggers may name, each as a piece of a pattern
    sets = {row["inflected"]: f"(?:{row['phrases'].replace(';', '|')})"
            for row in geodata.rows("lexicon_words") if row["kind"] == _SET}  # fmt: skip
    inflected = functools.cache(forms)  # many rows share a verb
    for row in geodata.rows("lexicon_triggers"):
        named = tuple(model.split_list(row["types"]))
        unknown = [one for one in named if one not in types]
        if unknown or row["form"] not in FORMS or row["strength"] not in {"1", "2", "3"}:
            raise TrackerError(
                f"lexicon/triggers.csv: {row['phrases']!r} has type {row['types']!r}, form {row['form']!r} and "
                f"strength {row['strength']!r}; use a type in types.csv, a form ({', '.join(FORMS)}) and a strength "
                "from 1 to 3"
            )
        needs = _pattern(row["needs"], sets)
        for phrase in model.split_list(row["phrases"]):
            key = fold(phrase).strip(" =")
            trigger = Trigger(
                named, row["form"], int(row["strength"]), needs, f"{row['form']}:{named[0]}:{key.replace(' ', '-')}"
            )
            if phrase.startswith("="):  # this form alone, such as shelled: shells are gathered
                found = {
                    key: "d" if key.partition(" ")[0] in of_kind("no_participle") and " " in key else "dn"
                }  # was on the tail of: no passive
            else:
                found = inflected(key) if row["form"] in {"verb", "sighting"} else {key: ""}
            for form, letters in found.items():
                kinds = phrases.setdefault(form, {})
                kinds["act"] = (*kinds.get("act", ()), trigger)
                if letters and letters != kinds.get("verb"):
                    kinds["verb"] = "".join(sorted({*kinds.get("verb", ""), *letters}))


def _add_shorter(phrases: dict[str, dict[str, Any]]) -> None:
    """Add to each verb phrase the triggers of the shorter phrases that it begins with and would otherwise hide."""
    for phrase, kinds in phrases.items():
        acts = kinds.get("act", ())
        if not acts or "verb" not in kinds or " " not in phrase or any(one.needs is None for one in acts):
            continue
        found, begins = [], phrase.rpartition(" ")[0]
        while begins:
            shorter = phrases.get(begins, {})
            particle = phrase[len(begins) + 1 :].partition(" ")[0] in of_kind("particle")  # seen off is not seen
            if "act" in shorter and "verb" in shorter and not particle:
                found.append((len(begins), shorter["act"]))
            begins = begins.rpartition(" ")[0]
        if found:
            kinds["shorter"] = tuple(found)


def _add_units(phrases: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Add the names of known vessels and aircraft to ``phrases``; return the actor of each folded spelling."""
    actors: dict[str, str] = {}
    for row in geodata.rows("units"):
        for spelling in model.split_list(row["spellings"]):
            key = fold(spelling).strip()
            actors[key] = row["actor"]
            bare = key.partition(" ")[2]
            prefix = of_kind("ship_prefix").get(key.partition(" ")[0], "")
            long = {"boat": 6, "state": 8}.get(prefix, len(bare))
            if " " in bare and len(bare) > long:  # the Teresa Magbanua, the Gem-Ver
                kinds = phrases.setdefault(bare, {})
                if not {"place", "shore", "country", "act", "head", "service"} & kinds.keys():
                    kinds |= {"unit": row["actor"], "head": "vessel"}
            if row["kind"] != "description" and " " in key and not key[0].isdigit() and len(key) > 6:
                kinds = phrases.setdefault(key, {})
                if "place" not in kinds:
                    kinds["unit"] = row["actor"]
    return actors


def _unit_patterns() -> dict[str, tuple[UnitPattern, ...]]:
    """Return the patterns of vessel and aircraft names by the first word of the name; ``0`` stands for any number."""
    found: dict[str, tuple[UnitPattern, ...]] = {}
    for row in geodata.rows("lexicon_units"):
        pattern = compiled("unit_patterns.csv", rf"(?:{row['pattern']})(?!\w)", f"{row['pattern']!r} ")
        one = UnitPattern(pattern, row["actor"], row["head"])
        for start in row["starts"].split(";"):
            found[start] = (*found.get(start, ()), one)
    for row in geodata.rows("units"):
        name = row["name"]
        if (
            row["kind"] == "vessel" and name.isalpha() and len(name) > _SHORT
        ):  # the frigate Yancheng; alone it is a town
            behind = re.compile(rf"(?:{'|'.join(f'(?<={one} )' for one in of_kind('ship_class'))}){name}(?!\w)")
            found[name] = (*found.get(name, ()), UnitPattern(behind, row["actor"], "vessel"))
    return found


def tokenise(text: str, folded: str, start: int, end: int, units: list[Token], words: Lexicon) -> list[Token]:
    """Return the tokens of a sentence, in text order; units come before phrases, and the longest phrase is taken.

    ``text`` and ``folded`` are the whole article; ``units`` are the units of the sentence, found by ``units.find``.
    """
    tokens: list[Token] = []
    phrases = words.phrases.get
    append, new = tokens.append, tuple.__new__  # the innermost loop: a named tuple's own constructor is twice as slow
    waiting = [*units, Token(_WORD, "", end, end)]
    limit = waiting[0].start
    position = start
    for match in _LEXEME.finditer(folded, start, end):
        first, after = match.span()
        if first < position:  # inside the phrase before
            continue
        while limit < first:
            waiting.pop(0)
            limit = waiting[0].start
        if first == limit:
            tokens.append(waiting.pop(0))
            limit = waiting[0].start
            position = tokens[-1].end
            continue
        word, position = folded[first:after], after
        known = phrases(word)
        for phrase in known.get(folded[position : position + _BEHIND]) or known[""] if known else ():
            if not folded.startswith(phrase, first):
                continue
            after, kinds = first + len(phrase), words.kinds[phrase]
            if after <= limit and _stands(text, folded, first, after, end, phrase, kinds):
                append(new(Token, (kinds, phrase, first, after)))
                position = after
                break
        else:
            kinds = _NUMBER if word[0].isdecimal() else _WORD if word[0].isalnum() else _SIGN
            append(new(Token, (kinds, word, first, position)))
    return _without_marks(tokens) if '"' in folded[start:end] else tokens


def _without_marks(tokens: list[Token]) -> list[Token]:
    """Return tokens without the quotation marks around a few words that are not speech: had "warned off" the ship."""
    marks = [index for index, token in enumerate(tokens) if token.text == '"']
    dropped: set[int] = set()
    for one, other in pairwise(marks):
        before, last = tokens[one - 1] if one else None, tokens[other - 1]
        short = 1 < other - one <= _FEW and last.text not in {",", "."} and one not in dropped
        if short and before is not None and before.text not in {",", ":"} and "report" not in before.kinds:
            dropped |= {one, other}
    return [token for index, token in enumerate(tokens) if index not in dropped] if dropped else tokens


def _stands(text: str, folded: str, first: int, after: int, end: int, phrase: str, kinds: Mapping[str, Any]) -> bool:
    """Return True if a phrase ends at a word boundary and has the capital letters that its kinds require."""
    if after < end and folded[after].isalnum() and phrase[-1].isalnum() and (folded[after] + phrase[-1]).isascii():
        return False
    if "capitals" in kinds:
        return text[first:after].isupper()
    return "name" not in kinds or text[first].isupper() or not phrase[0].isascii()
