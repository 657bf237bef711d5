"""Distances and bearings that stand behind their anchor: Mischief Reef, 135 nm west of Palawan; 距A东南约13海里."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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

_CLAIMS: Final = frozenset({"of", "from", "off", "near", "outside"})


def tail(
    tokens: Sequence[Token], start: int, position: int, pending: Pending, folded: Folded
) -> tuple[Distance | None, Bearing | None, int] | None:
    """Read a group behind its anchor, unless another anchor claims it: Mischief Reef, 135 nm west of Palawan."""
    if (pending.distance is not None and pending.bearing is not None) or pending.kept:
        return None
    group = _group(tokens, position, folded, pending)
    if group is None or _claimed(tokens, group.end):
        return None
    length, heading = group.distance, group.bearing
    whole = start == 0 and group.end == len(tokens) and length is not None and heading is not None
    missing = (pending.distance is not None and heading is not None) or (
        pending.bearing is not None and (pending.linked or pending.direct) and length is not None
    )
    han = not tokens[start].text.isascii() and tokens[start].text[0] > "\u2e7f"
    apart = pending.apart and (length is not None or pending.distance is not None)
    apart |= pending.relation == "off" and length is not None and not group.comma  # ngoài khơi Khánh Hòa 200 km
    if missing:
        belongs = group.led or group.direct or pending.bearing is not None or not group.comma
    else:
        belongs = (group.direct or han or group.led) and not group.comma
    if belongs or whole or apart:
        return length, heading, group.end
    return None


@dataclass(slots=True)
class _Group:
    end: int
    distance: Distance | None = None
    bearing: Bearing | None = None
    led: bool = False
    direct: bool = False
    comma: bool = False


def _group(tokens: Sequence[Token], position: int, folded: Folded, pending: Pending) -> _Group | None:
    """Read a distance and a bearing in any order, with the small words that tie them."""
    group = _Group(position)
    end = _apposed(tokens, position) if pending.apart else position
    comma = led = False  # what stands before the next distance or bearing; behind the last it ties nothing
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
            group.distance, end = measured
            group.end = end
        elif turned:
            group.direct |= "direct" in tokens[turned[1] - 1].kinds
            group.bearing, end = turned
            group.end = end
        elif "tothe" in kinds or "at" in kinds or tokens[end].text == "by":
            led |= "tothe" in kinds
            end += 1
        elif is_sign(tokens, end, ",(:") or "about" in kinds:
            comma |= "sign" in kinds
            end += 1
        elif "lead" in kinds or tokens[end].text in "的之":
            end += 1  # in a north-easterly direction, 1.5海里的东北方向
        elif "distance" in kinds or is_sign(tokens, end, ")"):
            end += 1
            group.end = end
        else:
            break
    return group if group.distance is not None or group.bearing is not None else None


def _apposed(tokens: Sequence[Token], position: int) -> int:
    """Step over the province or the country behind an anchor that a distance follows.

    As in cách đảo Lý Sơn, tỉnh Quảng Ngãi 230 hải lý, and cách đảo Tri Tôn của Việt Nam 17 hải lý.
    """
    whose = position - 1 if has(tokens, position - 1, "of") else position  # an anchor takes the word for 'of' with it
    whose += has(tokens, whose, "of")
    if whose > position - 1 and has(tokens, whose, "country"):
        return whose + 1
    if not is_sign(tokens, position, ","):
        return position
    index = position + 1 + has(tokens, position + 1, "generic")
    return index + 1 if has(tokens, index, "name") else position


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
