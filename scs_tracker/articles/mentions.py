"""Find the parties, vessels and people that a sentence mentions, with country, service and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model
from scs_tracker.articles.trees import BEFORE_NOUN
from scs_tracker.text.function_words import of_kind, with_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scs_tracker.articles.trees import Line
    from scs_tracker.text.phrases import Token

_PARTY: Final = ("actor", "unit", "country", "service", "head")


@dataclass(slots=True, eq=False)
class Mention:
    """A mention of a party, vessel or person, by name or by pronoun.

    ``line``: number of the sentence; ``root``: index of its head word; ``start``, ``end``: offsets into the text;
    ``country``: ISO 3166-1 alpha-2, ``elsewhere`` for a country outside the region, or empty; ``service``: a kind of
    actors.csv, or empty; ``head``: its kind: vessel, aircraft, people, force, mission, speaker, state, thing, pronoun
    or other; ``units``: offsets (``start:end``) of names of vessels and aircraft; ``code``: actor code, if a name gives
    it; ``owner``: its possessive pronoun; ``many``: plural; ``definite``: definite, as in 'the ship'; ``guessed``: the
    country is inferred from another mention, ``far`` sentences back; ``noun``: dictionary form of its noun;
    ``foreign``: described as foreign to the dateline's country; ``others``: other possible antecedents, the likeliest
    first.
    """

    line: int
    root: int
    start: int
    end: int
    country: str = ""
    service: str = ""
    head: str = ""
    units: list[str] = field(default_factory=list)
    code: str = ""
    owner: str = ""
    many: bool = False
    definite: bool = False
    guessed: bool = False
    far: int = 0
    noun: str = ""
    foreign: bool = False
    others: list[Mention] = field(default_factory=list)

    @property
    def actor(self) -> str:
        """Return the mention's actor code, as in actors.csv, or an empty string if its country is not known."""
        if self.country in {"", "elsewhere"}:
            return ""
        if self.code and not self.guessed:
            return self.code
        return code_of(self.country, self.service, self.head)


@geodata.cached
def _codes() -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for row in geodata.rows("actors"):
        if "(to " not in row["service"]:
            found.setdefault((row["country"], row["kind"]), row["code"])
    return found


@geodata.cached
def _historic() -> Mapping[tuple[str, str], tuple[str, int]]:
    """Return the code and last year of each service that no longer exists, by country and kind."""
    rows = ((row, _UNTIL.search(row["service"])) for row in geodata.rows("actors"))
    return {(row["country"], row["kind"]): (row["code"], int(ended[1])) for row, ended in rows if ended is not None}


_UNTIL: Final = re.compile(r"\(to (\d{4})\)")


def actor_in(one: Mention, year: int) -> str:
    """Return the actor code of a mention for the service that existed in a year; empty if the country is not known."""
    if one.code or not one.service:
        return one.actor
    wanted = (one.service, *_stand_ins().get(one.service, ()))
    known = next((kind for kind in wanted if (one.country, kind) in _codes() or (one.country, kind) in _historic()), "")
    code, last = _historic().get((one.country, known), ("", 0))
    return code if year <= last else one.actor


@geodata.cached
def _stand_ins() -> Mapping[str, tuple[str, ...]]:
    """Return, for each kind of actor, the kinds to use instead, in order, if a country has no actor of that kind."""
    rows = geodata.rows("lexicon_kinds")
    return {row["kind"]: tuple(model.split_list(row["stands_in"])) for row in rows}


@geodata.cached
def sole_country(service: str) -> str:
    """Return the only country that has an actor of a kind, or an empty string if none or several have one."""
    countries = {country for country, kind in _codes() if kind == service}
    return countries.pop() if len(countries) == 1 else ""


def code_of(country: str, service: str, head: str) -> str:
    """Return the actor code of a country's service, or of the closest kind that it has; an empty string if none.

    ``country``: ISO 3166-1 alpha-2; ``service``: kind of actor as in actors.csv, or empty if none is named; ``head``:
    kind of the mention, such as vessel or people, which decides if no service is named.

    >>> code_of("CN", "coast guard", "vessel"), code_of("CN", "", "vessel"), code_of("PH", "fishing", "people")
    ('CN-CCG', 'CN-UNK', 'PH-FISH')
    """
    codes, stand_ins = _codes(), _stand_ins()
    wanted = (service, *stand_ins.get(service, ()), *stand_ins.get(head, ()), *stand_ins["any"])
    return next((codes[country, kind] for kind in wanted if (country, kind) in codes), "")


