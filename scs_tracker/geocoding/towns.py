"""Towns of the coasts that are no features: a distance at sea counts from them, and their name alone means nothing.

The table ``gazetteer/towns.csv`` has thousands of them, and many of their names are also those of persons, ships and
places elsewhere. So they stand beside the gazetteer and its automaton: a name is looked for only where a distance in
nautical miles, 'off' or 'waters of' leads to a name that nothing else knows. A name that several towns have, or a town
and a place elsewhere, is decided by the province or the country behind it, or by another place of the text.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.geocoding.anchors import suffixes, trails
from scs_tracker.geocoding.beside import words as words_of
from scs_tracker.geocoding.context import kilometres
from scs_tracker.geocoding.forms import Anchor
from scs_tracker.geocoding.names import Name
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.numbers import NAUTICAL, adjoins, has, is_sign
from scs_tracker.geocoding.records import Town
from scs_tracker.geocoding.tokens import is_spelt, letters, lexicon
from scs_tracker.geocoding.variants import with_i

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.geocoding.anchors import Suffix
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.pending import Pending
    from scs_tracker.geocoding.tokens import Lexicon, Token

#: Names have no more tokens than this, each Han character being one.
_MOST_TOKENS: Final = 8
#: What stands right before a name and makes another thing of it.
_NOT_BEFORE: Final = frozenset(
    (
        "word",
        "number",
        "name",
        "elsewhere",
        "before",
        "before_next",
        "title",
        "given",
        "generic",
        "part",
        "venue_before",
    )
)
#: What begins no unknown name.
_NO_NAMES: Final = frozenset(
    ("name", "anchor", "country", "elsewhere", "nowhere", "not_place", "unit", "bearing", "sign")
)
#: What begins the name of a person, a ship or a firm, after which a town may be named as well: Jose Rizal.
_NO_TOWN: Final = frozenset(("given", "title", "before", "before_next", "service", "venue", "venue_before"))
#: Parts of towns: the name of one alone is that of too many.
_PARTS: Final = frozenset(("barangay", "commune"))
#: What stands between a town and the province that it lies in or off: Camiguin Island, north of Cagayan.
_TO_REGION: Final = ("lead", "generic", "of", "at", "bearing")
_NOT_AFTER: Final = frozenset(("generic", "part", "after", "people", "joined", "venue", "service"))
#: Signs for directions: with one a name of three signs and more may begin.
WINDS: Final = frozenset("东西南北東")
_FIRST_HAN: Final = "\u2e80"
#: A comma at most so many tokens behind a name ends the town before its province.
_TO_PROVINCE: Final = 5
#: Words for a river mouth or a lighthouse have so many parts: cửa sông, đèn biển.
_WORDS_BEFORE: Final = 2
#: So far from the edge of a province's disc its towns may lie.
_REGION_KM: Final = 50.0


class _Names(NamedTuple):
    """The towns by the folded form of their names, and how each is spelt with its diacritics.

    ``signs`` are the simplified ones of traditional ones; names begin with those in ``begins``, in either form.
    """

    towns: Mapping[str, Sequence[tuple[Town, tuple[str, ...], bool]]]
    begins: frozenset[str]
    signs: Mapping[int, int]


@geodata.cached
def _names() -> _Names:
    """Return the towns by name; read when the first text needs them."""
    words = lexicon().gazetteer
    signs = {**words.simplified, **{ord(pair[1]): ord(pair[0]) for pair in words_of("signs")}}
    found: dict[str, list[tuple[Town, tuple[str, ...], bool]]] = defaultdict(list)
    for row in geodata.rows("towns"):
        town = Town(
            row["name"], row["country"], row["province"], float(row["lat"]), float(row["lon"]),
            _number(row["seaward"]), row["kind"], _number(row["radius_km"]),
        )  # fmt: skip
        for column in ("names", "doubtful_names"):
            written = tuple(filter(None, row[column].split(";")))
            for name in dict.fromkeys((*written, *map(with_i, written if town.country == "VN" else ()))):
                spelt = () if name.isascii() or name[0] >= _FIRST_HAN else (letters(name),)
                found[words.key(name).translate(signs)].append((town, spelt, column == "doubtful_names"))
    begins = {name[0] for name in found}
    begins.update(chr(sign) for sign, plain in signs.items() if chr(plain) in begins)
    return _Names(found, frozenset(begins), signs)


def _number(written: str) -> float | None:
    return float(written) if written else None


class Found(NamedTuple):
    """The towns that a name may mean, whether nothing else is meant, and the index after it and its province."""

    towns: tuple[Town, ...]
    settled: bool
    after: int


def town_at(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon, pending: Pending) -> Found | None:
    """Read the name of a town at ``index`` if what waits, or what stands behind it, counts from it at sea."""
    token = tokens[index]
    known = not _NO_NAMES.isdisjoint(token.kinds)
    half = known and _begins_longer(token)
    if known and not half:
        return None
    wind = token.text in WINDS  # 南澳岛 is an island, not south of 澳岛
    led, division = True, index > 0 and tokens[index - 1].text in words_of("division")  # tỉnh X
    isle = not division and _has_word(tokens, index, folded)  # đảo X, pulau X, cửa X
    if token.text[0] < _FIRST_HAN:
        led = _is_led(tokens, index - division, pending)
        afloat = isle or token.text in words_of("isle_first")
        there = afloat and pending.relation == "at" and pending.gap <= 1  # tại đảo Hòn Ngư, ở Cù Lao Chàm
        may = (led or there or _is_near(pending)) and _may_begin(tokens, index, folded)
    else:
        may = _may_begin_han(tokens, index)
    if not may or token.text[0] not in _names().begins:
        return None
    for after in range(min(index + _MOST_TOKENS, len(tokens)), index + half + wind, -1):
        text = folded.text[token.start : tokens[after - 1].end]
        if token.text in words_of("barangay"):
            text = "barangay" + text.removeprefix(token.text)
        towns_of = _names().towns.get(text if text.isascii() else text.translate(_names().signs))
        turned = text[-1] in words_of("wind") and has(tokens, after, "bearing")  # 裕廊西南方向 is south-west of 裕廊
        if towns_of is None or turned:
            continue
        written = folded.source(token.start, tokens[after - 1].end)
        same = [
            one for one in towns_of
            if ((led and not isle) or not one[0].ashore) and (not one[1] or is_spelt(written, one[1]))
        ]  # fmt: skip
        last = after + (_is_division(tokens, after, same) or _is_isle(tokens, after, same))
        if not same or not _may_end(tokens, index, after, last, folded, pending):
            return None
        end = last + (token.text[0] >= _FIRST_HAN and _is_town_word(tokens, last))
        towns = tuple(dict.fromkeys(one[0] for one in same))
        doubtful = not isle and any(one[2] for one in same)
        return _told(towns, doubtful, tokens, end, folded, words)
    return None


def whole_town(tokens: Sequence[Token], folded: Folded, words: Lexicon) -> Town | None:
    """Return the town that is all a text names, if no other place has its name: Kuala Rompin; Kuala Rompin, Pahang.

    Parameters
    ----------
    tokens, folded
        The text.
    words
        The lexicon.
    """
    first = tokens[0] if tokens else None
    if first is None or first.text[0] not in _names().begins or _is_somebodys(first):
        return None
    for after in range(min(_MOST_TOKENS, len(tokens)), 0, -1):
        written = folded.source(first.start, tokens[after - 1].end)
        text = folded.text[first.start : tokens[after - 1].end]
        towns_of = _names().towns.get(text if text.isascii() else text.translate(_names().signs), ())
        same = [one for one in towns_of if not one[1] or is_spelt(written, one[1])]
        parts = any(one[0].kind in _PARTS for one in same)
        parts |= after == len(tokens) == 1 and text.isascii()  # Orion, Lopez and Kep are other things first
        if not same or parts or (text.isascii() and not _is_written(tokens, 0, after, written)):
            continue
        towns = tuple(dict.fromkeys(one[0] for one in same))
        found = _told(towns, any(one[2] for one in same), tokens, after, folded, words)
        alone = found is not None and found.settled and found.after == len(tokens)
        return found.towns[0] if found is not None and alone else None
    return None


def _is_somebodys(token: Token) -> bool:
    """Say whether the name of a person, a ship or a firm begins with a token; Hòn Khoai is an island."""
    return not _NO_TOWN.isdisjoint(token.kinds) and "generic" not in token.kinds


def owns_town(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon, pending: Pending) -> bool:
    """Say whether a Chinese name at ``index`` only says whose town it is that stands right behind it: 汕尾遮浪."""
    token, name = tokens[index], tokens[index].kinds.get("name")
    country = token.kinds.get("country", "")
    if token.text[0] < _FIRST_HAN or not (country or isinstance(name, Name)) or index + 1 >= len(tokens):
        return False
    behind = tokens[index + 1]
    found = town_at(tokens, index + 1, folded, words, pending) if behind.start == token.end else None
    owners = [words.gazetteer.features[one] for one in name.features] if isinstance(name, Name) else []
    return found is not None and any(
        town.country == country or any(
            town.province == one.name or kilometres(town.lat, town.lon, one.lat, one.lon) < one.radius_km + _REGION_KM
            for one in owners
        )
        for town in found.towns
    )  # fmt: skip


def _begins_longer(token: Token) -> bool:
    """Say whether a longer name may begin with a token that is more than a word: Hua Hin, Nam Định, Surat Thani."""
    kinds = token.kinds
    if "name" in kinds and (kinds["name"].quality == "part" or kinds["name"].needs_context):
        return True
    return "bearing" in kinds or "elsewhere" in kinds


def of_towns(tokens: Sequence[Token], index: int, found: Found) -> tuple[Anchor, Suffix, int]:
    """Return the anchor of towns that begins at ``index``, what hangs on behind it, and the index after both."""
    suffix, position = suffixes(tokens, found.after)
    anchor = Anchor(
        None, tokens[index].start, tokens[position - 1].end, index, position,
        coast=suffix.coast, towns=found.towns, settled=found.settled,
    )  # fmt: skip
    return anchor, suffix, position


def _has_word(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a word for an island, a river mouth or a lighthouse stands right before ``index``."""
    if not index:
        return False
    last = tokens[index - 1]
    if last.kinds.get("generic") == "before":
        return True
    if last.text.replace(" ", "") not in _landmark_ends():
        return False
    starts = (one.start for one in tokens[max(index - _WORDS_BEFORE, 0) : index])
    return any(letters(folded.source(start, last.end)) in _landmarks() for start in starts)  # cửa is not của, of


