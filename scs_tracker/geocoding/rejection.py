"""When a name is no place: a ship, a person, an institution, an event, another place, an ordinary word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.beside import words
from scs_tracker.geocoding.longer import apposed
from scs_tracker.geocoding.names import SEA_GROUPS, Name, gazetteer
from scs_tracker.geocoding.numbers import has, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Anchor, Parsed
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: So many words at most stand between a name and the school or the company that is named after it.
_VENUE: Final = 4
#: A bare name of up to so many letters, all small, may be an ordinary word.
_SHORT: Final = 8
#: A name this short with a capitalised word before it is part of that name: Nguyen Van Vinh.
_SHORT_NAME: Final = 6
#: Kinds of words that make something else of a name near them.
_VENUES: Final = frozenset(("venue", "venue_before"))
_PREFIXES: Final = frozenset(("before", "before_next", "service", "title", "given"))
#: Up to so many tokens a text is a place by itself, not a sentence.
_PHRASE: Final = 4
#: What the words of not_places.csv say of the names behind them.
PART: Final = "it is part of another name here"
_LONGER: Final = "it is part of a longer name here"
_PERSON: Final = "it is the name of a person here"
#: Islands whose name is one short word, as that of a direction: đảo Nam.
_DIRECTED: Final = re.compile(r"(?:dao|da|bai) [a-z]{2,5}")
#: So many words behind a comma say who somebody is: the former congressman.
_TO_TITLE: Final = 3


def rejection(anchor: Anchor, parsed: Parsed, folded: Folded, *, relation: str) -> str:
    """Return why a matched name is no place here, or an empty string.

    Parameters
    ----------
    anchor
        The name.
    parsed, folded
        The text.
    relation
        What leads to the name: ``offset`` for a distance or a bearing, else as in ``Mention``.
    """
    tokens, said = parsed.tokens, parsed.said
    related = relation in {"near", "off", "offset"}
    if has(tokens, anchor.first, "anchor") or anchor.anaphor or anchor.country:
        return ""
    token = tokens[anchor.first]
    if "acronym" in token.kinds and _is_upper(token, folded, shouted=True):
        return str(token.kinds["acronym"])
    return (
        ("" if _VENUES.isdisjoint(said) else _venue(anchor, tokens, folded))
        or _surname(anchor, tokens, folded, related=related)
        or ("" if _PREFIXES.isdisjoint(said) else _owner(anchor, tokens, folded))
        or (_belonging(anchor, tokens) if anchor.first else "")
        or _follower(anchor, tokens, folded, related=related)
        or (_elsewhere(anchor, tokens) if "elsewhere" in said else "")
        or _casing(anchor, tokens, folded, related=related)
        or ("" if relation else apposed(anchor, tokens, folded, bare=_is_nowhere(token)))
        or _government(anchor, tokens, relation)
    )


def _belonging(anchor: Anchor, tokens: Sequence[Token]) -> str:
    """Look for what makes the name tell whose a ship is or who: a Ly Son boat, fishermen of Ly Son."""
    before = anchor.first - 1
    single = tokens[before].text in words("article")
    if not (single or tokens[before].text == "of") or not _is_bare(tokens[anchor.first]):
        return ""
    if single:
        return "it belongs to something else here"
    people = tokens[before].text == "of" and has(tokens, before - 1, "people")
    at_sea = anchor.name is not None and gazetteer().features[anchor.name.features[0]].group in SEA_GROUPS
    return str(tokens[before - 1].kinds["people"]) if people and not at_sea else ""


def _venue(anchor: Anchor, tokens: Sequence[Token], folded: Folded) -> str:
    """Look for a school, a company, a restaurant that is named after the place, a few words of its name away.

    As in trường THPT Bạch Long Vĩ, Paaralang Elementarya ng Pag-asa, Spratly Islands Dive Centre, 黄岩岛海鲜酒楼.
    """
    for index in range(anchor.first - 1, max(anchor.first - 1 - _VENUE, -1), -1):
        if has(tokens, index, "venue_before"):
            return str(tokens[index].kinds["venue_before"])
        titled = folded.cased and "near" in tokens[index].kinds and _is_capital(tokens[index], folded)
        if not (titled or _is_of_venue(tokens, index)):
            break
    after = anchor.after
    while after < min(anchor.after + _VENUE, len(tokens)) and _is_of_name(tokens, after, folded):
        after += 1
    after += is_sign(tokens, after, '"')  # “太平岛”奶茶店
    return str(tokens[after].kinds["venue"]) if has(tokens, after, "venue") else ""


def _is_of_venue(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token may stand between 'school' or 'company' and the name: a word, 'of', a generic word."""
    kinds = tokens[index].kinds
    return (
        any(kind in kinds for kind in ("word", "of", "generic", "title", "before", "given", "bearing", "number"))
        and "unit" not in kinds
    )


