"""Tokens to parsed forms: how people write a place in this sea.

The grammar, over the tokens of ``tokens.py`` (``|`` alternatives, ``[ ]`` optional, ``{ }`` repeated)::

    text       = {mention | separator | other}
    mention    = coordinates | between | offset | located | zone
    offset     = group link {lead} anchor [group]      13.2 nm southeast of A · bearing 270 from A, 12 nm
               | [apart] anchor group                  cách A 12 hải lý về phía đông · 距A东南约13海里 · A以东10海里
    group      = distance [bearing] | bearing [distance]
    link       = "of" | "from" | "off" | "ng" | "dari" | …
    apart      = "cách" | "距" | …
    located    = {relation | wind | part "of" | "coast of" | lead} anchor
                                                       near A · off the coast of A · lagoon of A · northern A
    relation   = "near" | "off" | "at" | "toward" | "from" | "outside" | …
    zone       = country "exclusive economic zone" | "exclusive economic zone" "of" country
    separator  = ";" | "." | "then"

``anchor`` is in ``anchors.py``, ``between`` in ``lines.py``, ``distance`` in ``numbers.py``, ``bearing`` in
``bearings.py``, ``coordinates`` in ``coordinates.py``. Which place a name means is decided in ``context.py`` and
``place.py``; here it is a set of candidates. The tokens are read once, with a bounded look ahead, so the time is linear
in the length of the text.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.anchors import STARTS, anchor, at_coordinates, begins, owned, trails
from scs_tracker.geocoding.bearings import OPENING, bearing
from scs_tracker.geocoding.coordinates import FIGURES
from scs_tracker.geocoding.forms import Anchor, Mention, Parsed
from scs_tracker.geocoding.lines import LINES, between, joined
from scs_tracker.geocoding.numbers import Distance, adjoins, distance, has, is_sign
from scs_tracker.geocoding.pending import MEASURES, PATIENCE, Pending
from scs_tracker.geocoding.records import Bearing
from scs_tracker.geocoding.relations import as_told
from scs_tracker.geocoding.tails import tail
from scs_tracker.geocoding.tokens import WORD
from scs_tracker.geocoding.towns import WINDS, of_towns, owns_town, town_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Lexicon, Token
    from scs_tracker.geocoding.towns import Found

_RELATIONS: Final = ("origin", "outside", "toward", "near", "off", "at")
_RELATED: Final = frozenset(_RELATIONS)
#: Signs that are words, with which a Chinese name may begin: 南澳岛, 外伶仃岛.
_BEGINS: Final = WINDS | {"外"}
_LINKS: Final = frozenset({"of", "from", "off", "to", "near", "outside"})
#: What ties a distance to the coordinates behind it: 10 nm east of, 5 hải lý về phía đông của, cách.
_COUNTING: Final = ("of", "from", "off", "near", "apart", "bearing")
#: Within so many tokens behind the middle of a circle stands its radius.
_TO_RADIUS: Final = 6
#: Winds of fewer letters are short ones: NNW.
_LONG_WIND: Final = 4
#: A part of a town has no more words than this in its name.
_MOST_WARD: Final = 3
#: Without one of these no Chinese name of a town is looked for.
_MEASURED: Final = frozenset({"unit", "off", "near"})
#: Kinds of tokens with which a mention can begin, and those that tell whose account it is or that it was not there.
_READS: Final = FIGURES | LINES | STARTS | {"adjective", "anaphor"}
_OWNERS: Final = frozenset({"name", "country"})
_NO_KINDS: Final[frozenset[str]] = frozenset()
_kinds: Final = attrgetter("kinds")
#: Signs that end a sentence or may stand before a number.
_MEANT: Final = ";.-"
_ACCOUNTS: Final = frozenset({"attributed", "denied", "expel", "unknown"})
#: So many words behind 'between' are ships that met, not places: between a tanker and a boat off A.
_PARTIES: Final = 2
_ZONES: Final = frozenset({"eez", "territorialsea"})
_OF_ZONES: Final = _ZONES | {"of", "lead"}
_QUIET: Final = frozenset({"lead", "generic", "tothe", "of", "distance", "part", "coast"})


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
    parsed = Parsed(tokens=tokens, said=_NO_KINDS.union(*map(_kinds, tokens)))
    pending = Pending()
    segment, attributed, expelled, index = 0, False, False, 0
    counts = not parsed.said.isdisjoint(_MEASURED)
    while index < len(tokens):
        kinds = tokens[index].kinds
        waits = pending.linked or pending.apart or pending.direct or pending.relation != ""
        waits = waits or ("word" in kinds and pending.distance is not None and adjoins(tokens, index))
        may = waits or (counts and ("han" in kinds or tokens[index].text in _BEGINS))
        town = town_at(tokens, index, folded, words, pending) if may else None
        if town is None and _passes(tokens, index, folded, pending):
            index += 1
            continue
        stop = "sign" in kinds and kinds["sign"] in ";." and not _is_short_word(tokens, index, folded)
        if stop or "then" in kinds:
            _leave(pending, parsed)
            pending.clear()
            attributed, expelled, index, segment = False, False, index + 1, segment + 1
            continue
        if town is None and "ward" in kinds and not begins(tokens, index):
            index = _past_ward(tokens, index, pending)
            continue
        owns = town is None and not _OWNERS.isdisjoint(kinds)
        place = _owned(tokens, index, folded, words, pending) if owns else 0
        if place:
            pending.owner = kinds.get("name")
            index = place
            continue
        found = (
            None if town is None and _READS.isdisjoint(kinds) else _read(tokens, index, folded, words, pending, town)
        )
        if found is not None:
            mention, index = found
            if segment or attributed:
                mention = mention._replace(segment=segment, attributed=attributed)
            mention = as_told(tokens, mention, pending, parsed, expelled=expelled)
            parsed.mentions.append(mention)
            _keep(pending, mention, folded)
            continue
        if not _ACCOUNTS.isdisjoint(kinds):
            attributed |= "attributed" in kinds
            pending.denied = index + 1 if "denied" in kinds else pending.denied
            expelled |= "expel" in kinds
            parsed.unknown |= "unknown" in kinds
        index = _collect(tokens, index, folded, pending, parsed)
    _leave(pending, parsed)
    if any(pending.lost) and not any(parsed.loose):
        parsed.dangling, parsed.loose = True, pending.lost
    parsed.mentions = joined(parsed.mentions, tokens)
    return parsed


def _passes(tokens: Sequence[Token], index: int, folded: Folded, pending: Pending) -> bool:
    """Let an unknown word or a mere sign, with which nothing begins, come between what waits and its name."""
    kinds = tokens[index].kinds
    if "word" in kinds or ("part" in kinds and _ends_name(tokens, index, folded)):
        pending.pass_word(tokens[index], folded)
    elif "sign" in kinds and len(kinds) == 1 and kinds["sign"] not in _MEANT:
        _relate(tokens, index, pending)
    else:
        return False
    return True


def _owned(tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon, pending: Pending) -> int:
    """Return where the place or the town begins that the name at ``index`` only owns; zero where it owns none."""
    place = owned(tokens, index, folded)
    if place or tokens[index].text.isascii():
        return place
    return (index + 1) * owns_town(tokens, index, folded, words, pending)


def _ends_name(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a word for a part of something only ends an unknown name: west of Blue Point, Zambales."""
    pair = [folded.source(token.start, token.end)[:1] for token in tokens[max(index - 1, 0) : index + 1]]
    return folded.cased and len(pair) == 2 and tokens[index - 1].kinds is WORD and all(map(str.isupper, pair))