@geodata.cached
def _landmarks() -> frozenset[str]:
    return frozenset(map(letters, words_of("landmark")))


@geodata.cached
def _landmark_ends() -> frozenset[str]:
    """Return all that these words end with, in folded form; most tokens are none of it, and need not be spelt."""
    whole = [lexicon().gazetteer.key(word).replace(" ", "") for word in _landmarks()]
    return frozenset(word[at:] for word in whole for at in range(len(word)))


def _is_led(tokens: Sequence[Token], index: int, pending: Pending) -> bool:
    """Say whether a distance or words for the sea off a place lead to the name at ``index``."""
    if pending.gap > 1 or pending.landmark is not None or pending.kept:
        return False
    measured = pending.distance is not None and (pending.linked or pending.direct or adjoins(tokens, index))
    if pending.relation == "off" or pending.apart or measured:
        return True
    before = index - 1
    while has(tokens, before, "lead"):
        before -= 1
    return has(tokens, before, "near") and any(word in tokens[before].text for word in words_of("water"))


def _is_near(pending: Pending) -> bool:
    """Say whether 'near' leads to a name: near an island is at sea, near a town it need not be."""
    return pending.relation == "near" and pending.gap <= 1 and pending.landmark is None and not pending.kept


def _is_town_word(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a Chinese word for a town or a port stands at ``index``."""
    return has(tokens, index, "generic") and tokens[index].kinds["generic"] == "town"


def _may_begin(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a name written with a capital begins at ``index``, and belongs to no longer one."""
    token = tokens[index]
    if not (folded.cased or folded.shouted):
        return False
    if not folded.source(token.start, token.end)[:1].isupper() and token.text not in words_of("small_first"):
        return False
    if not index:
        return False
    before = tokens[index - 1]
    if "town" in before.kinds or before.text in words_of("before") or _has_word(tokens, index, folded):
        return True
    article = before.text == "the" or "sign" in before.kinds
    return not article and _NOT_BEFORE.isdisjoint(before.kinds)


def _may_begin_han(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a Chinese name may begin at ``index``: no unknown character stands before it."""
    if not index:
        return True
    before = tokens[index - 1]
    return before.kinds.keys() != {"han"} or before.text in words_of("small")


def _is_division(tokens: Sequence[Token], index: int, towns: Sequence[tuple[Town, tuple[str, ...], bool]]) -> bool:
    """Say whether the word for a province stands at ``index``, behind the name of one: Trat province."""
    provinces = index < len(tokens) and any(one[0].province_too for one in towns)
    return provinces and tokens[index].text in words_of("division")


def _is_isle(tokens: Sequence[Token], index: int, towns: Sequence[tuple[Town, tuple[str, ...], bool]]) -> bool:
    """Say whether the word for an island stands at ``index``, behind the name of one: Hon Ngu islet."""
    afloat = index < len(tokens) and towns != [] and not any(one[0].ashore for one in towns)
    return afloat and tokens[index].text in words_of("isle")


def _may_end(tokens: Sequence[Token], index: int, after: int, last: int, folded: Folded, pending: Pending) -> bool:
    """Say whether the name from ``index`` to ``after`` is a whole one, and something at sea counts from it.

    Behind its word for a province, at ``last``, the text goes on.
    """
    ahead = tokens[last] if last < len(tokens) else None
    if tokens[index].text[0] >= _FIRST_HAN:
        counts = pending.apart or pending.linked
        after += _is_town_word(tokens, after)
        if has(tokens, after, "generic"):
            return False
        seaward = trails(tokens, after) and any(sign in tokens[after].text for sign in words_of("water"))
        measured = has(tokens, after, "bearing") and any("unit" in one.kinds for one in tokens[after : after + 8])
        return counts or seaward or measured
    written = folded.source(tokens[index].start, tokens[after - 1].end)
    if not _is_written(tokens, index, after, written):
        return False
    if ahead is None:
        return True
    if ahead.text in words_of("other") or ("unit" not in ahead.kinds and not _NOT_AFTER.isdisjoint(ahead.kinds)):
        return False
    capital = "word" in ahead.kinds and folded.source(ahead.start, ahead.end)[:1].isupper()
    return not capital or (folded.shouted and len(ahead.text) < 5)


def _is_written(tokens: Sequence[Token], index: int, after: int, written: str) -> bool:
    """Say whether each word of a name has a capital, but for one that says what it is: mũi Dinh, Kê Gà lighthouse."""
    words = written.split()
    first = int(tokens[index].text in words_of("small_first"))
    first += first and letters("".join(words[:2])) in _landmarks()
    last = len(words) > 1 and tokens[after - 1].text in words_of("small_last")
    return all(word[:1].isupper() for word in words[first : len(words) - last])


def _told(
    towns: tuple[Town, ...], doubtful: bool, tokens: Sequence[Token], after: int, folded: Folded, words: Lexicon
) -> Found | None:
    """Keep the towns of the province or the country that stands behind the name; none where it is another's."""
    at = after
    while is_sign(tokens, at, ",(") or any(has(tokens, at, kind) for kind in _TO_REGION):
        if tokens[at].text in {"on", "at"}:
            break  # on Sunday
        at += 1
    alone = Found(towns, len(towns) == 1 and not doubtful, after)
    if at == after or at >= len(tokens):
        return alone
    own, end = _of_regions(towns, tokens, at, folded, words)
    if own is None:
        return alone if alone.settled or not is_sign(tokens, after, ",(") else None
    return Found(own, len(own) == 1, end + is_sign(tokens, end, ")")) if own else None


def _of_regions(
    towns: tuple[Town, ...], tokens: Sequence[Token], at: int, folded: Folded, words: Lexicon
) -> tuple[tuple[Town, ...] | None, int]:
    """Return the towns of the region at ``at``, or of the province behind an unknown town there: X, Rizal, Palawan."""
    own, end = _of_region(towns, tokens, at, folded, words)
    comma = next((one for one in range(at + 1, min(at + _TO_PROVINCE, len(tokens))) if is_sign(tokens, one, ",")), 0)
    if own != () or not comma or comma + 1 == len(tokens) or "elsewhere" in tokens[at].kinds:
        return own, end
    farther, last = _of_region(towns, tokens, comma + 1, folded, words)
    return (farther, last) if farther else (own, end)


def _of_region(
    towns: tuple[Town, ...], tokens: Sequence[Token], at: int, folded: Folded, words: Lexicon
) -> tuple[tuple[Town, ...] | None, int]:
    """Return the towns of the region named at ``at`` and the index after it; None for them where it is no region."""
    token = tokens[at]
    country = token.kinds.get("country") or _neighbours().get(token.kinds.get("elsewhere", ""))
    if country:
        return tuple(one for one in towns if one.country == country), at + 1
    rest = folded.text[token.start :]
    for province in {one.province: None for one in towns if one.province}:
        name = fold(province).text
        if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalpha():
            end = next((one for one in range(at, len(tokens)) if tokens[one].end >= token.start + len(name)), at)
            return tuple(one for one in towns if one.province == province), end + 1
    said = token.kinds.get("name")
    features = [words.gazetteer.features[one] for one in said.features] if isinstance(said, Name) else []
    features = [one for one in features if one.kind in geodata.place_kinds("in_country") or one.radius_km > _REGION_KM]
    if features:
        near = [
            town for town in towns
            if any(kilometres(town.lat, town.lon, one.lat, one.lon) < one.radius_km + _REGION_KM for one in features)
        ]  # fmt: skip
        return tuple(near), at + 1
    other = "word" in token.kinds and folded.source(token.start, token.end)[:1].isupper()
    return (() if other or "elsewhere" in token.kinds else None), at + 1


@geodata.cached
def _neighbours() -> dict[str, str]:
    """Return the code of each country on this sea by its name, those that claim nothing in it among them."""
    return {row["name"]: row["country"] for row in geodata.rows("countries")}


def is_at_sea(tokens: Sequence[Token], start: int, end: int, relation: str) -> bool:
    """Say whether a mention of a town speaks of the sea: by nautical miles, 'off' or 'waters of'."""
    if relation in {"off", "near"}:
        return True
    said = [one.kinds for one in tokens if start <= one.start < end]
    return any(kinds.get("unit") == NAUTICAL or "off" in kinds or "coast" in kinds for kinds in said)