def find(line: Line, index: int, text: str) -> list[Mention]:
    """Return the mentions in a sentence, in the order of their head words."""
    roots: dict[int, list[Token]] = {}
    for position, token in enumerate(line.tokens):
        if "party" not in token.kinds or line.heads[position] >= len(line.words):
            continue
        root = _root(line, line.heads[position])
        if root >= 0:
            roots.setdefault(root, []).append(token)
    found = [one for root, tokens in sorted(roots.items()) for one in _mentions(line, index, root, tokens)]
    found += _pronouns(line, index)
    _gather(line, found)
    _ashore(line, found)
    _own(line, found, text)
    return sorted(found, key=lambda one: (one.root, one.start))


def _is_party(line: Line, word: int) -> bool:
    kinds = line.kinds_at(word)
    return any(one in kinds for one in _PARTY)


def _root(line: Line, word: int) -> int:
    """Return the index of the noun that a name belongs to: 'ship' for China in 'China's coast guard ship'."""
    for _ in range(len(line.words)):
        one = line.words[word]
        head = one.head
        if head == word:
            return word
        above = line.words[head]
        noun = above.tag.startswith(("N", "CD")) or _is_party(line, head)
        if (one.dep in BEFORE_NOUN and noun and "act" not in line.kinds_at(head)) or (
            one.dep == "poss" and _is_party(line, head) and "act" not in line.kinds_at(head)
        ):
            word = head
        elif one.dep == "conj" and above.dep in BEFORE_NOUN and not one.tag.startswith("V") and one.start > above.end:
            word = head  # coast guard and militia vessels
        else:
            return word
    return word


def _mentions(line: Line, index: int, root: int, tokens: Sequence[Token]) -> Iterator[Mention]:
    """Yield the mentions that share one head noun, one per country: 'Chinese and Philippine ships' gives two."""
    base = line.kinds_at(root)
    services = [token.kinds["service"] for token in tokens if "service" in token.kinds]
    kinds = geodata.values_by("actors", "code", "kind")
    services += [kinds.get(token.kinds["actor"], "") for token in tokens if "actor" in token.kinds]
    countries: dict[str, str] = {}
    codes: dict[str, str] = {}
    for token in tokens:
        code = token.kinds.get("actor") or token.kinds.get("unit") or ""
        if code:
            codes.setdefault(code[:2] if "-" in code else code, code)
            countries.setdefault(code.partition("-")[0], code)
        elif "country" in token.kinds:
            countries.setdefault(token.kinds["country"], "")
    head = _head_of(line, root, base, tokens)
    start, end = min(one.start for one in tokens), max(one.end for one in tokens)
    start, end = min(start, line.words[root].start), max(end, line.words[root].end)
    many = line.words[root].tag in {"NNS", "NNPS"}
    definite = any(line.words[one].lemma in with_value("determiner", "known") for one in line.children[root])
    noun = line.words[root].lemma
    foreign = any(line.words[one].lemma in with_value("determiner", "foreign") for one in line.children[root])
    units_of = [token for token in tokens if "unit" in token.kinds]
    for country in countries or {"": ""}:
        code = codes.get(country, "")
        service = next((one for one in services if one), "")
        own = kinds.get(code, "")
        yield Mention(
            index, root, start, end, country, own or service, head,
            [] if len(countries) > 1 and not code else [f"{one.start}:{one.end}" for one in units_of],
            code if code in kinds else "", many=many or len(units_of) > 1, definite=definite or bool(units_of),
            noun=noun, foreign=foreign,
        )  # fmt: skip


def _head_of(line: Line, root: int, base: Mapping[str, str], tokens: Sequence[Token]) -> str:
    if "head" in base:
        return str(base["head"])
    if "country" in base and len(tokens) == 1:
        return "state"
    if "act" in base:
        return "act"
    if any("unit" in one.kinds for one in tokens):
        return "vessel"
    if line.words[root].lemma in _things():
        return "thing"
    return "other"


@geodata.cached
def _things() -> frozenset[str]:
    rows = [row for row in geodata.rows("lexicon_actor_words") if row["value"] == "thing"]
    return frozenset(phrase.lower() for row in rows for phrase in row["phrases"].split(";"))


def _pronouns(line: Line, index: int) -> Iterator[Mention]:
    for position, word in enumerate(line.words):
        if word.tag in {"PRP", "WP", "WDT", "DT"} and word.lemma in of_kind("pronoun"):
            number = of_kind("pronoun")[word.lemma]
            if word.tag == "DT" and word.dep in {"det", "predet"}:
                continue
            yield Mention(
                index, position, word.start, word.end, head="pronoun", many=number == "many", owner=word.lemma
            )