def _past_ward(tokens: Sequence[Token], index: int, pending: Pending) -> int:
    """Step over a part of a town that the gazetteer need not know: Barangay Cato, Infanta; thôn An Hải, Lý Sơn."""
    end = index + 1
    while end < len(tokens) and end - index <= _MOST_WARD and tokens[end].kinds is WORD:
        end += 1
    pending.gap += 1
    return end + (has(tokens, end, "at") and begins(tokens, end + 1))  # Barangay Tayamaan in Mamburao


def _leave(pending: Pending, parsed: Parsed) -> None:
    """Note what is left over: a distance or a bearing that no name has taken."""
    if pending.measures() and not pending.kept:
        parsed.dangling = True
        parsed.loose = parsed.loose if any(parsed.loose) else (pending.distance, pending.bearing)


def _is_short_word(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a full stop only ends a short unit or wind, as small letters go on: 10 nm. east of, N. of A."""
    wind = has(tokens, index - 1, "bearing") and len(tokens[index - 1].text) < _LONG_WIND
    if not (wind or has(tokens, index - 1, "unit")) or index + 1 == len(tokens):
        return False
    ahead = tokens[index + 1]
    goes_on = any(kind in ahead.kinds for kind in ("bearing", "of", "from", "off", "tothe"))
    return goes_on and folded.source(ahead.start, ahead.end).islower()


def _read(
    tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon, pending: Pending, town: Found | None
) -> tuple[Mention, int] | None:
    """Read a whole mention at ``index``."""
    if town is not None:
        return _mention(tokens, index, folded, words, pending, town)
    kinds = tokens[index].kinds
    printed = None if FIGURES.isdisjoint(kinds) else at_coordinates(tokens, index, folded)
    if printed:
        return _from_coordinates(tokens, index, folded, pending, *printed)
    found = None if LINES.isdisjoint(kinds) else between(tokens, index, folded, words)
    if found is None and begins(tokens, index):
        found = _mention(tokens, index, folded, words, pending)
    elif found is None and pending.distance is not None and pending.linked and has(tokens, index, "anaphor"):
        token = tokens[index]
        it = Anchor(None, token.start, token.end, index, index + 1, anaphor=True)
        start = pending.start if pending.start >= 0 else token.start
        found = Mention("offset", start, token.end, it, None, pending.distance, pending.bearing), index + 1
    return found


def _from_coordinates(
    tokens: Sequence[Token], index: int, folded: Folded, pending: Pending, found: Anchor, after: int
) -> tuple[Mention, int]:
    """Count from printed coordinates where words lead to them (of, from, cách, 距), else take them as the place."""
    length, heading = _measured(pending)
    counted = not pending.kept and (pending.apart or (pending.measures() and _is_counted_from(tokens, index)))
    behind = tail(tokens, index, after, pending, folded) if counted else None
    if behind:
        length, heading, after = length or behind.distance, heading or behind.bearing, behind.end
    if counted and (length is not None or heading is not None):
        start = pending.start if pending.start >= 0 else found.start
        return Mention("offset", start, tokens[after - 1].end, found, None, length, heading), after
    ring = _ring(tokens, after, folded)
    if ring:
        return Mention("offset", found.start, tokens[ring[1] - 1].end, found, None, ring[0]), ring[1]
    return Mention("coordinates", found.start, found.end, place=found.place), found.after


def _ring(tokens: Sequence[Token], after: int, folded: Folded) -> tuple[Distance, int] | None:
    """Read the radius behind the middle of a circle: 12-30N 109-50E with a radius of 10 nm, 为中心，半径10海里."""
    for index in range(after, min(after + _TO_RADIUS, len(tokens))):
        if has(tokens, index, "within"):
            return distance(tokens, index, folded)
        if has(tokens, index, "number") or is_sign(tokens, index, ";."):
            return None
    return None


def _is_counted_from(tokens: Sequence[Token], index: int) -> bool:
    """Say whether 'of', 'from' or the like stands right before ``index``, or before 'position' or 'the point' there."""
    for before in range(index - 1, max(index - 4, -1), -1):
        kinds = tokens[before].kinds
        if any(kind in kinds for kind in _COUNTING):
            return True
        if not ("lead" in kinds or "word" in kinds or "generic" in kinds):
            return False
    return False


def _keep(pending: Pending, mention: Mention, folded: Folded) -> None:
    """Keep what holds for the next name of a list: within 12 nm of A and B, near A and B, from A and B."""
    if mention.end == len(folded.text):
        pending.kept = True  # nothing follows that could share it
        return
    holds = mention.form in {"offset", "place"} and (
        mention.distance is not None or mention.relation in {"near", "off", "origin", "toward", "back"}
    )
    length, heading, relation = mention.distance, mention.bearing, mention.relation
    pending.clear()
    holds = holds and folded.text[mention.end - 1] != "的"  # 距巴拉望约130公里的半月礁
    nowhere = heading is not None and mention.anchor is not None and mention.anchor.elsewhere != ""
    holds = holds and not nowhere  # 141 nm north-west of Tanjung Sirik, Miri
    if holds and mention.anchor is not None and not mention.anchor.country:
        pending.distance, pending.bearing, pending.relation = length, heading, relation
        pending.linked = pending.kept = True


def _collect(tokens: Sequence[Token], index: int, folded: Folded, pending: Pending, parsed: Parsed) -> int:
    """Read one piece that is no anchor into ``pending``; return the index after it."""
    token = tokens[index]
    may_measure = "unit" in parsed.said and not MEASURES.isdisjoint(token.kinds)
    measured = distance(tokens, index, folded) if may_measure else None
    if measured:
        _drop_kept(pending)
        parsed.dangling |= pending.distance is not None
        pending.distance, pending.gap, pending.apposed = measured[0], 0, False
        pending.linked = pending.linked and pending.bearing is not None
        pending.start = token.start if pending.start < 0 else pending.start
        if has(tokens, index - 1, "anaphor") and has(tokens, index - 2, "apart") and not any(parsed.loose):
            ahead = measured[1] + has(tokens, measured[1], "tothe")  # cách đó khoảng 50 hải lý về phía đông
            turned = bearing(tokens, ahead)
            parsed.loose = (measured[0], turned[0] if turned else None)
        return measured[1]
    turned = None if OPENING.isdisjoint(token.kinds) else bearing(tokens, index)
    if turned:
        _drop_kept(pending)
        _turn(tokens, turned, pending)
        pending.start = token.start if pending.start < 0 else pending.start
        return turned[1]
    _relate(tokens, index, pending)
    return index + 1


def _drop_kept(pending: Pending) -> None:
    if pending.kept:
        pending.clear()


def _turn(tokens: Sequence[Token], turned: tuple[Bearing, int], pending: Pending) -> None:
    """Take a bearing as the way from the anchor, or as the side of it: 15 nm southeast of the northeast entrance."""
    heading, after = turned
    part = _names_part(tokens, after, pending) and not has(tokens, after, "of")
    if part or (pending.linked and pending.bearing is not None):
        pending.part_azimuth = heading.azimuth
    else:
        pending.bearing = heading
        pending.direct = "direct" in tokens[after - 1].kinds
        pending.counted = pending.linked
        pending.linked = False
    pending.gap = 0


def _names_part(tokens: Sequence[Token], index: int, pending: Pending) -> bool:
    """Say whether a word names a part of what follows; behind a distance or a wind 'của' is no mouth, 'cửa'."""
    cape = pending.apart and has(tokens, index, "generic")  # cách phía nam mũi Cà Mau 202 hải lý
    return has(tokens, index, "part") and not cape and not (has(tokens, index, "of") and pending.measures())


def _relate(tokens: Sequence[Token], index: int, pending: Pending) -> None:
    """Take a word of relation into ``pending``; unknown words and signs wear it out."""
    token = tokens[index]
    kinds = token.kinds
    if pending.kept:
        if "and" in kinds or "or" in kinds or "lead" in kinds or is_sign(tokens, index, ",、/"):
            return
        if not pending.relation or "near" in kinds or "off" in kinds:
            pending.clear()
    known = _link(token, pending)
    if ("between" in kinds or "midway" in kinds) and token.text.isascii():
        pending.relation, known = "half", True
    if "part" in kinds and _names_part(tokens, index, pending):
        pending.part = kinds["part"]
        if pending.bearing is not None and pending.distance is None and not pending.linked:
            pending.part_azimuth, pending.bearing = pending.bearing.azimuth, None
        known = True
    pending.coast |= "coast" in kinds
    if not _ZONES.isdisjoint(kinds):
        pending.zone, known = ("territorialsea" if "territorialsea" in kinds else "eez"), True
    pending.owned = bool(pending.zone) and not _OF_ZONES.isdisjoint(kinds)
    if known or not _QUIET.isdisjoint(kinds):
        pending.gap = 0 if known else pending.gap
        pending.start = token.start if known and pending.start < 0 else pending.start
    else:
        _wear(tokens, index, pending)


def _link(token: Token, pending: Pending) -> bool:
    """Take a link or a relation; return whether the token is one."""
    kinds = token.kinds
    waiting = pending.measures()
    known = False
    if waiting and not _LINKS.isdisjoint(kinds):
        pending.linked = known = True
    if "apart" in kinds:
        if pending.kept or (pending.distance is not None and pending.bearing is not None):
            pending.clear()  # … 26 hải lý về hướng đông nam và cách đảo Phú Quý …
        pending.apart = pending.linked = known = True
    if "from" in kinds and not waiting:
        pending.source = known = True
    if not _RELATED.isdisjoint(kinds):
        relation = next(kind for kind in _RELATIONS if kind in kinds)
        known = True
        relation = str(kinds[relation]) or relation
        if pending.coast and pending.distance is not None and relation in {"near", "at", "off"}:
            pending.shore = True  # 60 nm from shore near A
        if relation == "at" and pending.source and pending.gap:
            # from a boat at Ayungin: she was there; from a port in Hainan: who knows; so the kind of place decides
            relation, pending.source = "back", False
        parties = pending.relation == "half" and pending.gap >= _PARTIES and relation in {"near", "off", "at"}
        if (
            (pending.relation != "half" or parties)
            and not (relation == "at" and pending.relation not in {"", "back"} and not parties)
            and not (waiting and not pending.shore and relation in {"off", "near", "at", "outside"})
        ):
            pending.relation = relation
    return known


def _wear(tokens: Sequence[Token], index: int, pending: Pending) -> None:
    """Let an unknown word or a sign come between what is pending and its anchor."""
    token = tokens[index]
    if "and" in token.kinds and has(tokens, index + 1, "name") and pending.distance is None and not pending.linked:
        pending.bearing = None  # North and South Luconia Shoals
    if "sign" in token.kinds and token.kinds["sign"] in ",()":
        if pending.measures() and not pending.linked:
            return  # 045 degrees true, 12 nm from
        if pending.apart and pending.landmark and not pending.apposed and token.text != ")":
            pending.apposed = True  # cách đảo Hòn Ngư (Nghệ An) 90 hải lý
            return
        told = 1 <= pending.gap <= 3 or pending.coast
        if pending.distance is not None and token.text == "," and told and not pending.apposed:
            pending.apposed = True  # 107 nm off Tanjung Sirik, Sarawak; 60 nm from shore, off Zambales
            return
        pending.gap = PATIENCE
    elif "han" in token.kinds and pending.distance is None:
        pending.bearing = None  # 西卡佩拉号在南康暗沙
        pending.gap += 1
        if pending.apart:
            pending.landmark = (pending.landmark[0] if pending.landmark else token.start, token.end)
    elif "sign" not in token.kinds:
        pending.gap += 1
    if pending.gap >= PATIENCE:
        pending.wear_out()


def _mention(
    tokens: Sequence[Token], index: int, folded: Folded, words: Lexicon, pending: Pending, town: Found | None = None
) -> tuple[Mention, int]:
    """Build the mention whose anchor begins at ``index`` from it and what was pending."""
    if pending.kept and has(tokens, index - 1, "waters"):
        pending.clear()  # 西沙海域永兴岛以北约60海里 is no list
    found, suffix, position = anchor(tokens, index, words) if town is None else of_towns(tokens, index, town)
    zone = suffix.zone or (pending.zone if pending.owned else "")
    length, heading = _measured(pending, close=adjoins(tokens, index))
    found = _sided(found, pending)
    if pending.owner is not None and found.name is not None and not found.name.is_settled():
        found = found._replace(aliases=(*found.aliases, pending.owner))  # Cagayan's Santa Ana
    if heading is not None and (length is None or pending.counted) and not (pending.linked or pending.direct):
        found = found._replace(part=found.part or "edge", part_azimuth=heading.azimuth)
        heading = None
    behind = None if zone else tail(tokens, index, position, pending, folded)
    relation = suffix.relation or pending.relation
    if behind and pending.source and behind.distance is None and has(tokens, behind.end, "to"):
        position, behind = behind.end, None  # from A in the north to B
    if behind:
        length, heading, position = length or behind.distance, heading or behind.bearing, behind.end
        while trails(tokens, position):
            relation = relation or "near"
            position += 1
    start = pending.start if pending.start >= 0 else tokens[index].start
    mention, position = _formed(tokens, found, position, start, (length, heading, relation, zone), pending)
    shore = pending.shore or (behind is not None and behind.shore)
    return (mention._replace(shore=True) if shore else mention), position


def _sided(found: Anchor, pending: Pending) -> Anchor:
    """Give the anchor the part, the side and the coast that were named before it."""
    if not (pending.coast or pending.part or pending.part_azimuth is not None):
        return found
    azimuth = pending.part_azimuth if found.part_azimuth is None else found.part_azimuth
    coast, part = found.coast or pending.coast, found.part or pending.part
    return found._replace(coast=coast, part=part, part_azimuth=azimuth)


def _measured(pending: Pending, *, close: bool = False) -> tuple[Distance | None, Bearing | None]:
    """Return the distance and the bearing that count: a bare distance needs a link to the name, or stands at it."""
    length, heading = pending.distance, pending.bearing
    if length is not None and heading is None and not (pending.linked or close) and length.mode == "at":
        length = None
    return length, heading


def _formed(
    tokens: Sequence[Token],
    found: Anchor,
    position: int,
    start: int,
    said: tuple[Distance | None, Bearing | None, str, str],
    pending: Pending,
) -> tuple[Mention, int]:
    length, heading, relation, zone = said
    end = tokens[position - 1].end
    if found.country and found.name is None:
        if zone:
            return Mention("zone", start, end, found, zone=zone, relation=relation), position
        adjectival = has(tokens, position, "joined") or begins(tokens, position)
        if adjectival or not (found.coast or length or heading or relation in {"off", "near"}):
            return Mention("country", start, end, found), position
    elif zone and found.country:
        return Mention("zone", start, end, found, zone=zone, relation=relation), position
    form = "offset" if length or heading else "place"
    if pending.source and form == "place" and relation not in {"off", "near", "toward"}:
        relation = "from"
    landmark = pending.landmark
    if landmark is not None and (form != "offset" or not _is_apposed(tokens, found.first)):
        landmark = None
    mention = Mention(form, start, end, found, None, length, heading, relation, listed=pending.kept, landmark=landmark)
    there = pending.beyond_km and form == "place" and relation in {"near", "off", "at"}
    return (mention._replace(beyond_km=pending.beyond_km) if there else mention), position


def _is_apposed(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a name only tells where the one before it is: Tanjung Po, Sarawak; Tanjung Po in Sarawak."""
    while index and (has(tokens, index - 1, "lead") or has(tokens, index - 1, "near")):
        index -= 1  # Tanjung Po, perairan Kuching
    return is_sign(tokens, index - 1, ",(-") or has(tokens, index - 1, "at")
