"""Tokens to parsed forms: how people write a place in this sea.

The grammar, over the tokens of ``tokens.py`` (``|`` alternatives, ``[ ]`` optional, ``{ }`` repeated)::

    text       = {mention | separator | other}
    mention    = coordinates | between | offset | located | zone
    offset     = group link anchor [group]             13.2 nm southeast of A · bearing 270 from A, 12 nm
               | ["cách" | "距"] anchor group          cách A 12 hải lý về phía đông · 距A东南约13海里 · A以东10海里
    group      = distance [bearing] | bearing [distance]
    bearing    = ["due"] wind ["to" wind] | ["bearing"] number "degrees" ["true"] | "bearing" number
    link       = "of" | "from" | "off" | "ng" | "dari" | … {lead}
    located    = {relation} anchor {suffix}            near A · off the coast of A · A附近海域 · lagoon of A
    between    = ("between" | "midway between") anchor "and" anchor | anchor "与" anchor "之间"
               | "from" anchor "to" anchor
    zone       = country "exclusive economic zone" | "exclusive economic zone" "of" country
    anchor     = {lead | wind | part "of" | "coast of"} (name | country) ["(" name ")"] [generic]

``distance`` is in ``numbers.py``, ``coordinates`` in ``coordinates.py``. What a mention means is decided in
``resolve.py``; here a name is only a set of candidates. The reader goes through the tokens once, with a bounded look
ahead, so its time is linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.coordinates import Coordinates, coordinates
from scs_tracker.geocoding.names import Name
from scs_tracker.geocoding.numbers import Distance, decimal, distance, has, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Lexicon, Token

#: After so many unknown words a distance or a relation no longer belongs to the name that follows.
_PATIENCE: Final = 5
_DISTANCE_STARTS: Final = frozenset({"number", "vague", "about", "over", "under", "within", "distance", "han"})
_RELATIONS: Final = ("origin", "toward", "near", "off", "at")
_LINKS: Final = ("of", "from", "off", "to", "near")


@dataclass(frozen=True, slots=True)
class Bearing:
    """Which way: degrees true and the half-width of the sector that the word covers, in degrees."""

    azimuth: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a place is measured from.

    Attributes
    ----------
    name
        The candidates; None for a country or a place elsewhere.
    aliases
        Further names in brackets or after a slash, for the same thing.
    country
        ISO 3166-1 alpha-2 of a country.
    elsewhere
        The country of a place outside this sea.
    part
        ``entrance``, ``lagoon`` or ``edge`` of it, or an empty string.
    part_azimuth
        The side that the part is on, in degrees, where the words say.
    coast
        Its coast is meant.
    rejected
        Why the name is no place here (a ship, a person), or an empty string.
    start, end
        Where it stands in the folded text.
    first, after
        Its first token, and the one after its last.
    """

    name: Name | None
    start: int
    end: int
    first: int = 0
    after: int = 0
    aliases: tuple[Name, ...] = ()
    country: str = ""
    elsewhere: str = ""
    part: str = ""
    part_azimuth: float | None = None
    coast: bool = False
    rejected: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text, not yet placed.

    Attributes
    ----------
    form
        ``coordinates``, ``place``, ``offset``, ``between``, ``midway`` or ``zone``.
    relation
        ``near``, ``off``, ``at``, ``toward``, ``origin``, ``from`` or an empty string.
    segment
        Counts semicolons, full stops and 'then': later segments tell of later positions.
    """

    form: str
    start: int
    end: int
    anchor: Anchor | None = None
    second: Anchor | None = None
    distance: Distance | None = None
    bearing: Bearing | None = None
    relation: str = ""
    zone: str = ""
    segment: int = 0
    attributed: bool = False
    place: Coordinates | None = None


@dataclass(slots=True)
class _Pending:
    """What has been read and waits for its anchor."""

    start: int = -1
    distance: Distance | None = None
    bearing: Bearing | None = None
    linked: bool = False
    direct: bool = False
    apart: bool = False
    relation: str = ""
    source: bool = False
    part: str = ""
    coast: bool = False
    zone: str = ""
    gap: int = 0


@dataclass(slots=True)
class Parsed:
    """All mentions of a text, and what was read that has no anchor."""

    mentions: list[Mention] = field(default_factory=list)
    dangling: bool = False
    unknown: bool = False
    tokens: Sequence[Token] = ()


def parse(tokens: Sequence[Token], folded: Folded, words: Lexicon) -> Parsed:
    """Read all mentions of a text.

    Parameters
    ----------
    tokens
        From ``tokenise``.
    folded
        The text they come from.
    words
        The lexicon, to look up names whose generic word stands apart.
    """
    parsed = Parsed(tokens=tokens)
    pending = _Pending()
    segment, attributed, index = 0, False, 0
    while index < len(tokens):
        kinds = tokens[index].kinds
        place = coordinates(tokens, index, folded) if _may_be_coordinates(tokens, index) else None
        if place:
            start, end = tokens[index].start, tokens[place[1] - 1].end
            parsed.mentions.append(Mention("coordinates", start, end, place=place[0], segment=segment))
            pending, index = _Pending(), place[1]
            continue
        if is_sign(tokens, index, ";.") or "then" in kinds:
            parsed.dangling |= _is_dangling(pending)
            pending, attributed, index, segment = _Pending(), False, index + 1, segment + 1
            continue
        found = _between(tokens, index, folded, words)
        if found is None and ("name" in kinds or "country" in kinds or "elsewhere" in kinds or "anchor" in kinds):
            found = _mention(tokens, index, folded, words, pending)
        if found is not None:
            mention, index = found
            parsed.mentions.append(replace(mention, segment=segment, attributed=attributed))
            pending = _after(pending)
            continue
        index, attributed = _collect(tokens, index, folded, pending, parsed, attributed=attributed)
    parsed.dangling |= _is_dangling(pending)
    parsed.mentions = _tracks(parsed.mentions, tokens)
    return parsed


def _is_dangling(pending: _Pending) -> bool:
    return pending.distance is not None or pending.bearing is not None


def _after(pending: _Pending) -> _Pending:
    """Keep what holds for the next name of a list: within 12 nm of A and B."""
    if pending.distance is not None or pending.relation in {"near", "off", "origin"}:
        return replace(pending, start=-1, part="", coast=False, gap=_PATIENCE - 1)
    return _Pending()


def _may_be_coordinates(tokens: Sequence[Token], index: int) -> bool:
    kinds = tokens[index].kinds
    if "number" in kinds:
        return tokens[index].text[0].isdigit()
    return (
        "hemisphere" in kinds
        or "latitude" in kinds
        or "longitude" in kinds
        or (("bearing" in kinds or is_sign(tokens, index, "-")) and has(tokens, index + 1, "number"))
        or ("bearing" in kinds and is_sign(tokens, index + 1, ".:") and has(tokens, index + 2, "number"))
    )


def _collect(
    tokens: Sequence[Token], index: int, folded: Folded, pending: _Pending, parsed: Parsed, *, attributed: bool
) -> tuple[int, bool]:
    """Read one piece that is no anchor into ``pending``; return the index after it."""
    token = tokens[index]
    kinds = token.kinds
    if not _DISTANCE_STARTS.isdisjoint(kinds):
        measured = distance(tokens, index, folded)
        if measured:
            if pending.distance is not None:
                parsed.dangling = True
            pending.distance, pending.gap = measured[0], 0
            pending.start = token.start if pending.start < 0 else pending.start
            return measured[1], attributed
    heading = bearing(tokens, index)
    if heading:
        pending.bearing, pending.gap = heading[0], 0
        pending.direct = "direct" in tokens[heading[1] - 1].kinds
        pending.linked = False
        pending.start = token.start if pending.start < 0 else pending.start
        return heading[1], attributed
    _relate(tokens, index, pending)
    if "unknown" in kinds:
        parsed.unknown = True
    if "attributed" in kinds:
        attributed = True
    return index + 1, attributed


def _relate(tokens: Sequence[Token], index: int, pending: _Pending) -> None:
    """Take a word of relation into ``pending``; unknown words and signs wear it out."""
    token = tokens[index]
    kinds = token.kinds
    waiting = pending.distance is not None or pending.bearing is not None
    known = False
    for kind in _LINKS:
        if kind in kinds and waiting:
            pending.linked = known = True
    if "apart" in kinds:
        pending.apart = pending.linked = known = True
    if "from" in kinds and not waiting:
        pending.source = known = True
    for kind in _RELATIONS:
        if kind in kinds:
            known = True
            if not (kind == "at" and pending.relation) and not (waiting and kind in {"off", "near", "at"}):
                pending.relation = kind
            break
    if "coast" in kinds:
        pending.coast = known = True
    if "part" in kinds:
        pending.part = kinds["part"]
        known = True
    for kind in ("eez", "territorialsea"):
        if kind in kinds:
            pending.zone, known = kind, True
    if known:
        pending.gap = 0
        pending.start = token.start if pending.start < 0 else pending.start
    elif is_sign(tokens, index, ",()") and (waiting and not pending.linked):
        pass  # 045 degrees true, 12 nm from
    elif "sign" in kinds and token.text in ",()!?:":
        _wear(pending, _PATIENCE)
    elif not ("lead" in kinds or "generic" in kinds or "tothe" in kinds or "of" in kinds or "distance" in kinds):
        _wear(pending, 1)


def _wear(pending: _Pending, words: int) -> None:
    pending.gap += words
    if pending.gap >= _PATIENCE:
        fresh = _Pending()
        for name in fresh.__slots__:
            setattr(pending, name, getattr(fresh, name))


def bearing(tokens: Sequence[Token], index: int) -> tuple[Bearing, int] | None:
    """Read a bearing at ``index``; return it with the index after it.

    A wind of the 16 covers 11.25 degrees to each side, one of the 8 22.5 degrees, a cardinal with 'due' 5, and
    degrees half a degree.
    """
    position = index
    due = marked = False
    while has(tokens, position, "due") or (
        has(tokens, position, "bearingword") and not has(tokens, position, "bearing")
    ):
        due |= has(tokens, position, "due")
        marked |= has(tokens, position, "bearingword")
        position += 1
    while marked and (has(tokens, position, "of") or is_sign(tokens, position, ":")):
        position += 1
    degrees = _degrees(tokens, position, marked=marked)
    if degrees:
        return degrees
    if not has(tokens, position, "bearing") or _single_letter(tokens, position):
        return None
    first = float(tokens[position].kinds["bearing"])
    width = 5.0 if due else 22.5 if first % 45 == 0 else 11.25
    position += 1
    joint = position
    if is_sign(tokens, joint, "-/") or has(tokens, joint, "to") or has(tokens, joint, "or"):
        joint += 1
        joint += has(tokens, joint, "lead")
        if has(tokens, joint, "bearing"):
            second = float(tokens[joint].kinds["bearing"])
            turn = (second - first + 180) % 360 - 180
            if abs(turn) <= 90:
                half = abs(turn) / 2 + (22.5 if second % 45 == 0 else 11.25) / 2
                return Bearing((first + turn / 2) % 360, half), joint + 1
    return Bearing(first, width), position


def _degrees(tokens: Sequence[Token], index: int, *, marked: bool) -> tuple[Bearing, int] | None:
    if not has(tokens, index, "number") or not tokens[index].text[0].isdigit():
        return None
    value, decimals = decimal(tokens[index].text) if len(tokens[index].text) < 8 else (999.0, 0)
    position = index + 1
    sign = is_sign(tokens, position, "°") or has(tokens, position, "degrees")
    position += sign
    true = has(tokens, position, "true")
    position += true
    linked = has(tokens, position, "from") or has(tokens, position, "of")
    if value > 360 or not (marked or (sign and (true or linked))) or has(tokens, position, "unit"):
        return None
    return Bearing(value % 360, 0.5 if decimals == 0 else 0.1), position


def _single_letter(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a single letter is not a wind: it stands neither after a distance nor before 'of'."""
    token = tokens[index]
    if len(token.text) > 1 or not token.text.isascii():
        return False
    before = has(tokens, index - 1, "unit") or is_sign(tokens, index - 1, ")")
    return not (before or has(tokens, index + 1, "of") or has(tokens, index + 1, "from"))


