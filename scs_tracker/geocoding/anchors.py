"""Find the anchors of a text: places where an incident may have happened or from which distances are measured.

docs/methods-geocoding.md lists the kinds of anchors. A larger place next to a place inside it only says where that
place is (54 nm off Capones Island, Zambales; Palawan's Balabac; 广东汕头), and helps to choose between equal names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.candidates import NEIGHBOUR_KM, holds, kilometres
from scs_tracker.geocoding.measures import MEASURES, measure
from scs_tracker.geocoding.names import SEA_GROUPS, Name, gazetteer, words_of
from scs_tracker.geocoding.records import Bearing, Mention
from scs_tracker.geocoding.tokeniser import has, is_sign
from scs_tracker.geodata import place_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.lexicon import Lexicon
    from scs_tracker.geocoding.measures import Read
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.records import Coordinates
    from scs_tracker.geocoding.tokeniser import Token

#: What may stand between two names that tell of one place, and before a name that something leads to.
QUIET: Final = frozenset(
    ("lead", "generic", "about", "distance", "tothe", "bearingword", "true", "town", "of_anything", "of_islands",
     "part", "coast", "service_of", "waters", "ward")
)  # fmt: skip
LINKS: Final = frozenset({"of", "from", "off", "apart"})
_ANCHORS: Final = frozenset(
    {"name", "anchor", "country", "elsewhere", "nowhere", "anaphor", "province", "adjective", "line"}
)
ZONES: Final = frozenset({"eez", "territorialsea"})
#: So many tokens at most stand between a name and what only says where it is, and in an unknown name.
NEXT: Final = 4
_LONGEST_UNKNOWN: Final = 5
_MOST_CANDIDATES: Final = 12
#: No report gives a place more names and regions.
_MOST_NAMES: Final = 8
#: Kinds of words before a town's name that make a ship or a person of it, and behind it that make another thing of it.
_NAMED_AFTER: Final = frozenset({"before", "title", "given"})
_NAMED: Final = frozenset({"word", "generic", "part", "after", "venue"})
FIRST_HAN: Final = "\u2e80"
#: So far from a group that is named right before it a reef may lie: 中沙黄岩岛.
_GROUP_KM: Final = 400.0
#: What leads to an unknown name, and what follows one in Chinese.
_LEADING: Final = frozenset({"off", "apart", "near"})
_AHEAD: Final = frozenset({"number", "bearing", "about", "near", "off"})


def scan(
    tokens: Sequence[Token], folded: Folded, printed: Sequence[tuple[Coordinates, int, int]]
) -> tuple[list[Mention], list[Read]]:
    """Return the anchors of a text and its distances and directions, found in one pass over the tokens."""
    found: list[Mention] = []
    reads: list[Read] = []
    index, segment, size = 0, 0, len(tokens)
    spans = list(printed)
    while index < size:
        token = tokens[index]
        kinds = token[0]
        if spans and token.end > spans[0][1]:
            place, start, end = spans.pop(0)
            after = index + 1
            while after < size and tokens[after].start < end:
                after += 1
            found.append(Mention("position", index, after, start, tokens[after - 1].end, place=place, segment=segment))
            index = after
            continue
        read = None if MEASURES.isdisjoint(kinds) else measure(tokens, index, folded)
        if read is not None:
            reads.append((read[0], index, read[1]))
            index = read[1]
            continue
        one = None if _ANCHORS.isdisjoint(kinds) else _anchor(tokens, index, folded)
        if one is None and "sign" not in kinds:
            one = _unknown(tokens, index, folded)
        if one is not None:
            one.segment = segment
            found.append(one)
            index = one.after
            continue
        if kinds.get("sign") in {".", ";", "!", "?"} and not (
            index + 1 < size and tokens[index + 1].start == token.end
        ):
            segment += 1
        index += 1
    return found, reads


def _anchor(tokens: Sequence[Token], index: int, folded: Folded) -> Mention | None:
    """Return the anchor that the token at ``index`` names, or None if its neighbours rule that out."""
    kinds, _, start, end = tokens[index]
    one = Mention("", index, index + 1, start, end)
    if "name" in kinds or "anchor" in kinds:
        name = kinds["name"] if "name" in kinds else Name((kinds["anchor"],), "exact")
        one.kind, one.names, one.country = "name", [name], kinds.get("country", "")
        if name.quality == "town" and index and not _NAMED_AFTER.isdisjoint(tokens[index - 1].kinds):
            return None
        if name.quality == "town" and _is_other_thing(tokens, index, folded):
            one.kind, one.names = "unknown", []
    elif "country" in kinds or "adjective" in kinds:
        ahead = tokens[index + 1][0] if index + 1 < len(tokens) else {}
        sided = "coast" in ahead or not ZONES.isdisjoint(ahead)  # the Vietnamese coast
        other = has(tokens, index + 1 + is_sign(tokens, index + 1, "-"), "joined")  # China-occupied Subi Reef
        one.kind, one.country = "country", str(kinds.get("country", kinds.get("adjective")))
        return None if other or ("country" not in kinds and not sided) else one
    elif "anaphor" in kinds or "line" in kinds:
        one.kind = "there" if "anaphor" in kinds else "unknown"  # what counts from a boundary counts from nothing else
        counted = any(has(tokens, at, "from") or has(tokens, at, "eez") for at in range(index - NEXT, index))
        return one if "anaphor" in kinds or counted else None
    else:
        kind = next(each for each in ("province", "elsewhere", "nowhere") if each in kinds)
        one.kind, one.country = ("region" if kind == "province" else kind), kinds[kind]
    return one


def _is_other_thing(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Return True if a town's name is part of another name, as in 'Agoo Bay' or 'đảo Nghi Sơn'."""
    before = tokens[index - 1] if index else None
    name = tokens[index].kinds["name"]
    ashore = gazetteer().places[name.features[0]].kind in place_kinds("in_country")
    if before is not None and (
        not _NAMED_AFTER.isdisjoint(before.kinds) or (ashore and before.text in words_of("sea_first"))
    ):
        return "generic" not in tokens[index].kinds
    if index + 1 >= len(tokens) or not tokens[index + 1].text.isascii():
        return False
    kinds, _, start, end = tokens[index + 1]
    capital = folded.cased and folded.source(start, end)[:1].isupper()
    return capital and not _NAMED.isdisjoint(kinds) and "town" not in kinds and "ward" not in kinds


