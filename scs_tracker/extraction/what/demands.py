"""Who holds whom by what is demanded: Hanoi asked that China free ten fishermen, both boats taken near a reef."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.borders import VOICES
from scs_tracker.extraction.what.clauses import Line, object_of, subject_of
from scs_tracker.extraction.what.forms import ARRESTS, STOPS, Act
from scs_tracker.extraction.who.parties import Party, code_of, linked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.extraction.words.lexicon import Token

#: Verbs of setting free, and the words that make such of others.
_FREES: Final = frozenset({"free", "release", "return", "repatriate", "surrender", "liberate"})
_WITH: Final = {
    "hand": frozenset({"back", "over"}),
    "give": frozenset({"back", "up"}),
    "send": frozenset({"back", "home"}),
    "let": frozenset({"go", "leave", "off"}),
    "set": frozenset({"free"}),
    "turn": frozenset({"over"}),
}
_ASKED: Final = frozenset({"to", "should", "must", "immediately", "promptly", "at once", "unconditionally"})
_ASKING: Final = frozenset(
    (
        "demand demands demanded demanding urge urges urged urging ask asks asked asking press presses pressed "
        "pressing petitioned requested appealed pleaded insisted calls called call request"
    ).split()
)
_TAKEN: Final = frozenset(
    (
        "taken seized captured arrested detained caught apprehended intercepted impounded held nabbed confiscated "
        "stopped"
    ).split()
)
_NEAR: Final = 6
_FAR: Final = 24


def name_holder(line: Line, found: list[Act]) -> None:
    """Name who is asked to free somebody as who took him, and read a taking that no other word tells.

    Parameters
    ----------
    line
        The sentence.
    found
        Its acts; who did it and to whom is put right in them, and one may be added.
    """
    for at, holder in _demands(line):
        freed = object_of(line, at + 1, near=12)
        if freed is None or freed.head not in {"people", "vessel"} or freed is holder:
            continue
        asking = _who_asks(line, holder)
        mine = _of_whom(freed, asking, holder)
        taken = _taken(line, freed)
        acts = [one for one in found if one.token >= freed.first and not ARRESTS.isdisjoint(one.types)]
        for act in acts:
            _put_right(act, freed, mine, holder)
        if taken >= 0 and all(abs(one.token - taken) > 1 for one in acts):
            types = _types(line, freed, taken)
            rule = f"verb:{types[0]}:free demanded"
            found.append(Act(line.sentence.index, taken, types, holder, mine, rule, 2, verb=taken))


def _demands(line: Line) -> Iterator[tuple[int, Party]]:
    """Yield each verb of setting free with the state that is asked to do so."""
    for at, token in enumerate(line.tokens):
        if line.at[at] is not None or not _sets_free(line, at):
            continue
        back = at - 1
        while back > 0 and line.at[back] is None and _is_between(line.tokens[back]):
            back -= 1
        holder = line.at[back]
        if holder is None or holder.head not in VOICES or holder.country in {"", "elsewhere"}:
            continue
        before = [_first_word(one.text) for one in line.tokens[max(holder.first - _NEAR, 0) : holder.first]]
        if token.text.endswith(("ed", "s")) or _ASKING.isdisjoint(before):
            continue
        yield at, holder


def _is_between(token: Token) -> bool:
    """Say whether a word may stand between a state and what it is asked: urged China on Monday to free them."""
    return token.text in _ASKED or token.text == "on" or "weekday" in token.kinds


def _first_word(text: str) -> str:
    return text.partition(" ")[0]


def _sets_free(line: Line, at: int) -> bool:
    """Say whether a verb is one of setting free: free, hand back, let the men go."""
    text = line.tokens[at].text
    first, _, second = text.partition(" ")
    if first in _FREES:
        return True
    wanted = _WITH.get(first)
    if wanted is None:
        return False
    return second in wanted or any(one.text in wanted for one in line.tokens[at + 1 : at + _NEAR])


def _who_asks(line: Line, holder: Party) -> Party | None:
    """Return who demands it: the state or its ministry before the verb of asking."""
    verb = next((at for at in range(holder.first - 1, 0, -1) if _first_word(line.tokens[at].text) in _ASKING), 0)
    return subject_of(line, verb)[0] if verb else None


def _of_whom(freed: Party, asking: Party | None, holder: Party) -> Party:
    """Return those who are held, as of the country that asks for them where their own words name none."""
    country = asking.country if asking is not None else ""
    if (freed.country and not freed.guessed) or country in {"", "elsewhere", holder.country}:
        return freed
    freed.country, freed.guessed = country, False
    freed.code = code_of(country, freed.service, freed.head)
    return freed


def _taken(line: Line, freed: Party) -> int:
    """Return the participle that tells that those who are to be freed were taken, or -1."""
    for at in range(freed.after, min(freed.after + _FAR, len(line.tokens))):
        token = line.tokens[at]
        if line.at[at] is None and _first_word(token.text) in _TAKEN:
            return at
        if token.text in STOPS and line.at[at] is None:
            break
    return -1


def _put_right(act: Act, freed: Party, mine: Party, holder: Party) -> None:
    """Give a taking that stands behind the demand the sides that the demand tells."""
    passive = " passive" in act.rule or " noun" in act.rule
    if act.initiator is None and passive:
        act.initiator = holder
    told = act.target
    if told is None or told is freed or any(told is one for one in linked(freed, same=False)) or not told.country:
        act.target = mine
    act.rule += " demanded"


def _types(line: Line, freed: Party, taken: int) -> tuple[str, ...]:
    """Return what was done to those who are to be freed: men are held, boats are seized."""
    heads = {one.head for one in line.parties if freed.first <= one.first < taken}
    types = [name for head, name in (("people", "detention"), ("vessel", "seizure")) if head in heads]
    return tuple(types) or ("detention",)