def _mention(
    tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon, pending: _Pending
) -> tuple[Mention, int] | None:
    """Build the mention whose anchor begins at ``index`` from it and what was pending."""
    anchor, position, relation, zone = _anchor(tokens, index, folded, words)
    relation = relation or pending.relation
    zone = zone or pending.zone
    anchor = replace(anchor, coast=anchor.coast or pending.coast, part=anchor.part or pending.part)
    length, heading = pending.distance, pending.bearing
    if not (pending.linked or pending.apart) and length is not None and heading is None and length.mode == "at":
        length = None
    adjectival = heading is not None and length is None and not (pending.linked or pending.direct)
    if heading is not None and (adjectival or (anchor.part and length is None)):
        anchor = replace(anchor, part=anchor.part or "edge", part_azimuth=heading.azimuth)
        heading = None
    tail = _tail(tokens, index, position, pending, folded, partial=(length is None) != (heading is None))
    if tail:
        length, heading, position = length or tail[0], heading or tail[1], tail[2]
        suffix = _suffix(tokens, position)
        position = suffix[0]
        relation = relation or suffix[1]
    start = pending.start if pending.start >= 0 else tokens[index].start
    end = tokens[position - 1].end
    if anchor.country and not (anchor.coast or zone or length or heading or relation in {"off", "near"}):
        return None if zone else (Mention("country", start, end, anchor), position)
    if zone and anchor.country and length is None and heading is None:
        return Mention("zone", start, end, anchor, zone=zone, relation=relation), position
    form = "offset" if length or heading else "place"
    if pending.source and form == "place":
        relation = "from" if relation not in {"off", "near"} else relation
    return Mention(form, start, end, anchor, None, length, heading, relation), position