def _unknown(tokens: Sequence[Token], index: int, folded: Folded) -> Mention | None:
    """Return the place name at ``index`` that the gazetteer lacks but that the words around it reveal, or None.

    Off Cape Unknown, cách cửa sông Roòn, 距石磨山角, Blue Reef.
    """
    if tokens[index].text[0] >= FIRST_HAN:
        after = _unknown_han(tokens, index, led=_is_led(tokens, index)) if "han" in tokens[index].kinds else index
    elif _is_capital_word(tokens, index, folded, first=True):
        after = _unknown_latin(tokens, index, folded, led=_is_led(tokens, index))
    else:
        return None
    return Mention("unknown", index, after, tokens[index].start, tokens[after - 1].end) if after > index else None


def _is_led(tokens: Sequence[Token], index: int) -> bool:
    """Return True if a word such as 'off', 'near', 'cách' or 'đảo', or a possessive, introduces a place name."""
    before = index - 1
    if before > 0 and tokens[before].text in {"s", "'"}:
        return has(tokens, before - 1, "name")
    before -= has(tokens, before, "name") and tokens[index].text[0] >= FIRST_HAN
    while before >= 0:
        kinds = tokens[before][0]
        if not _LEADING.isdisjoint(kinds) or kinds.get("generic") == "before":
            return True
        if ("of" in kinds or "from" in kinds) and (
            has(tokens, before - 1, "bearing") or has(tokens, before - 1, "unit")
        ):
            return True
        if QUIET.isdisjoint(kinds):
            return False
        before -= 1
    return False


