"""Relative clauses beside a verb: which of its words act in it, and who acts once it is over.

*The owner of the ship that hit and sank their boat*: the ship sank it. *A jet that had come up to escort a plane
touched it*: the jet did. *The trawler which the patrol seized*: the patrol seized it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.borders import BE, SUBORDINATE, clause_start, is_auxiliary, relative_at

if TYPE_CHECKING:
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Token

_WORDS: Final = frozenset({"that", "which", "who"})
_OF_OBJECTS: Final = frozenset({"that", "which", "whom"})
#: How far back the word may stand that opens a clause.
_REACH: Final = 26
_NEAR: Final = 6
#: Words before somebody who is no object of the main verb.
_BROUGHT_IN: Final = frozenset("of from by against to with over".split())


def joined_within(line: Line, joining: int) -> int:
    """Return the word that opens the relative clause in which a verb is joined to another, or -1.

    Parameters
    ----------
    line
        The sentence.
    joining
        The token of *and*, *or* or a comma before the verb.
    """
    tokens = line.tokens
    opened = _opened_before(line, joining)
    if opened < 0 or "," in {tokens[joining].text, tokens[joining - 1].text}:
        return -1
    verbs = [at for at in range(opened + 1, joining) if _is_finite(line, at)]
    if not verbs:
        return -1
    whose = _standing_before(line, opened)
    if whose is not None and [one.text for one in tokens[max(whose.first - 2, 0) : whose.first]] in _CLEFTS:
        return -1
    last = joining - 1
    if verbs[-1] == last and not _DOES.isdisjoint(tokens[last].kinds):
        return opened  # the ship that hit and sank their boat
    before = [at for at in range(clause_start(line, opened), whose.first) if _is_finite(line, at)] if whose else [0]
    if not before:
        return opened
    brought_in = whose is not None and _is_brought_in(tokens[whose.first - 1])
    return opened if brought_in and all("act" not in tokens[at].kinds for at in before) else -1


def participle_before(line: Line, joining: int) -> int:
    """Return the -ing form to which another is joined that follows an object, or -1: driving into boats and spraying.

    Parameters
    ----------
    line
        The sentence.
    joining
        The token of *and*, *or* or a comma before the second form.
    """
    for at in range(joining - 1, max(joining - _REACH, 0), -1):
        token = line.tokens[at]
        if line.at[at] is not None:
            continue
        forms = token.kinds.get("verb", "")
        if token.text in SUBORDINATE or token.text in {";", ":", '"', ","} or "report" in token.kinds:
            return -1
        if forms and not is_auxiliary(token):
            doer = line.at[at - 1]
            return at if forms == "g" and doer is not None and not is_auxiliary(line.tokens[at - 1]) else -1
    return -1


def _is_brought_in(token: Token) -> bool:
    """Say whether a word before somebody makes him no more than what is told about: protested against ships which."""
    return token.text in _BROUGHT_IN or not {"accuse", "condemn"}.isdisjoint(token.kinds)


def over_at(line: Line, party: Party, last: int) -> int:
    """Return the word that opens the relative clause of the subject in which ``party`` only stands, or -1.

    Parameters
    ----------
    line
        The sentence.
    party
        Who stands nearest to the verb.
    last
        The token before the verb and its auxiliaries.
    """
    opened = _opened_before(line, party.first)
    if opened < 0 or not any(_is_finite(line, at) for at in range(opened + 1, last + 1)):
        return -1
    whose = _standing_before(line, opened)
    if whose is None or any(_is_finite(line, at) for at in range(clause_start(line, opened), whose.first)):
        return -1
    return opened


def done_to(line: Line, doer: Party, verb: int) -> Party | None:
    """Return to whom somebody does what the verb of a relative clause says: the trawler which the patrol seized."""
    opened = doer.first - 1
    if not all(is_auxiliary(one) for one in line.tokens[doer.after : verb]):
        return None
    if opened < 1 or line.tokens[opened].text not in _OF_OBJECTS or line.at[opened] is not None:
        return None
    whom = _standing_before(line, opened)
    if whom is None or whom.head not in {"vessel", "aircraft", "people"}:
        return None
    told = line.tokens[opened].text == "that" and any(
        "report" in one.kinds for one in line.tokens[max(whom.first - _NEAR, 0) : whom.first]
    )
    return None if told else whom  # told the crew that a cutter had seized it


def has_a_verb(line: Line, start: int, stop: int) -> bool:
    """Say whether a relative clause has its own verb: the body of a man who had died."""
    return any("verb" in line.tokens[at].kinds and line.at[at] is None for at in range(start, stop))


def _opened_before(line: Line, index: int) -> int:
    """Return the relative word behind a party whose clause goes on up to a token, or -1."""
    for at in range(index - 1, max(index - _REACH, 0), -1):
        token = line.tokens[at]
        if line.at[at] is not None:
            continue
        opened = relative_at(line, at) if token.text == "," else -1
        if opened >= 0:  # the crew of a ship who, they say, held them and struck them
            return opened if _standing_before(line, opened) is not None else -1
        if token.text in SUBORDINATE or token.text in {";", ":", '"'} or "report" in token.kinds:
            return -1
        if token.text in _WORDS:
            return at if _standing_before(line, at) is not None else -1
    return -1


def _standing_before(line: Line, opened: int) -> Party | None:
    """Return the party right before a relative word, with no more than a comma between."""
    aside = line.tokens[opened - 1].text == ","
    return line.at[opened - 1 - aside] if opened > aside else None


def _is_finite(line: Line, at: int) -> bool:
    """Say whether a token is a verb, and no part of a name, no auxiliary and no -ing form."""
    token = line.tokens[at]
    forms = token.kinds.get("verb", "")
    return bool(forms) and forms != "g" and line.at[at] is None and not is_auxiliary(token)


#: It was the plane that turned and closed: whoever says so answers a charge.
_CLEFTS: Final = (["it", "was"], ["it", "is"])
#: Kinds of verbs that do something to somebody.
_DOES: Final = frozenset({"act", "hitwith", "use"})


def beyond_as(line: Line, index: int) -> int:
    """Return the 'was' before what somebody is said to be, else the token itself: was reported as "encircled"."""
    tokens = line.tokens
    at = index - (index > 0 and tokens[index].text in {'"', "being", "having been"})
    at -= at > 0 and tokens[at].text == '"'
    told = at > 1 and tokens[at].text == "as" and tokens[at - 1].text in _SAID_TO_BE
    return at - 2 if told and tokens[at - 2].text in BE else index


_SAID_TO_BE: Final = frozenset("reported described recorded logged listed depicted characterised characterized".split())
