"""Which date of a sentence goes with an act: the nearest, unless it is of another clause or of a statement."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.when.saying import tells_when_said, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When

#: Words that open another clause.
BORDERS: Final = frozenset(
    {"after", "when", "while", "since", ";", "following", "before", "but", "where", "until"}
) | frozenset({"although", "though", "whereas"})


def dates_of(line: Line, whens: Sequence[When], token: int) -> tuple[When | None, When | None]:
    """Return the date that goes with the trigger at ``token``, and the date on which somebody said so."""
    best: tuple[int, When] | None = None
    said: When | None = None
    for told in whens:
        when = told
        first, after = tokens_of(line, when)
        if first == len(line.tokens):
            continue
        if tells_when_said(line, first, after) or (len(when.first) == 10 and _comes_of(line, after, token)):
            said = said or when
            continue
        if len(when.first) == 10 and after <= token and _had_come(line, when, token):
            continue
        if after <= token and _is_of_a_relative_before(line, first, after):
            continue  # a ship that was in a standoff last year was sent back
        since = "since" in {line.tokens[first].text, line.tokens[first - 1].text if first else ""}
        if _is_tally(line, when, first) or _is_of_making(line, when, first):
            continue
        until = "until" in {line.tokens[first].text, line.tokens[first - 1].text if first else ""}
        opens = _opens_clause(line, after, token)
        if when.ahead or until or (since and when.form == "year" and not opens):
            continue
        if since and len(when.first) >= (10 if opens else 7) and when.shift is None:
            when = replace(when, last=when.last or when.today, form="since-when" if opens else "since")
        if since and len(when.first) == 7 and not opens and _is_since_apart(line, token, first):
            continue
        if since and token < first and "where" in line.words[token:first]:
            continue  # sailed round the shoal, where she has been since April
        between = line.tokens[after:token] if after <= token else line.tokens[token + 1 : first]
        cost = len(between) + (10 if when.form == "span" else 0)
        for one in between:
            cost += _BORDER * (one.text in BORDERS and first > 1) + 4 * ("report" in one.kinds)
        cost -= _BORDER * (opens and first > 1)
        cost += _NEXT * (after <= token and any(one.text == "and" for one in between))
        behind = line.tokens[token + 1 : first + 1] if first > token else ()
        apart = any(one.text == "," and other.text == "and" for one, other in pairwise(behind))
        cost += _BORDER * apart  # rammed one of them, and in June another was boarded
        beyond = cost >= _BORDER and first > 1
        if len(when.first) == 10 and _opens_another(line, token, first):
            said = said or when  # lay side by side at anchor, and by Friday two cutters had come
            continue
        back = _is_of_coming_back(line, token, first)
        if not back and beyond and (when.shift is not None or _is_of_leaving(line, token, first)):
            continue  # they stayed, and left next morning
        if _is_relative(line, token) and _is_of_leaving(line, token, first):
            continue  # the ship that rammed it returned on Wednesday
        if _is_of_leaving(line, token, first, joined=True):
            continue  # were blocked and reached them only this morning
        if cost >= _BORDER and after > token and when.form in {"month", "span"} and _goes_back(line, token, first):
            continue  # counted 33, after 50 had been driven off in July
        if best is None or cost < best[0] or (cost == best[0] and len(when.first) > len(best[1].first)):
            best = (cost, when)
    return (best[1] if best else None), said


_BORDER: Final = 12
#: What another verb in a row puts between it and the day of the one before: hosed her on 5 March and blocked her on ….
_NEXT: Final = 2


def _opens_clause(line: Line, after: int, token: int) -> bool:
    """Say whether a date is that of the clause behind it, in which the act stands: since June, when sailors boarded."""
    at = after + 1 if after < token and line.tokens[after].text == "," else after
    return at < token and line.tokens[at].text == "when"


def _is_since_apart(line: Line, token: int, first: int) -> bool:
    """Say whether 'since March' is not that of the act before it: the fourth time since May."""
    between = line.tokens[min(token, first) : max(token, first)]
    return any(one.text in {",", "time", "times", "case"} for one in between) and first > 1


def _is_of_a_relative_before(line: Line, first: int, after: int) -> bool:
    """Say whether a date ends a clause that only says which ship is meant, before the verb of the sentence."""
    if after >= len(line.tokens) or line.tokens[after].text not in _FINITE:
        return False
    opened = next((at for at in range(1, first) if line.tokens[at].text in {"that", "which", "who"}), 0)
    subject = line.at[opened - 1] if opened else None
    return subject is not None and subject.first == 0 and "," not in line.words[opened:first]


#: How the verb of the sentence begins behind such a clause.
_FINITE: Final = frozenset({"has", "have", "is", "are", "was", "were", "will"})
_LEFT: Final = frozenset("left freed released returned arrived reached departed withdrew sent home".split())


def _opens_another(line: Line, token: int, first: int) -> bool:
    """Say whether a date behind an act opens another clause: rammed one of them, and in June another was boarded."""
    words = line.words[max(first - 3, token + 1) : first + 1]
    return any((one, other) == (",", "and") for one, other in pairwise(words))


#: Leaving a port, from which the deed is still some way off.
_PUT_TO_SEA: Final = frozenset({("set", "out"), ("set", "sail"), ("put", "to"), ("left", "port")})
_FIRST: Final = frozenset({"first", "ended", "set out", "set sail", "put to sea"})


def is_of_coming(line: Line, when: When) -> bool:
    """Say whether a date is that of coming, going, or being seen for the first time: first picked up on Monday."""
    before = ["", *(one.text for one in line.tokens if one.end <= when.start)][-8:]
    return any(
        one in _FIRST or (one in _LEFT and owner not in _OWNED) or (owner, one) in _PUT_TO_SEA
        for owner, one in pairwise(before)
    )


def _had_come(line: Line, when: When, token: int) -> bool:
    """Say whether a date is of coming home from what is told behind it: came home on Sunday; a cutter had hit them."""
    had = any(one.text == "had" for one in line.tokens[max(token - 3, 0) : token])
    return had and is_of_coming(line, when)


def _comes_of(line: Line, after: int, token: int) -> bool:
    """Say whether a date is of what came of an act: were treated this week after being attacked by a Chinese crew.

    So is one of coming home, behind which the act stands in the pluperfect: came home on Sunday; a cutter had hit them.
    """
    between = line.words[after:token]
    before = line.words[max(after - 9, 0) : after]
    if "had" in between[-4:] and any(pair in _CAME for pair in pairwise(before)):
        return True
    opened = next((at for at, one in enumerate(between) if one in {"after", "following"}), -1)
    return opened >= 0 and not {",", "when"} & set(between[opened:])


#: Coming home, from whatever had happened.
_CAME: Final = frozenset(
    (one, where)
    for one in ("came", "come", "got", "went", "sailed", "limped", "returned", "arrived", "back", "docked", "landed")
    for where in ("home", "back", "ashore", "in", "to", "at", "here", "into", "on", "from")
)


def _is_of_leaving(line: Line, token: int, first: int, *, joined: bool = False) -> bool:
    """Say whether a date behind an act is that of another, of leaving: and left on 14 September."""
    behind = range(max(first - 4, token + 1), first)
    return any(
        line.tokens[at].text in _LEFT
        and line.tokens[at - 1].text not in _OWNED
        and (not joined or line.tokens[at - 1].text == "and")
        for at in behind
    )


def _is_of_coming_back(line: Line, token: int, first: int) -> bool:
    """Say whether a date is that of a return which the act met: drove them off when they returned two days later."""
    words = [one.text for one in line.tokens[max(first - 6, token + 1) : first]]
    words = words[:-1] if words[-1:] == ["on"] else words
    came = words[-1:] in (["returned"], ["back"], ["reappeared"])
    return came and "when" in words[:-1] and _OTHERS.isdisjoint(words)


_OTHERS: Final = frozenset({",", "and", "until", "before"})
#: What stands before a side and not before a leaving: off its left wing on Friday.
_OWNED: Final = frozenset({"s", "its", "the", "her", "their", "for", "of", "at"})


def _is_relative(line: Line, token: int) -> bool:
    """Say whether an act only says which ship is meant: the ship that rammed it."""
    return any(one.text in {"that", "which", "who"} for one in line.tokens[max(token - 2, 0) : token])


def _goes_back(line: Line, token: int, first: int) -> bool:
    return any(one.text == "had" for one in line.tokens[token + 1 : first])


def _is_tally(line: Line, when: When, first: int) -> bool:
    """Say whether a date only tells how many there were in it: the third such clash this year, 64 so far in 2023."""
    if when.form not in {"month", "year", "span"}:
        return False
    behind = [one.text for one in line.tokens if one.start >= when.end][:2]
    if when.form != "span" and (behind == [",", "when"] or behind[:1] == ["when"]):
        return False  # last faced such a ship in March, when a cutter came
    beside = line.tokens[max(first - 1, 0) : first + 1]
    if any("habit" in one.kinds for one in beside) or any(one.text == "the number of" for one in line.tokens[:first]):
        return True
    before = line.words[max(first - 6, 0) : first]
    if when.form == "span":
        return not _TALLY.isdisjoint(before[-5:])
    if (
        when.form == "year"
        and when.first == when.today[:4]
        and not _TALLY.isdisjoint(line.words[max(first - 8, 0) : first])
    ):
        return True  # the first recorded case of harassment of 2026
    return "such" in before or "cases" in before or ("up" in before and "from" in before)


def _is_of_making(line: Line, when: When, first: int) -> bool:
    """Say whether a date is that on which a ship or an outpost was made: built in 2019."""
    before = line.tokens[first - 2 : first] if first > 1 else []
    return len(when.first) < len("2024-01-01") and any(one.text in _MADE for one in before)


_MADE: Final = frozenset({"built", "commissioned", "founded", "completed", "christened"})
_TALLY: Final = frozenset(
    "such first second third fourth fifth sixth seventh eighth ninth tenth latest time times worst".split()
)
