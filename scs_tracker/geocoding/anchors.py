"""Anchors: a name with its other names in brackets, its generic word, and what hangs on behind it.

::

    anchor  = [owner "'s"] (name | country | "the shoal") {"(" name ")" | "/" name} [generic] {suffix}
    suffix  = ["'s"] ("coast" | "exclusive economic zone" | "entrance" | "waters" | "附近海域" | …)
    list    = half {("," | "and") half} generic+"s"          Subi, Fiery Cross and Mischief reefs
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker.geocoding.beside import words as words_of
from scs_tracker.geocoding.coordinates import coordinates, may_be_coordinates
from scs_tracker.geocoding.forms import Anchor
from scs_tracker.geocoding.names import Name
from scs_tracker.geocoding.numbers import has, is_sign
from scs_tracker.geodata import place_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.names import Gazetteer
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Lexicon, Token

STARTS: Final = frozenset({"name", "anchor", "country", "elsewhere", "nowhere"})
_OWNERS: Final = frozenset({"name", "country"})
_PLURALS: Final = frozenset({"shoals", "reefs", "islands", "banks", "cays", "features", "atolls"})
_LIST: Final = 14
#: Brackets behind a name hold no more than so many words, or Han characters.
_BRACKET: Final = 16
#: With one of these in them brackets hold a distance or a position.
_MEASURED: Final = frozenset({"unit", "bearing", "hemisphere", "degrees", "latitude", "longitude"})
_WATERS: Final = frozenset({"waters", "area", "vicinity", "region", "area waters"})


class Suffix(NamedTuple):
    """What hangs on behind an anchor."""

    relation: str = ""
    zone: str = ""
    part: str = ""
    coast: bool = False
    azimuth: float | None = None


_NOTHING: Final = Suffix()
#: Kinds of what may hang on behind a name.
_HANGING: Final = frozenset({"bearing", "coast", "eez", "territorialsea", "part", "near", "off", "of", "at"})


def begins(tokens: Sequence[Token], index: int) -> bool:
    """Say whether an anchor begins at ``index``."""
    if not 0 <= index < len(tokens):
        return False
    kinds = tokens[index].kinds
    if "country" in kinds and "name" not in kinds and _is_sign_of(tokens, index):
        return False
    return not STARTS.isdisjoint(kinds) or ("adjective" in kinds and _has_shore(tokens, index + 1))


def _is_sign_of(tokens: Sequence[Token], index: int) -> bool:
    """Say whether one Han character for a country only tells whose a ship is: 拦截菲船, as against 菲外海."""
    token = tokens[index]
    if len(token.text) > 1 or token.text.isascii() or index + 1 == len(tokens):
        return False
    ahead = tokens[index + 1]
    return ahead.start > token.end or _HANGING.isdisjoint(ahead.kinds)


def owned(tokens: Sequence[Token], index: int, folded: Folded) -> int:
    """Return where the place begins that the name at ``index`` only owns: the Paracels' Triton Island.

    Zero where the name owns no place of the gazetteer.
    """
    if not 0 <= index < len(tokens) - 1 or _OWNERS.isdisjoint(tokens[index].kinds):
        return 0
    mark = tokens[index + 1]
    inner = mark.kinds.get("name")
    if not tokens[index].text.isascii() and not mark.text.isascii() and mark.start == tokens[index].end:
        return index + 1 if isinstance(inner, Name) and _is_whole(inner) else 0  # 西沙群岛永兴岛
    if index == len(tokens) - 2:
        return 0
    if "calls" in mark.kinds and has(tokens, index - 1, "calls"):
        return index + 2 if has(tokens, index + 2, "name") else 0  # what Manila calls Ayungin Shoal
    if "country" in tokens[index].kinds and "lead" in mark.kinds and mark.text.endswith(" of"):
        return index + 2 if has(tokens, index + 2, "name") else 0  # the Philippines island of Balabac
    if is_sign(tokens, index + 1, "'"):
        apart = mark.start == tokens[index].end and tokens[index].text.endswith("s")
    else:
        # Folding makes a space of the apostrophe in Palawan's; the text as written tells it from 'Palawan S'.
        written = folded.source(tokens[index].end, mark.end) if mark.text == "s" else ""
        apart = len(written) == 2 and not written[0].isspace()
    inner_at = index + 2
    while apart and (has(tokens, inner_at, "lead") or _is_utmost(tokens, inner_at)):
        inner_at += 1  # the Philippines' main island of Luzon, Vietnam's southernmost province
    name = tokens[inner_at].kinds.get("name") if apart and inner_at < len(tokens) else None
    return inner_at if isinstance(name, Name) and name.quality != "part" else 0


def _is_utmost(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word tells only which of a country's places is meant: southernmost."""
    return has(tokens, index, "bearing") and tokens[index].text.endswith("most")


def _is_whole(name: Name) -> bool:
    """Say whether a name is the whole name of one feature; its owner vouches for one in doubt: 卡加延省聖安娜."""
    return len(name.features) == 1 and name.quality != "part"