def _gather(line: Line, found: list[Mention]) -> None:
    """Merge mentions in apposition and hull numbers with their vessels, and add the parties named after 'of'."""
    by_root: dict[int, list[Mention]] = {}
    for one in found:
        by_root.setdefault(one.root, []).append(one)
    for one in found:
        for bearer in by_root.get(_bearer(line, one), []):
            _merge(bearer, one)
    for one in found:
        word = line.words[one.root]
        for other in by_root.get(word.head, []) if word.dep == "appos" else []:
            if other.country in {"", one.country} or not one.country:
                _merge(other, one)
    for one in list(found):
        found += _belong(line, one, by_root)


def _bearer(line: Line, one: Mention) -> int:
    """Return the index of the noun with a hull number, 'ship' in 'a Chinese ship with bow number 21551', or -1."""
    if one.country or not one.units:
        return -1
    word = line.words[one.root]
    above = line.words[word.head]
    if word.dep == "pobj" and above.lemma in of_kind("bearing"):
        return above.head
    return above.head if word.dep == "dobj" and above.dep in {"acl", "relcl"} else -1


def _belong(line: Line, one: Mention, by_root: Mapping[int, list[Mention]]) -> list[Mention]:
    """Complete a mention's country and service from the words after 'of'; return a copy for each further country."""
    if one.head in {"thing", "speaker", "pronoun"}:
        return []
    of = with_value("preposition", "of")
    preps = [each for each in line.hanging(one.root, "prep") if line.words[each].lemma in of]
    held = [word for prep in preps for each in line.hanging(prep, "pobj") for word in _joined(line, each)]
    more = []
    for other in (each for word in held for each in by_root.get(word, ()) if each.head not in {"thing", "pronoun"}):
        if not one.country and other.country:
            one.country, one.code = other.country, ""
            one.service = one.service or other.service
        elif one.country == other.country and not one.service:
            one.service = other.service
        elif other.head == "state" and other.country not in {"", one.country} and not one.units:
            more.append(replace(one, country=other.country, code=""))
    return more


def _ashore(line: Line, found: Sequence[Mention]) -> None:
    """Set the country of vessels and people from the name of a coast: 'a boat from Ly Son', 'Zambales fishermen'."""
    tokens = line.tokens
    for one in found:
        if one.country or one.foreign or one.head in {"thing", "speaker", "pronoun", "act", "state"}:
            continue
        own = line.owners[one.root]
        before = next((index - 1 for index, token in enumerate(tokens) if token.end > one.start), -1)
        near = [before] if before >= 0 else []
        if 0 <= own < len(tokens) - 2 and tokens[own + 1].text in with_value("preposition", "of"):
            near.append(own + 2)
        one.country = next((str(tokens[index].kinds["shore"]) for index in near if "shore" in tokens[index].kinds), "")


def _merge(one: Mention, other: Mention) -> None:
    one.country = one.country or other.country
    one.service = one.service or other.service
    one.code = one.code or other.code
    one.units = list(dict.fromkeys([*one.units, *other.units]))
    other.country = other.country or one.country
    other.service = other.service or one.service
    one.start, one.end = min(one.start, other.start), max(one.end, other.end)


def _own(line: Line, found: Sequence[Mention], text: str) -> None:
    """Set the owner of a mention to its possessive pronoun, as in 'its crew' or 'their boat'."""
    for one in (each for each in found if each.head != "pronoun"):
        for child in line.hanging(one.root, "poss"):
            if line.words[child].tag == "PRP$":
                one.owner = text[line.words[child].start : line.words[child].end].lower()


def at(mentions: Sequence[Mention], line: Line, word: int) -> list[Mention]:
    """Return the mentions that a word refers to: its own, those joined to it, and those that it is part of."""
    found: list[Mention] = []
    for one in _joined(line, word):
        own = [each for each in mentions if each.root == one]
        if not own or not any(each.country or each.service or each.head == "pronoun" for each in own):
            own = own + [each for each in _held(mentions, line, one) if each not in own]
        found += [each for each in own if each not in found]
    return found


def _joined(line: Line, word: int) -> list[int]:
    found = [word]
    for one in found:
        found += [each for each in line.hanging(one, "conj", "appos") if each not in found]
    return found


def _held(mentions: Sequence[Mention], line: Line, word: int) -> Iterator[Mention]:
    """Yield the mentions that a noun is part of or counts: 'the crew of a trawler', 'dozens of boats'."""
    for prep in line.hanging(word, "prep"):
        if line.words[prep].lemma in with_value("preposition", "of"):
            for held in line.hanging(prep, "pobj"):
                yield from at(mentions, line, held)
    for poss in line.hanging(word, "poss"):
        yield from (one for one in mentions if one.root == poss)
    for before in line.hanging(word, "compound", "amod", "nmod", "nummod"):
        yield from (one for one in mentions if one.root == before)