def _anchor(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon) -> tuple[Anchor, int, str, str]:
    """Read the anchor at ``index``: its name, other names of it in brackets, and the suffixes behind it."""
    token = tokens[index]
    kinds = token.kinds
    name: Name | None = kinds.get("name")
    if "anchor" in kinds:
        name = Name((kinds["anchor"],), "exact")
    position = index + 1
    if name is not None and name.quality == "part":
        name = _completed(tokens, index, words) or name
    aliases, position = _aliases(tokens, position, name, words)
    if aliases and has(tokens, position, "generic") and name is not None and name.quality == "part":
        name = _named(words, f"{token.text} {tokens[position].text}") or name
    while has(tokens, position, "generic") and not has(tokens, position, "name"):
        position += 1
    position, relation, zone, coast, part = _suffixes(tokens, position)
    anchor = Anchor(
        name, token.start, tokens[position - 1].end, index, position, aliases,
        country=kinds.get("country", "") if name is None or zone else "",
        elsewhere=kinds.get("elsewhere", "") if name is None else "",
        coast=coast, part=part,
    )  # fmt: skip
    return anchor, position, relation, zone


def _named(words: Lexicon, phrase: str) -> Name | None:
    for key in (phrase, phrase.removesuffix("s")):
        name = words.phrases.get(key, {}).get("name")
        if isinstance(name, Name) and name.quality != "part":
            return name
    return None