def at_coordinates(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[Anchor, int] | None:
    """Read printed coordinates as what something is counted from; return the anchor and the index after it."""
    if not may_be_coordinates(tokens, index):
        return None
    printed = coordinates(tokens, index, folded)
    if printed is None:
        return None
    place, after = printed
    return Anchor(None, tokens[index].start, tokens[after - 1].end, index, after, place=place), after


def _has_shore(tokens: Sequence[Token], index: int) -> bool:
    """Say whether 'Vietnamese' is followed by what makes a place of it: coast, EEZ."""
    return any(has(tokens, index, kind) for kind in ("coast", "eez", "territorialsea"))


def anchor(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[Anchor, Suffix, int]:
    """Read the anchor that begins at ``index``; return it, what hangs on, and the index after both."""
    token = tokens[index]
    kinds = token.kinds
    name: Name | None = kinds.get("name")
    if "anchor" in kinds:
        name = Name((kinds["anchor"],), "exact")
    elif "nowhere" in kinds and (name is None or name.quality != "exact"):
        name = None
    elif "elsewhere" in kinds and name is not None and name.quality == "variant":
        name = None  # Half Moon Cay is in the Bahamas
    position = index + 1
    if name is not None and name.quality == "part":
        name = completed(tokens, index, words) or name
    aliases, position = _aliases(tokens, position, known=name is not None or "elsewhere" in kinds)
    if name is not None and (name.quality == "part" or name.needs_context):
        if len(name.features) == 1 and _is_led(tokens, index, words.gazetteer, name):
            name = Name(name.features, "variant")  # đá Subi, đảo Aur
        name = _of_towns(tokens, position, words.gazetteer, name)
        if _is_town(tokens, index, position, words.gazetteer, name):
            name, position = Name(name.features, "variant"), position + has(tokens, position, "town")
        if name.quality == "part" and _is_generic(tokens, position):
            name = _named(words, f"{token.text} {tokens[position].text}") or name
    while has(tokens, position, "generic") and _is_generic(tokens, position) and not begins(tokens, position):
        position += 1
    position += is_sign(tokens, position, ")") and _is_gloss(tokens, index)
    suffix, position = suffixes(tokens, position)
    shore = suffix.coast or suffix.zone
    found = Anchor(
        name, token.start, tokens[position - 1].end, index, position, aliases,
        country=kinds.get("country", kinds.get("adjective", "")) if name is None or shore else "",
        elsewhere=kinds.get("elsewhere", kinds.get("nowhere", "")) if name is None else "",
        part=suffix.part, part_azimuth=suffix.azimuth, coast=suffix.coast,
    )  # fmt: skip
    return found, suffix, position


def _is_gloss(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a name in Latin letters only spells the Chinese one before its bracket: 卡加延省（Cagayan）外海."""
    behind_han = index > 1 and is_sign(tokens, index - 1, "(") and not tokens[index - 2].text.isascii()
    return behind_han and tokens[index].text.isascii()


def _is_generic(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a generic word that stands behind names is at ``position``: Shoal, Jiao, 礁; not đảo or pulau."""
    return has(tokens, position, "generic") and tokens[position].kinds["generic"] != "before"


def _is_led(tokens: Sequence[Token], index: int, gazetteer: Gazetteer, name: Name) -> bool:
    """Say whether a generic word that leads names is right before ``index``: đá, đảo, pulau.

    'Pulau' leads islands alone, Pulau Subi is no Subi Reef; Vietnamese calls reefs islands too.
    """
    before = tokens[index - 1] if index else None
    if before is None or before.kinds.get("generic") != "before" or tokens[index].start - before.end != 1:
        return False
    return "of_islands" not in before.kinds or gazetteer.features[name.features[0]].kind in place_kinds("island")


def _is_town(tokens: Sequence[Token], index: int, position: int, gazetteer: Gazetteer, name: Name) -> bool:
    """Say whether a word behind the name or before it tells that the town is meant: Iba town, the town of Iba."""
    before = tokens[index - 1].text.split() if has(tokens, index - 1, "lead") else []
    led = before[-1:] == ["of"] and before[-2:-1] in (["town"], ["city"], ["port"], ["municipality"])
    town = (led or has(tokens, position, "town")) and len(name.features) == 1
    return town and gazetteer.features[name.features[0]].kind in place_kinds("in_country")


def _of_towns(tokens: Sequence[Token], position: int, gazetteer: Gazetteer, name: Name) -> Name:
    """Leave out what is no town where a word behind the name tells that a town is meant: Rizal town, not the reef."""
    ashore = place_kinds("in_country")
    if not has(tokens, position, "town") or len(name.features) < 2:
        return name
    towns = tuple(one for one in name.features if gazetteer.features[one].kind in ashore)
    return Name(towns, name.quality, name.needs_context) if len(towns) == 1 else name


def _named(words: Lexicon, phrase: str) -> Name | None:
    for key in (phrase, phrase.removesuffix("s")):
        name = words.phrases.get(key, {}).get("name")
        if isinstance(name, Name) and name.quality != "part":
            return name
    return None


def completed(tokens: Sequence[Token], index: int, words: Lexicon) -> Name | None:
    """Give half a name the generic word at the end of its list."""
    for position in range(index + 1, min(index + _LIST, len(tokens))):
        token = tokens[position]
        if "generic" in token.kinds:
            return _named(words, f"{tokens[index].text} {token.text}") if token.text.isascii() else None
        last = token.text.rpartition(" ")[2]
        if "name" in token.kinds and last in _PLURALS:
            return _named(words, f"{tokens[index].text} {last}")
        if not ("name" in token.kinds or is_sign(tokens, position, ",()/、") or _joins(token)):
            return None
    return None


def _joins(token: Token) -> bool:
    return "and" in token.kinds or "or" in token.kinds


def _aliases(tokens: Sequence[Token], position: int, *, known: bool) -> tuple[tuple[Name, ...], int]:
    """Read other names of the anchor in brackets or after a slash; unknown words in brackets are passed over."""
    if not known or position >= len(tokens) or "sign" not in tokens[position].kinds:
        return (), position
    aliases: list[Name] = []
    while len(aliases) < 3:
        if is_sign(tokens, position, "/") and has(tokens, position + 1, "name"):
            aliases.append(tokens[position + 1].kinds["name"])
            position += 2
            continue
        if not is_sign(tokens, position, "(["):
            break
        close = next((one for one in range(position + 2, position + _BRACKET) if is_sign(tokens, one, ")]")), 0)
        inside = tokens[position + 1 : close]
        if not close or any(not _MEASURED.isdisjoint(token.kinds) for token in inside):
            break
        if inside[0].text not in words_of("division"):  # mũi La Gi (tỉnh Bình Thuận)
            aliases += [token.kinds["name"] for token in inside if "name" in token.kinds]
        position = close + 1
    return tuple(aliases), position


def suffixes(tokens: Sequence[Token], position: int) -> tuple[Suffix, int]:
    """Read what hangs on behind a name that ends at ``position``; return it and the index after it."""
    if not _may_hang(tokens, position):
        return _NOTHING, position
    relation = zone = part = ""
    coast = False
    azimuth: float | None = None
    for _ in range(6):
        if position < len(tokens) - 1 and tokens[position].text in {"s", "'"}:
            position += 1
        if has(tokens, position, "bearing") and (
            has(tokens, position + 1, "coast") or has(tokens, position + 1, "part")
        ):
            azimuth = float(tokens[position].kinds["bearing"])
            position += 1
        kinds = tokens[position].kinds if position < len(tokens) else {}
        if "coast" in kinds and not tokens[position].text.endswith(" of"):
            coast = True
        elif "eez" in kinds or "territorialsea" in kinds:
            zone = "eez" if "eez" in kinds else "territorialsea"
        elif "part" in kinds and not has(tokens, position + 1, "of"):
            part = kinds["part"]
        elif trails(tokens, position):
            relation = relation or ("off" if "off" in kinds else "near" if "near" in kinds else "at")
        elif not (zone and "line" in kinds):
            break
        position += 1
    return Suffix(relation, zone, part, coast, azimuth), position


def _may_hang(tokens: Sequence[Token], position: int) -> bool:
    """Say whether it is worth the while to look for what hangs on behind a name."""
    return position < len(tokens) and (
        not _HANGING.isdisjoint(tokens[position].kinds) or tokens[position].text in {"s", "'"}
    )


def trails(tokens: Sequence[Token], position: int) -> bool:
    """Say whether the token is a relation that stands behind its anchor: waters, 附近海域."""
    if not 0 <= position < len(tokens):
        return False
    token = tokens[position]
    if "near" in token.kinds or "off" in token.kinds:
        return not token.text.isascii() or token.text in _WATERS
    return ("of" in token.kinds and token.text in "的之") or ("at" in token.kinds and not token.text.isascii())


def _attributed(tokens: Sequence[Token], index: int, folded: Folded) -> int:
    """Return where the place begins whose owner is named at ``index``: China-held A, Palawan's A; or ``index``."""
    if "country" in tokens[index].kinds and begins(tokens, index + 1):
        return index + 1
    if begins(tokens, index) and has(tokens, index + 1, "joined"):
        return index + 2
    return owned(tokens, index, folded) or index


def following(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon) -> tuple[Anchor, int] | None:
    """Read the anchor that begins within a few words of ``index``, with the side or the coast named before it."""
    coast = False
    side: float | None = None
    for position in range(index, min(index + 6, len(tokens))):
        kinds = tokens[position].kinds
        printed = at_coordinates(tokens, position, folded)
        if printed:
            return printed
        first = _attributed(tokens, position, folded)
        if begins(tokens, first):
            found, _, end = anchor(tokens, first, words)
            part = found.part or ("edge" if side is not None else "")
            return found._replace(coast=found.coast or coast, part=part, part_azimuth=side), end
        if "coast" in kinds:
            coast = True
        elif "bearing" in kinds:
            side = float(kinds["bearing"])
        elif "sign" in kinds or "and" in kinds:
            return None
    return None