def _unknown_han(tokens: Sequence[Token], index: int, *, led: bool) -> int:
    """Return the index after the unknown Chinese place name at ``index``, or ``index`` itself if there is none."""
    after = index
    while after < len(tokens) and after <= index + _LONGEST_UNKNOWN and "han" in tokens[after][0]:
        after += 1
    ends = after > index and has(tokens, after, "generic") and tokens[after].kinds["generic"] != "before"
    before = index == 0 or has(tokens, index - 1, "name") or has(tokens, index - 1, "at") or led
    ahead = tokens[after + ends][0] if after + ends < len(tokens) else {}
    follows = not _AHEAD.isdisjoint(ahead) or ahead.get("sign") == "("
    if after - index + ends < 2 or not follows or not (led or (ends and before)):
        return index
    return after + ends


def _unknown_latin(tokens: Sequence[Token], index: int, folded: Folded, *, led: bool) -> int:
    """Return the index after the unknown capitalised place name at ``index``, or ``index`` itself if there is none."""
    after = index
    while (
        after < len(tokens)
        and after < index + _LONGEST_UNKNOWN
        and _is_capital_word(tokens, after, folded, first=after == index)
    ):
        after += 1
    ends = after > index + 1 and "generic" in tokens[after - 1][0]
    return after if led or ends else index


def _is_capital_word(tokens: Sequence[Token], index: int, folded: Folded, *, first: bool) -> bool:
    """Return True if a capitalised word is unknown to the lexicon or can only be a part of a place name."""
    kinds, text, start, end = tokens[index]
    written = folded.source(start, end)
    if not text.isalpha() or not folded.cased or not written[:1].isupper() or written.isupper():
        return False
    led = first and index > 0 and tokens[index - 1].kinds.get("generic") == "before"  # Pulau Dua
    return "word" in kinds or led or ("part" in kinds if first else "generic" in kinds)