def _is_of_name(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a token may stand between the name and 'school' or 'company': a capitalised word, a Han character."""
    token = tokens[index]
    return token.kinds.keys() == {"han"} or ("word" in token.kinds and folded.cased and _is_capital(token, folded))


def _is_bare(token: Token) -> bool:
    """Say whether a name has no generic word of the sea."""
    return token.text.rpartition(" ")[2] not in words("sea")


def _is_nowhere(token: Token) -> bool:
    """Say whether a name has no generic word of the sea, behind it or before: đảo An Bang has one."""
    first, _, rest = token.text.partition(" ")
    return _is_bare(token) and not (rest and first in words("sea_first"))


def _surname(anchor: Anchor, tokens: Sequence[Token], folded: Folded, *, related: bool) -> str:
    """Look for a capitalised word before a short name, which is then part of that name."""
    if related or not anchor.first or not folded.cased:
        return ""
    before, name = tokens[anchor.first - 1], tokens[anchor.first]
    if _is_half(tokens, anchor.first - 1) and _is_person(tokens, anchor.first - 1, folded):
        return _PERSON
    short = len(name.text) <= _SHORT_NAME and name.text.isalpha()
    return _LONGER if short and "word" in before.kinds and _is_capital(before, folded) else ""


def _owner(anchor: Anchor, tokens: Sequence[Token], folded: Folded) -> str:
    """Look for a ship's prefix, a title or a given name before the name."""
    for back in (1, 2, 3):
        index = anchor.first - back
        if index < 0:
            break
        token = tokens[index]
        bare = _is_bare(tokens[anchor.first])
        reason = _prefix(tokens, index, folded, next_to=back == 1, bare=bare)
        if reason:
            return reason
        person = str(token.kinds.get("before_next", ""))
        named = all("word" in one.kinds and _is_capital(one, folded) for one in tokens[index + 1 : anchor.first])
        if person == _PERSON and bare and named:
            return person  # ông Nguyễn Trường Sa
        plain = any(kind in token.kinds for kind in ("word", "number", "name", "before_next", "elsewhere"))
        if not plain and not is_sign(tokens, index, "\"'-."):
            break
    return ""


def _prefix(tokens: Sequence[Token], index: int, folded: Folded, *, next_to: bool, bare: bool) -> str:
    token = tokens[index]
    kinds = token.kinds
    if "before" in kinds and (len(token.text) > 4 or _is_upper(token, folded)) and not has(tokens, index - 1, "number"):
        return str(kinds["before"])
    if "before_next" in kinds and next_to and bare:
        return str(kinds["before_next"])
    if "service" in kinds and next_to and bare:
        return "it stands for a service here"
    if "title" in kinds and (len(token.text) > 4 or _is_capital(token, folded)):
        return str(kinds["title"])
    return str(kinds["given"]) if "given" in kinds and bare and _is_capital(token, folded) else ""


def _is_upper(token: Token, folded: Folded, *, shouted: bool = False) -> bool:
    written = folded.source(token.start, token.end)
    return written.isupper() if folded.cased or shouted else True


def _is_capital(token: Token, folded: Folded) -> bool:
    return not folded.cased or folded.source(token.start, token.end)[:1].isupper()


def _follower(anchor: Anchor, tokens: Sequence[Token], folded: Folded, *, related: bool) -> str:
    """Look for what makes the name part of another name: Manila Times, Kalayaan class, Cagayan de Oro."""
    after = anchor.after
    if after < len(tokens) and tokens[after].text == "s":
        after += 1
    if is_sign(tokens, after, "-"):
        after += 1
    if after >= len(tokens):
        return ""
    token = tokens[after]
    bare = _is_bare(tokens[anchor.first])
    named = _named_with(tokens, after, people=bare and not related) or _proper(anchor, tokens, after, folded)
    named = named or (_told_who(tokens, anchor.first, after) if bare and is_sign(tokens, after, ",") else "")
    if named:
        return named
    if tokens[anchor.first].text.endswith(" i.") and not {"word", "name"}.isdisjoint(token.kinds):
        return _LONGER  # Lincoln I. Smith
    if "joined" in token.kinds and not folded.source(anchor.end, token.start).isspace():
        return str(token.kinds["joined"])
    if not bare or after != anchor.after or "word" not in token.kinds:
        return ""
    particle = token.text in words("particle") and has(tokens, after + 1, "word")
    # near Kota Tinggi is not near Kota, and đảo Nam Du is not Đảo Nam
    led = related and not (_is_half(tokens, anchor.first) or _DIRECTED.fullmatch(tokens[anchor.first].text))
    proper = folded.cased and not led and token.text not in words("day") and _is_capital(token, folded)
    return _LONGER if particle or proper else ""


def _told_who(tokens: Sequence[Token], first: int, comma: int) -> str:
    """Look behind the name that begins a sentence for who that is: Scarborough, the former congressman, ….

    'Thitu, the largest island' is one; and 'Palawan, the governor said' is no person.
    """
    if (first and not is_sign(tokens, first - 1, '.;:"')) or not has(tokens, comma + 1, "lead"):
        return ""
    if " " in tokens[comma + 1].text:
        return ""  # Palawan, the province of the governor: several words lead to a place
    whose = tokens[comma + 1].text in words("whose")
    for index in range(comma + 2, min(comma + 2 + _TO_TITLE, len(tokens) - 1)):
        if has(tokens, index, "generic") or has(tokens, index, "anaphor"):
            return ""  # Palawan, his home province
        if has(tokens, index, "sign"):
            break
        if has(tokens, index, "title"):
            return _PERSON if whose or is_sign(tokens, index + 1, ",.;") else ""
    return _PERSON if whose else ""


def _proper(anchor: Anchor, tokens: Sequence[Token], after: int, folded: Folded) -> str:
    """Look for what makes a person or an institution of the name: Sabina Reed, Spratly Institute of Ocean Law."""
    if not folded.cased or after != anchor.after:
        return ""
    if not (anchor.towns and anchor.after > anchor.first + 1) and _is_two_names(tokens, anchor.first, folded):
        return _PERSON
    institute = "before" in tokens[after].kinds and _is_bare(tokens[anchor.first])
    return PART if institute and _is_capital(tokens[after], folded) else ""


def _is_two_names(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a name and the half one behind it, or one in doubt and the bare one behind it, are a person's.

    Sabina Reed, Rizal Escoda.
    """
    halved = tokens[index].text.isalpha() and _is_half(tokens, index + 1)
    return halved or (_is_half(tokens, index) and _is_person(tokens, index, folded))


def _is_person(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a name in doubt and the bare one right behind it are those of a person: Rizal Escoda."""
    first = tokens[index]
    last = tokens[index + 1] if index + 1 < len(tokens) else first
    name = last.kinds.get("name")
    alike = isinstance(name, Name) and first.text.isalpha() and last.text.isalpha() and _is_bare(last)
    adjoin = last.start - first.end == 1 and folded.source(first.end, last.start) == " "
    return alike and adjoin and _is_capital(first, folded) and _is_capital(last, folded)


def _is_half(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token is a name that settles nothing alone: Sabina, Reed, Kota."""
    name = tokens[index].kinds.get("name")
    return isinstance(name, Name) and not name.is_settled() and _is_bare(tokens[index])


def _named_with(tokens: Sequence[Token], index: int, *, people: bool) -> str:
    """Read what a name is only the first part of, and people, services and numbered ships that are named by it."""
    kinds = tokens[index].kinds
    if "after" in kinds:
        return str(kinds["after"])
    if not people:
        return ""
    if tokens[index].text == "&" and has(tokens, index + 1, "word"):
        return _LONGER  # Spratly & Sons
    if is_sign(tokens, index, ",") and has(tokens, index + 1, "given"):
        return str(tokens[index + 1].kinds["given"])  # Spratly, Richard
    if "number" in kinds and index + 1 < len(tokens):  # the Sansha 1 supply ship, 西沙03号
        named = "before_next" if tokens[index + 1].text.isascii() else "after"
        return str(tokens[index + 1].kinds.get(named, ""))
    return "it stands for a service here" if "service" in kinds else str(kinds.get("people", ""))


def _elsewhere(anchor: Anchor, tokens: Sequence[Token]) -> str:
    """Look for a country or a region elsewhere behind the name: Scarborough, England."""
    joint = anchor.after
    if not (is_sign(tokens, joint, ",(") or has(tokens, joint, "at")):
        return ""
    joint += 1
    while has(tokens, joint, "bearing") or (has(tokens, joint, "lead") and tokens[joint].text not in words("article")):
        joint += 1
    further = joint + 2  # Woody Island, Kodiak, Alaska
    listed = is_sign(tokens, joint - 1, ",") and has(tokens, joint, "word") and is_sign(tokens, joint + 1, ",")
    joint = further if listed and has(tokens, further, "elsewhere") else joint
    if has(tokens, joint, "elsewhere") and not has(tokens, joint, "name"):
        return f"it is in {tokens[joint].kinds['elsewhere']} here"
    return ""


def _government(anchor: Anchor, tokens: Sequence[Token], relation: str) -> str:
    """Take a capital in a sentence for the government, unless words of place lead to it: Manila and Beijing agreed."""
    name = anchor.name
    capital = (name is not None and name.features[0] in words("capital")) or tokens[anchor.first].text == "taiwan"
    told = len(tokens) > _PHRASE or has(tokens, anchor.after, "and") or has(tokens, anchor.first - 1, "and")
    return "it stands for a government here" if capital and not relation and told else ""


def _casing(anchor: Anchor, tokens: Sequence[Token], folded: Folded, *, related: bool) -> str:
    """Take no small letters for a name: not in a text with capitals, and elsewhere only where something leads to it."""
    token = tokens[anchor.first]
    if not token.text.isascii() or folded.shouted or anchor.towns:
        return ""
    written = folded.source(token.start, token.end)
    if folded.cased and written.endswith(" is."):
        return "it is followed by a verb"  # what sort of thing Subi is.
    if written[:1].isupper() or any(map(str.isupper, written)):
        return ""
    whole = anchor.first == 0 and anchor.after == len(tokens)
    if not folded.cased and (related or whole or len(token.text) > _SHORT or not _is_bare(token)):
        return ""
    return "it is written without a capital, as an ordinary word"
