"""Names that the gazetteer does not know: a place is never taken for the sea or the province that it lies in.

'Near Blue Rock, South China Sea' is not anywhere in the South China Sea. The unknown name is said instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding.beside import words
from scs_tracker.geocoding.numbers import LEAST_UNIT, has, is_sign
from scs_tracker.geocoding.rejection import PART
from scs_tracker.geodata import place_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Mention
    from scs_tracker.geocoding.names import Feature
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: An island or a group this large is what something else lies in or off.
_WIDE_KM: Final = 50.0
#: A name with its short word and the full stop has so many tokens.
_SHORTEST: Final = 3
#: Names have no more words than this.
_MOST_WORDS: Final = 5
#: So many words at most stand between a landmark and the town that tells where it lies.
_NEXT: Final = 3
#: Small words between a unit and the place that its distance counts from.
_LEADS: Final = ("tothe", "of", "from", "off", "lead", "distance", "bearing", "due", "generic")
#: What may stand between a comma and the place that tells where something lies.
_LEADING: Final = ("lead", "at", "tothe", "bearing", "of")


def is_landmark(mention: Mention) -> bool:
    """Say whether something is measured from a name that nobody can place: unknown, or known without its position."""
    anchor = mention.anchor
    nowhere = anchor is not None and (anchor.elsewhere != "" or anchor.towns != ()) and mention.form == "offset"
    return mention.landmark is not None or nowhere


def is_wide(feature: Feature) -> bool:
    """Say whether a feature is a sea, a province or a group: something that other places lie in."""
    return feature.kind in place_kinds("wide") or feature.radius_km >= _WIDE_KM


def unknown_in(mention: Mention, wide: Feature, tokens: Sequence[Token], folded: Folded) -> str:
    """Return the unknown name of which a wide place only tells where it lies, or an empty string.

    It stands right before the wide place, with a comma, a bracket or 'in' between, or right behind it in Chinese; and
    it has a generic word (Blue Rock, đảo Xanh), or 'near' or 'off' leads to it.
    """
    if mention.anchor is None or mention.form not in {"place", "offset"} or mention.distance is not None:
        return ""
    found = _before(tokens, mention.anchor.first, folded, wide) or _beyond(tokens, mention.anchor.first, folded)
    return found or (_behind(tokens, mention.anchor.after, folded) if is_wide(wide) else "")


def owned_by(mention: Mention, feature: Feature, tokens: Sequence[Token], folded: Folded) -> str:
    """Return the unknown name of a place in a town or a province that owns it, or an empty string: Miri's Suai."""
    if mention.anchor is None or not (is_wide(feature) or feature.kind in place_kinds("in_country")):
        return ""
    at = mention.anchor.after - (mention.anchor.after > mention.anchor.first + 1)
    at += at < len(tokens) and tokens[at].text != "s"
    if not 0 < at < len(tokens) - 1 or tokens[at].text != "s":
        return ""
    written = folded.source(tokens[at - 1].end, tokens[at].end)
    name = tokens[at + 1]
    owns = len(written) == 2 and not written[0].isspace() and "word" in name.kinds and _is_capital(name, folded)
    return _written([name], folded) if owns else ""


def only_tells(unknown: Mention, mention: Mention, feature: Feature) -> bool:
    """Say whether a town or a province only tells where an unknown landmark lies: 56 nm off Cape A near B."""
    if not (unknown.anchor and mention.anchor) or unknown.distance is None or mention.form != "place":
        return False
    gap = mention.anchor.first - unknown.anchor.after
    return feature.kind in place_kinds("in_country") and 0 <= gap <= _NEXT and mention.relation in {"", "near", "at"}


def in_district(mention: Mention, feature: Feature, tokens: Sequence[Token]) -> bool:
    """Say whether the word for a district leads to a place, of which it is the seat or the main island.

    A regency, Kabupaten Natuna, reaches much further than its island, and no further than a group: Kabupaten Anambas.
    """
    first = mention.anchor.first if mention.anchor is not None else 0
    before = tokens[first].text.partition(" ")[0]  # the name itself may begin with it: Kecamatan Subi
    before = tokens[first - 1].text if first and before not in words("district") else before
    return before in words("district") or (before in words("regency") and feature.kind == "archipelago")