def is_light(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Return True if at most four tokens are between two names, all punctuation, generic or function words."""
    if last - first > NEXT:
        return False
    return all(
        tokens[at][0].get("sign") in {",", "(", ")", "-", "/", "[", "'", "]"} or not _APPOSING.isdisjoint(tokens[at][0])
        or tokens[at].text == "s"
        for at in range(first, last)
    )  # fmt: skip


#: What stands between an owner and its own: Palawan's Balabac, 西沙海域永兴岛.
_OWNING: Final = frozenset({"generic", "lead", "waters", "bearing"})
_TYING: Final = frozenset({"at", "of", "lead"})
_APPOSING: Final = (QUIET - {"waters"}) | {"of", "at", "near", "bearing", "off"}


def appositions(found: list[Mention], tokens: Sequence[Token], words: Lexicon) -> list[Mention]:
    """Return the mentions, with other names of one place merged into a mention, and locating places as its regions."""
    heads: list[Mention] = []
    for one in found:
        last = heads[-1] if heads else None
        before = _tail(last)
        near = last is not None and before is not None and one.segment == last.segment
        if not near or last is None or before is None or not is_light(tokens, before.after, one.first):
            heads.append(one)
            continue
        gap = tokens[before.after : one.first]
        both = last.kind == one.kind == "name" and not any("and" in token.kinds for token in gap)
        if len(last.regions) + len(last.names) > _MOST_NAMES:
            heads.append(one)
        elif both and _features(last) & _features(one):  # in brackets, after a slash or a comma: another name of it
            last.names += one.names
            last.after, last.end = max(last.after, one.after), one.end
        elif (
            last.kind == "unknown"
            and one.kind == "name"
            and [token.text for token in gap] == ["("]
            and words.gazetteer.places[one.names[0].features[0]].kind not in place_kinds("in_country")
        ):  # Luoi Liem (Crescent group)
            one.first, one.start = last.first, last.start
            heads[-1] = one
        elif _locates(one, last, gap, tokens, words):
            last.regions.append(one)
        elif _locates(last, one, gap, tokens, words, leading=True):
            heads[-1] = one
            one.regions = [*last.regions, last]
            last.regions = []
        else:
            heads.append(one)
    return heads


def is_of_region(read: Read, heads: Sequence[Mention]) -> bool:
    """Return True if a direction describes the region of a mention, as in 'off Rizal, western Palawan'."""
    return isinstance(read[0], Bearing) and any(
        head.after <= read[1] and 0 <= region.first - read[2] <= 2 for head in heads for region in head.regions
    )


def _tail(head: Mention | None) -> Mention | None:
    """Return the last region named after a mention, else the mention itself, or None if there is no mention."""
    if head is None:
        return None
    behind = [one for one in head.regions if one.first >= head.after]
    return behind[-1] if behind else head


def _features(one: Mention) -> set[str]:
    return {each for name in one.names for each in name.features}


def _locates(
    larger: Mention,
    smaller: Mention,
    gap: Sequence[Token],
    tokens: Sequence[Token],
    words: Lexicon,
    *,
    leading: bool = False,
) -> bool:
    """Return True if one mention only says where the mention next to it is located.

    A larger place may follow it, or precede it (``leading``) with nothing or only a possessive between the two.
    """
    if smaller.kind not in {"name", "unknown", "nowhere"}:
        return False
    if leading:  # Palawan's Balabac, 广东汕头
        possessed = all(token.text in {"'", "s", "的"} or not _OWNING.isdisjoint(token.kinds) for token in gap)
        tied = possessed and (len(gap) > 0 or tokens[smaller.first].text[0] >= FIRST_HAN)
    else:
        tied = _is_told_behind(larger, smaller, gap, tokens)
    if not tied:
        return False
    if larger.kind == "country":
        return not leading or bool(gap) or tokens[smaller.first].text[0] >= FIRST_HAN
    if larger.kind in {"region", "elsewhere"}:
        return not leading and (larger.kind == "region" or smaller.kind == "name")
    return larger.kind == "name" and (
        smaller.kind != "name" or _holds(larger, smaller, gap, tokens, words, leading=leading)
    )


def _is_told_behind(larger: Mention, smaller: Mention, gap: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """Return True if a comma, a bracket or a function word links a place to the larger place named after it."""
    tied = any(token.text in {",", "(", "-", "/"} or not _TYING.isdisjoint(token.kinds) for token in gap)
    if any("near" in token.kinds or "off" in token.kinds for token in gap) and smaller.kind == larger.kind == "name":
        tied = tied and smaller.names[0].quality == "town"
    return tied or (not gap and tokens[larger.first].text[0] < FIRST_HAN and smaller.kind == "unknown")


def _holds(
    larger: Mention, smaller: Mention, gap: Sequence[Token], tokens: Sequence[Token], words: Lexicon, *, leading: bool
) -> bool:
    """Return True if the smaller of two named places is in or off the larger, judged by distance and extent."""
    places = words.gazetteer.places
    if leading and tokens[smaller.first].text[0] >= FIRST_HAN:  # 中沙黄岩岛
        owner, own = places[larger.names[0].features[0]], places[smaller.names[0].features[0]]
        away = kilometres(owner.lat, owner.lon, own.lat, own.lon)
        return owner.radius_km >= 1.5 * own.radius_km and away <= owner.radius_km + _GROUP_KM
    if not leading and _is_division(larger, smaller, gap, words):
        return True
    few = list(_features(smaller))[:_MOST_CANDIDATES]
    return any(holds(places[one], places[other]) for one in _features(larger) for other in few)


def _is_division(larger: Mention, smaller: Mention, gap: Sequence[Token], words: Lexicon) -> bool:
    """Return True if a province or town in brackets or after a comma only locates the place before it."""
    texts = [token.text for token in gap]
    own = words.gazetteer.places[smaller.names[0].features[0]]
    around = words.gazetteer.places[larger.names[0].features[0]]
    ashore = place_kinds("in_country")
    away = kilometres(own.lat, own.lon, around.lat, around.lon)
    if texts == [","] and around.kind in ashore:
        if around.kind != "province":
            return own.group == "town" and away <= NEIGHBOUR_KM
        return own.kind in ashore and own.kind != "province"
    return texts[:1] == ["("] and around.kind in ashore and own.group not in SEA_GROUPS and away <= NEIGHBOUR_KM


def last_index(head: Mention | None) -> int:
    """Return the index after a mention and the regions named after it, or 0 if there is no mention."""
    tail = _tail(head)
    return tail.after if tail is not None else 0
