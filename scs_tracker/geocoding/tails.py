"""Distances and bearings that stand behind their anchor: Mischief Reef, 135 nm west of Palawan; 距A东南约13海里."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker.geocoding.anchors import begins
from scs_tracker.geocoding.bearings import bearing
from scs_tracker.geocoding.numbers import Distance, distance, has, is_sign
from scs_tracker.geocoding.pending import MEASURES
from scs_tracker.geocoding.records import Bearing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.pending import Pending
    from scs_tracker.geocoding.tokens import Token

#: An island is followed by its group, its province and its country at most.
_MOST_APPOSED: Final = 3
#: So many words at most stand in brackets before a name.
_MOST_INSIDE: Final = 8
#: So many small words may lead to 'distance', which then ties the number to the place before it.
_MOST_WORDS: Final = 2
#: So many words lead from a distance to the shore.
_MOST_LINKS: Final = 3
#: Small words that may stand between an anchor, a distance and a bearing.
_SMALL: Final = frozenset({"tothe", "at", "about", "lead", "distance"})
#: What may lead from an anchor to its province or its country, and what may lead from a distance to a shore.
_APPOSING: Final = frozenset({"sign", "of", "lead", "generic", "country"})
_TO_SHORE: Final = frozenset({"distance", "from", "of", "off", "lead"})
_CLAIMS: Final = frozenset({"of", "from", "off", "near", "outside"})


def tail(tokens: Sequence[Token], start: int, position: int, pending: Pending, folded: Folded) -> Tail | None:
    """Read a group behind its anchor, unless another anchor claims it: Mischief Reef, 135 nm west of Palawan."""
    if position >= len(tokens) or pending.kept or (pending.distance is not None and pending.bearing is not None):
        return None
    if is_sign(tokens, position, ")") and _is_within(tokens, start):
        return None  # cách cửa biển A (xã B, Cà Mau) 2 hải lý
    group = _group(tokens, position, folded, pending)
    if group is None or not (group.shore or not _claimed(tokens, group.end)):
        return None
    length, heading = group.distance, group.bearing
    whole = start == 0 and group.end == len(tokens) and length is not None and heading is not None
    missing = (pending.distance is not None and heading is not None) or (
        pending.bearing is not None and (pending.linked or pending.direct) and length is not None
    )
    han = any(tokens[one].text[0] > "\u2e7f" for one in (start, position - 1))
    apart = pending.apart and (length is not None or pending.distance is not None)
    apart |= pending.relation == "off" and length is not None and not group.comma  # ngoài khơi Khánh Hòa 200 km
    if group.spoken and not pending.measures():
        belongs = True  # malapit sa Masinloc, ang layo na 30 milya
    elif missing:
        ends = group.distance is None and (group.end == len(tokens) or is_sign(tokens, group.end, ",.;)"))
        belongs = group.led or group.direct or pending.bearing is not None or not group.comma or ends
    else:
        belongs = (group.direct or han or group.led) and not group.comma
    if belongs or whole or apart or group.shore:
        return Tail(length, heading, group.end, group.shore)
    return None


def _is_within(tokens: Sequence[Token], start: int) -> bool:
    """Say whether a name stands in brackets behind words and a comma, and so is not what a distance counts from."""
    opened = next(
        (one for one in range(start - 1, max(start - _MOST_INSIDE, -1), -1) if is_sign(tokens, one, "()")), -1
    )
    inside = range(opened + 1, start)
    return opened > 0 and is_sign(tokens, opened, "(") and any(is_sign(tokens, one, ",") for one in inside)


class Tail(NamedTuple):
    """What stands behind an anchor: a distance, a bearing, the index after both, and whether it counts from shore."""

    distance: Distance | None
    bearing: Bearing | None
    end: int
    shore: bool


@dataclass(slots=True)
class _Group:
    end: int
    distance: Distance | None = None
    bearing: Bearing | None = None
    led: bool = False
    direct: bool = False
    comma: bool = False
    spoken: bool = False
    shore: bool = False


def _group(tokens: Sequence[Token], position: int, folded: Folded, pending: Pending) -> _Group | None:
    """Read a distance and a bearing in any order, with the small words that tie them."""
    group = _Group(position)
    end = _apposed(tokens, position) if pending.apart else position
    comma = led = spoken = False  # what stands before the next distance or bearing; behind the last it ties nothing
    for _ in range(10):
        if end >= len(tokens):
            break
        kinds = tokens[end].kinds
        wants_length = group.distance is None and pending.distance is None
        measured = distance(tokens, end, folded) if wants_length and not MEASURES.isdisjoint(kinds) else None
        turned = bearing(tokens, end) if group.bearing is None and pending.bearing is None else None
        if measured or turned:
            group.comma, group.led = group.comma or comma, group.led or led or "bearingword" in kinds
        if measured:
            group.spoken |= spoken or (comma and "distance" in kinds)
            group.distance, end = measured
            end, group.shore = _from_shore(tokens, end, counted=group.shore)
            group.end = end
        elif turned:
            group.direct |= "direct" in tokens[turned[1] - 1].kinds
            group.led |= "number" in kinds  # Thitu Island 340° 7 nm
            group.bearing, end = turned
            group.end = end
        elif not (ahead := _small_word(tokens, end, folded, group)):
            break
        else:
            comma |= "sign" in kinds and tokens[end].text != ")"
            led |= "tothe" in kinds or "to" in kinds
            group.shore |= has(tokens, ahead - 1, "coast")
            spoken |= "distance" in kinds and group.distance is None
            group.end = ahead if "distance" in kinds or is_sign(tokens, end, ")") else group.end
            end = ahead
    if group.bearing is not None and group.end + 1 == len(tokens) and has(tokens, group.end, "of"):
        group.end, group.led = group.end + 1, True  # Scarborough Shl, 28 NM E of
    return group if group.distance is not None or group.bearing is not None else None


def _small_word(tokens: Sequence[Token], index: int, folded: Folded, group: _Group) -> int:
    """Return the index after a small word or a sign that may stand in a group, or zero where none does.

    As in 'in a north-easterly direction', 1.5海里的东北方向, ', tinataya ang layo na 30 milya', ', cách đảo 17 hải lý',
    'từ 10 đến 12 hải lý'.
    """
    kinds, text = tokens[index].kinds, tokens[index].text
    # ở phía bắc đảo A và cách 12 hải lý
    joined = "and" in kinds and (has(tokens, index + 1, "apart") or has(tokens, index + 1, "distance"))
    if ("apart" in kinds or joined) and group.distance is None:
        return _from_it(tokens, index + 1 + joined)
    if "near" in kinds and not text.isascii() and group.bearing is not None and group.distance is None:
        return index + 1  # 以西海域约120海里处
    if _leads_on(tokens, index):
        return index + 1
    if not _SMALL.isdisjoint(kinds) or text in {"by", "的", "之"} or is_sign(tokens, index, ",(:)"):
        return index + 1
    end = index
    while end - index < _MOST_WORDS and end < len(tokens) and _is_small(tokens[end], folded):
        end += 1
    spoken = has(tokens, end, "distance") or has(tokens, index - 1, "distance")
    return end if end > index and spoken and group.distance is None else 0


def _leads_on(tokens: Sequence[Token], index: int) -> bool:
    """Say whether what follows makes a small word of the token: từ 10 đến 12; 9 nm to NW; A - 9 nm NW."""
    kinds = tokens[index].kinds
    if "from" in kinds:
        return has(tokens, index + 1, "number") and has(tokens, index + 2, "to")
    if "to" in kinds:
        ends = index + 2 >= len(tokens) or has(tokens, index + 2, "sign")  # not 75 nm to west Palawan
        return has(tokens, index + 1, "bearing") and ends
    apart = is_sign(tokens, index, "-") and tokens[index - 1].end < tokens[index].start
    parted = is_sign(tokens, index, "/") and has(tokens, index + 2, "unit")  # Woody I. 120°/22 nm
    return (apart or parted) and has(tokens, index + 1, "number")


def _from_it(tokens: Sequence[Token], index: int) -> int:
    """Return where a distance from the place before it begins: cách 17, cách đảo này khoảng 17, 距该岛17."""
    while any(has(tokens, index, kind) for kind in ("anaphor", "generic", "coast")) and not begins(tokens, index):
        index += 1
    return index if index < len(tokens) and not MEASURES.isdisjoint(tokens[index].kinds) else 0


def _from_shore(tokens: Sequence[Token], index: int, *, counted: bool) -> tuple[int, bool]:
    """Step over 'from shore', 'offshore', 'dari pantai', 'mula sa baybayin' where no name says which shore."""
    end = index
    while end < min(len(tokens), index + _MOST_LINKS) and not _TO_SHORE.isdisjoint(tokens[end].kinds):
        end += 1
    if end == index:
        return index, counted
    told = has(tokens, end - 1, "off") and tokens[end - 1].text.startswith("offshore")
    if has(tokens, end, "coast") and tokens[end].text.rpartition(" ")[2] not in {"of", "ng"}:
        told, end = True, end + 1
    named = any(begins(tokens, one) or has(tokens, one, "of") for one in (end, end + has(tokens, end, "lead")))
    return (end, True) if told and not named else (index, counted)


def _is_small(token: Token, folded: Folded) -> bool:
    """Say whether a token is an unknown word without a capital."""
    return "word" in token.kinds and token.text.isascii() and folded.source(token.start, token.end).islower()


def _apposed(tokens: Sequence[Token], position: int) -> int:
    """Step over the province or the country behind an anchor that a distance follows.

    As in cách đảo Lý Sơn, tỉnh Quảng Ngãi 230 hải lý, cách Tam Á, đảo Hải Nam, Trung Quốc 50 hải lý, and cách đảo Tri
    Tôn của Việt Nam 17 hải lý.
    """
    if position >= len(tokens) or _APPOSING.isdisjoint(tokens[position].kinds):
        return position
    whose = position - 1 if has(tokens, position - 1, "of") else position  # an anchor takes the word for 'of' with it
    whose += has(tokens, whose, "of")
    if whose > position - 1 and has(tokens, whose, "country"):
        return whose + 1
    for _ in range(_MOST_APPOSED):
        index = position + is_sign(tokens, position, ",")
        while has(tokens, index, "lead") or has(tokens, index, "generic"):
            index += 1
        named = has(tokens, index, "name") or has(tokens, index, "country")
        if index == position or not named:
            break
        position = index + 1
    return position


def _claimed(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a link and another anchor follow, to which the group before belongs."""
    if index >= len(tokens) or _CLAIMS.isdisjoint(tokens[index].kinds) or tokens[index].text in "的之":
        return False
    for ahead in range(index + 1, min(index + 7, len(tokens))):
        kinds = tokens[ahead].kinds
        if begins(tokens, ahead) or "coast" in kinds or "anaphor" in kinds:
            return True
        if "sign" in kinds:
            return False
    return False