def _is_division(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word for a district stands at ``index``: Pulau X, Kecamatan Serasan."""
    return tokens[index].text in words("district") or tokens[index].text in words("regency")


@geodata.cached
def _shortened() -> frozenset[str]:
    """Return the short forms of words of names; those of one letter have a full stop, and 'is' is a verb."""
    forms = {form for row in geodata.rows("abbreviations") for form in row["short"].split(";")}
    return frozenset(form for form in forms if form.endswith(".") or (len(form) > 1 and form != "is"))


def _before(tokens: Sequence[Token], index: int, folded: Folded, wide: Feature) -> str:
    end = index
    while end and (any(has(tokens, end - 1, kind) for kind in _LEADING) or _is_division(tokens, end - 1)):
        end -= 1
    tied = any(has(tokens, one, "at") or has(tokens, one, "tothe") for one in range(end, index))
    bracket = is_sign(tokens, end - 1, "(")
    divided = is_sign(tokens, end - 1, ",(") and any(_is_division(tokens, one) for one in range(end, index))
    if is_sign(tokens, end - 1, ",("):
        end, tied = end - 1, True
    if not tied:
        return ""
    first = end
    while first and end - first <= _MOST_WORDS:
        if first > 1 and f"{tokens[first - 2].text}{tokens[first - 1].text}" in _shortened():
            first -= 2  # Weizhou I., Guangxi
        elif _names(tokens, first - 1, folded, known=divided):
            first -= 1
        else:
            break
    run = tokens[first:end]
    if run and is_sign(run, len(run) - 1, ".") and len(run) < _SHORTEST:
        return ""  # Balabac I., Palawan: the name is known, and not with its short word
    if not any(kind in token.kinds for token in run for kind in ("word", "number", *(("name",) if divided else ()))):
        return ""
    counted = any("unit" in token.kinds for token in tokens)  # what a distance counts from is said elsewhere
    divided |= first > 0 and not counted and _is_division(tokens, first - 1)  # đảo Mê (huyện Tĩnh Gia, Thanh Hóa)
    generic = any(is_sign(run, at, ".") or token.text in _shortened() for at, token in enumerate(run)) or any(
        ("generic" in token.kinds and "of_anything" not in token.kinds) or "part" in token.kinds for token in run
    )
    led = has(tokens, first - 1, "near") or has(tokens, first - 1, "off")
    if bracket and not divided and wide.kind in place_kinds("at_sea"):
        return ""  # Scarboro Shoal (Huangyan Dao) is the shoal
    sure = bracket and wide.kind == "archipelago"  # Luoi Liem (Crescent group) is the group
    return _written(run, folded) if generic or divided or (led and is_wide(wide) and not sure) else ""


def _beyond(tokens: Sequence[Token], index: int, folded: Folded) -> str:
    """Return a place in another sea that a direction from a known one follows: the Senkaku Islands north of Taiwan."""
    end = index
    while end and any(has(tokens, end - 1, kind) for kind in ("of", "lead", "bearing", "tothe")):
        end -= 1
    first = end - 1 - has(tokens, end - 1, "generic")
    away = has(tokens, first, "elsewhere") and not has(tokens, first, "name") and not has(tokens, first - 1, "before")
    turned = any("bearing" in token.kinds for token in tokens[end:index])
    return _written(tokens[first:end], folded) if away and turned else ""


def _names(tokens: Sequence[Token], index: int, folded: Folded, *, known: bool) -> bool:
    """Say whether a token may be part of an unknown name: a word with a capital, or a generic word; no ship's.

    A ``known`` name that is none here is one too where a district follows: Kecamatan Midai, Kabupaten Natuna.
    """
    token = tokens[index]
    if "generic" in token.kinds or (known and ("name" in token.kinds or "ward" in token.kinds)):
        return True
    if "part" in token.kinds and index:  # Blue Point, as against the middle of a sea
        return (
            _is_capital(token, folded) and "word" in tokens[index - 1].kinds and _is_capital(tokens[index - 1], folded)
        )
    named = "word" in token.kinds or token.kinds.get("before_next") == PART or _is_name(token)
    return named and token.text.isascii() and _is_capital(token, folded)


def _is_name(token: Token) -> bool:
    """Say whether a word for a number is written as a name: Pulau Tiga."""
    return "number" in token.kinds and token.text.isalpha()


def _behind(tokens: Sequence[Token], index: int, folded: Folded) -> str:
    """Read an unknown Chinese name behind the sea that it lies in: 泰国湾罗辛岛."""
    end = index
    while end < len(tokens) and end - index < _MOST_WORDS and tokens[end].kinds.keys() == {"han"}:
        end += 1
    named = (
        end > index
        and tokens[end : end + 1]
        and tokens[end].kinds.get("generic") == ""
        and not tokens[end].text.isascii()
    )
    return _written(tokens[index : end + 1], folded) if named else ""


def _written(run: Sequence[Token], folded: Folded) -> str:
    return folded.source(run[0].start, run[-1].end).strip()


def _is_capital(token: Token, folded: Folded) -> bool:
    return folded.cased and folded.source(token.start, token.end)[:1].isupper()


def lost_distance(mention: Mention, mentions: Sequence[Mention], tokens: Sequence[Token], folded: Folded) -> str:
    """Return a distance with a direction that no place of the text has taken, in the sentence of the chosen place.

    'cách cửa sông Nhật Lệ (Đồng Hới) 19 hải lý về phía đông' is not at Đồng Hới: what it counts from is not known.
    """
    taken = [(one.start, one.end) for one in mentions if one.distance is not None]
    segment, counted, han = 0, False, False
    for index, token in enumerate(tokens):
        if is_sign(tokens, index, ";.") or "then" in token.kinds:
            segment, counted = segment + 1, False
        counted |= "apart" in token.kinds
        han = (han or ("apart" in token.kinds and not token.text.isascii())) and not is_sign(tokens, index, ",;.")
        if segment != mention.segment or "unit" not in token.kinds or not index:
            continue
        if any(start <= token.start < end for start, end in taken):
            counted = han = False
        elif (
            han
            or _is_beyond(mention, tokens, index)
            or (counted and _turns(tokens, index + 1))
            or _leads_to(mention, tokens, index + 1)
        ):
            return _written(tokens[index - 1 : index + 1], folded)
    return ""


def _is_beyond(mention: Mention, tokens: Sequence[Token], unit: int) -> bool:
    """Say whether an unknown Chinese name stands between a place and a bearing with a distance: 汕头石碑山角以南."""
    after = mention.anchor.after if mention.anchor is not None and mention.form == "place" else unit
    between = range(after, unit - 1)
    known = ("han", "bearing", "about", "number", "generic", "over")
    if not between or not any(has(tokens, one, "bearing") for one in between):
        return False
    unknown = tokens[after].kinds.keys() == {"han"}
    return unknown and all(any(has(tokens, one, kind) for kind in known) for one in between)


def is_ashore(mention: Mention, kind: str, tokens: Sequence[Token]) -> bool:
    """Say whether a town only tells where a building stands that is named before it: Hotel A, Jalan B, Jakarta."""
    if mention.distance is not None or mention.relation not in {"", "at"} or kind not in place_kinds("in_country"):
        return False
    first = mention.anchor.first if mention.anchor is not None else 0
    before = any("venue_before" in token.kinds or "venue" in token.kinds for token in tokens[:first])
    return before or any("venue" in token.kinds and not token.text.isascii() for token in tokens[first:])


def unread_distance(mention: Mention, tokens: Sequence[Token], folded: Folded) -> str:
    """Return a unit that leads to the chosen place or follows it, and whose number cannot be read.

    'Threescore nautical miles east of A' is not just east of A.
    """
    if mention.distance is not None or mention.anchor is None or mention.form not in {"place", "offset"}:
        return ""
    index = mention.anchor.first
    while index and any(has(tokens, index - 1, kind) for kind in _LEADS):
        index -= 1
    if _is_unread(tokens, index - 1) and index < mention.anchor.first:
        return _written(tokens[index - 2 : index], folded)
    if mention.bearing is None:
        return ""
    first = next((one for one, token in enumerate(tokens) if token.start >= mention.start), 0)
    if first > 1 and has(tokens, first, "bearing") and _is_unknown_unit(tokens[first - 2 : first]):
        return _written(tokens[first - 2 : first], folded)
    behind = next((one for one, token in enumerate(tokens) if token.start >= mention.end), len(tokens))
    for index in range(behind, min(behind + _MOST_WORDS, len(tokens))):
        if _is_unread(tokens, index):
            return _written(tokens[index - 1 : index + 1], folded)
        if not any(has(tokens, index, kind) for kind in ("number", "han", "word", "about", "over")):
            break
    return ""


def _is_unread(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a unit of distance stands at ``index``, with a word or a number before it."""
    unit = index > 0 and has(tokens, index, "unit") and float(tokens[index].kinds["unit"]) >= LEAST_UNIT
    figures = tokens[index - 1].text[0].isdigit()  # these are read, and belong to another place
    return unit and not figures and any(has(tokens, index - 1, kind) for kind in ("word", "han", "number", "about"))


def _is_unknown_unit(run: Sequence[Token]) -> bool:
    """Say whether what may be a unit or not stands right behind figures: 110 bn barat laut Miri, 18' SSE of."""
    number, unit = run
    return "number" in number.kinds and number.text[0].isdigit() and unit.text in words("unread")


def _leads_to(mention: Mention, tokens: Sequence[Token], index: int) -> bool:
    """Say whether 'from' at ``index`` leads to the chosen place, with no comma and but a few words between."""
    first = mention.anchor.first if mention.anchor is not None else -1
    between = range(index + 1, first)
    near = has(tokens, index, "from") and 0 < len(between) <= _MOST_WORDS
    return near and not any("sign" in tokens[one].kinds for one in between)


def _turns(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a direction stands at ``index``, behind the small words that lead to it."""
    while has(tokens, index, "tothe") or has(tokens, index, "lead"):
        index += 1
    return has(tokens, index, "bearing")


def unknown_name(tokens: Sequence[Token], folded: Folded) -> str:
    """Return the longest run of unknown words with capitals, which a reader would take for the name of the place."""
    if not folded.cased:
        return ""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        capital = _is_capital(token, folded)
        if capital and ("word" in token.kinds or "generic" in token.kinds):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    named = [run for run in runs if any("word" in token.kinds for token in run)]
    longest = max(named, key=len, default=[])
    return _written(longest, folded) if longest else ""