def _completed(tokens: Sequence[Token], index: int, words: Lexicon) -> Name | None:
    """Give half a name the generic word at the end of its list: Subi, Fiery Cross and Mischief reefs."""
    for position in range(index + 1, min(index + 14, len(tokens))):
        token = tokens[position]
        if "generic" in token.kinds and token.text.isascii():
            return _named(words, f"{tokens[index].text} {token.text}")
        name = token.kinds.get("name")
        if name is not None:
            last = token.text.split(" ")[-1]
            if (
                last.endswith("s")
                and name.quality != "part"
                and last in {"shoals", "reefs", "islands", "banks", "cays"}
            ):
                return _named(words, f"{tokens[index].text} {last}")
        elif not (is_sign(tokens, position, ",()/、") or "and" in token.kinds or "or" in token.kinds):
            return None
    return None


def _aliases(tokens: Sequence[Token], position: int, name: Name | None, words: Lexicon) -> tuple[tuple[Name, ...], int]:
    """Read other names of the anchor in brackets or after a slash."""
    aliases: list[Name] = []
    while name is not None and len(aliases) < 3:
        bracket = is_sign(tokens, position, "([")
        if not (bracket or is_sign(tokens, position, "/")) or position + 1 >= len(tokens):
            break
        other: Name | None = tokens[position + 1].kinds.get("name")
        if bracket and other is None and is_sign(tokens, position + 2, ")]"):
            position += 3  # an unknown word in brackets
            continue
        if bracket and other is None and is_sign(tokens, position + 3, ")]"):
            position += 4
            continue
        if other is None or (bracket and not is_sign(tokens, position + 2, ")]")):
            break
        aliases.append(other)
        position += 3 if bracket else 2
    return tuple(aliases), position


def _suffixes(tokens: Sequence[Token], position: int) -> tuple[int, str, str, bool, str]:
    """Read what may stand right behind a name: 's coast, EEZ, entrance, 附近海域, waters."""
    relation = zone = part = ""
    coast = False
    for _ in range(5):
        if position < len(tokens) and tokens[position].text == "s" and position + 1 < len(tokens):
            position += 1
        kinds = tokens[position].kinds if position < len(tokens) else {}
        if "coast" in kinds and not tokens[position].text.endswith(" of"):
            coast = True
        elif "eez" in kinds or "territorialsea" in kinds:
            zone = "eez" if "eez" in kinds else "territorialsea"
        elif "part" in kinds and not has(tokens, position + 1, "of"):
            part = kinds["part"]
        elif _is_suffix(tokens, position):
            relation = relation or ("off" if "off" in kinds else "near" if "near" in kinds else "at")
        else:
            break
        position += 1
    return position, relation, zone, coast, part


def _suffix(tokens: Sequence[Token], position: int) -> tuple[int, str]:
    """Read a Chinese relation behind a group: 仁爱礁以东10海里附近."""
    relation = ""
    while position < len(tokens) and _is_suffix(tokens, position):
        relation = "near"
        position += 1
    return position, relation


def _is_suffix(tokens: Sequence[Token], position: int) -> bool:
    if position >= len(tokens):
        return False
    token = tokens[position]
    if "near" in token.kinds or "off" in token.kinds:
        return not token.text.isascii() or token.text in {"waters", "area", "vicinity", "region"}
    return "of" in token.kinds and token.text in "的之" or ("at" in token.kinds and not token.text.isascii())


def _tail(
    tokens: Sequence[Token], start: int, position: int, pending: _Pending, folded: Folded, *, partial: bool
) -> tuple[Distance | None, Bearing | None, int] | None:
    """Read a group behind its anchor, unless another anchor claims it: Mischief Reef, 135 nm west of Palawan."""
    if pending.distance is not None and pending.bearing is not None:
        return None
    length: Distance | None = None
    heading: Bearing | None = None
    led = direct = comma = False
    end = position
    for _ in range(10):
        if end >= len(tokens):
            break
        kinds = tokens[end].kinds
        measured = distance(tokens, end, folded) if length is None and not _DISTANCE_STARTS.isdisjoint(kinds) else None
        turned = bearing(tokens, end) if heading is None else None
        if measured:
            length, end = measured
        elif turned:
            direct |= any("direct" in tokens[one].kinds for one in range(end, turned[1]))
            led |= has(tokens, end, "bearingword")
            heading, end = turned
        elif "tothe" in kinds or (("at" in kinds or "of" in kinds) and tokens[end].text not in "的之"):
            led |= "tothe" in kinds
            end += 1
        elif is_sign(tokens, end, ",("):
            comma = True
            end += 1
        elif "about" in kinds or "distance" in kinds or is_sign(tokens, end, ")"):
            end += 1
        else:
            break
    if length is None and heading is None:
        return None
    while end > position and not _DISTANCE_STARTS.isdisjoint(tokens[end - 1].kinds) and has(tokens, end - 1, "about"):
        end -= 1
    if _claimed(tokens, end):
        return None
    missing = partial and (
        (pending.distance is None and length is not None) or (pending.bearing is None and heading is not None)
    )
    whole = start == 0 and end == len(tokens) and length is not None and heading is not None
    han = end > position and not tokens[position].text.isascii()
    if not (direct or pending.apart or han or whole or (missing and (led or comma or length)) or (led and length)):
        return None
    if comma and not (missing or led or whole or pending.apart):
        return None
    if pending.distance is not None and heading is None:
        return None
    return length, heading, end


def _claimed(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a link and another anchor follow, to which the group before belongs."""
    if not any(has(tokens, index, kind) for kind in ("of", "from", "off", "near")):
        return False
    for ahead in range(index + 1, min(index + 6, len(tokens))):
        kinds = tokens[ahead].kinds
        if "name" in kinds or "country" in kinds or "elsewhere" in kinds or "anchor" in kinds or "coast" in kinds:
            return True
        if "sign" in kinds:
            return False
    return False


def _between(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon) -> tuple[Mention, int] | None:
    """Read 'between A and B', 'midway between A and B', and 'A与B之间'."""
    midway = has(tokens, index, "midway")
    if midway or (has(tokens, index, "between") and tokens[index].text.isascii()):
        first = _next_anchor(tokens, index + 1, folded, words)
        position = first[1] if first else index
        if first is None or not (has(tokens, position, "and") or has(tokens, position, "to")):
            return None
        second = _next_anchor(tokens, position + 1, folded, words)
        if second is None:
            return None
        form = "midway" if midway else "between"
        return Mention(form, tokens[index].start, second[0].end, first[0], second[0]), second[1]
    if has(tokens, index, "name") and has(tokens, index + 1, "and") and not tokens[index + 1].text.isascii():
        first_anchor, position, _, _ = _anchor(tokens, index, folded, words)
        if has(tokens, position, "and") and has(tokens, position + 1, "name"):
            token = tokens[position + 1]
            end = position + 2
            while has(tokens, end, "of") or has(tokens, end, "near"):
                end += 1
            if has(tokens, end, "between") or has(tokens, end, "midway"):
                other = Anchor(token.kinds["name"], token.start, token.end, position + 1, position + 2)
                form = "midway" if has(tokens, end, "midway") else "between"
                return Mention(form, tokens[index].start, tokens[end].end, first_anchor, other), end + 1
    return None


def _next_anchor(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon) -> tuple[Anchor, int] | None:
    """Read the anchor that begins within a few words of ``index``."""
    coast = False
    side: float | None = None
    for position in range(index, min(index + 6, len(tokens))):
        kinds = tokens[position].kinds
        country = "country" in kinds and not (has(tokens, position + 1, "name") or has(tokens, position + 1, "generic"))
        if "name" in kinds or "anchor" in kinds or "elsewhere" in kinds or country:
            anchor, end, _, _ = _anchor(tokens, position, folded, words)
            part = anchor.part or ("edge" if side is not None else "")
            return replace(anchor, coast=anchor.coast or coast, part=part, part_azimuth=side), end
        if "coast" in kinds:
            coast = True
        elif "bearing" in kinds:
            side = float(kinds["bearing"])
        elif "sign" in kinds or "and" in kinds:
            return None
    return None


def _tracks(mentions: Sequence[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """Join 'from A' and 'to B' to the line between them."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is not None and before.relation == "from" and before.form == "place" and mention.form == "place":
            between = [token for token in tokens if before.end <= token.start < mention.start]
            if len(between) <= 4 and any("to" in token.kinds for token in between):
                joined[-1] = replace(before, form="between", second=mention.anchor, end=mention.end, relation="")
                continue
        joined.append(mention)
    return joined
