"""Compose the other side's reply to an act: its account, its denial, or a note that none is on record."""

from __future__ import annotations

import re
from typing import Final

from scs_tracker import geodata
from scs_tracker.act import speaker_of
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.sides import country_phrase, party
from scs_tracker.sentences.words import sentence

_CLAUSE: Final = re.compile(r"(?<=[;.]) |(?<=,) (?=(?:and|but|while|which) )")


def account(who: str, text: str, most: int, *, denies: bool = False) -> str:
    """Return an account within a limit of words, cut at the end of a clause, or a note that one is on record.

    Who speaks is named as a cell of accounts names it: CN, CN (foreign ministry), Reuters.

    >>> account("CN", "the boat trespassed; control was lawful", 4), account("ID", "the boat trespassed", 2)
    ('According to China: the boat trespassed.', 'An Indonesian account is on record.')
    >>> account("PH (coast guard)", "it was rammed", 9, denies=True)
    'The Philippine Coast Guard denied it: it was rammed.'
    """
    kept = whole_clauses(text, most)
    if denies:
        said = denial(who)
        return f"{said[:-1]}: {kept}." if kept else said
    if kept:
        return sentence(_("according to {who}: {text}.").format(who=party(who), text=kept))
    country = speaker_of(who)[0]
    if adjective := geodata.values_by("countries", "country", "adjective").get(country):
        one, other = _("An {adjective} account is on record."), _("A {adjective} account is on record.")
        return (one if adjective[0] in "AEIOU" else other).format(adjective=_(adjective))
    return _("An account from {country} is on record.").format(country=party(who))


def denial(who: str) -> str:
    """Return the clause that a party denied an act: 'China denied it'."""
    return sentence(_("{country} denied it.").format(country=party(who)))


def no_account(country: str) -> str:
    """Return the sentence that no account of a country is on record."""
    if adjective := geodata.values_by("countries", "country", "adjective").get(country):
        return _("No {adjective} account is on record.").format(adjective=_(adjective))
    return _("No account from {country} is on record.").format(country=_(country_phrase(country)))


def whole_clauses(text: str, most: int) -> str:
    """Return the first whole clauses of a text within a limit of words; empty if the first is longer."""
    kept: list[str] = []
    for clause in _CLAUSE.split(text):
        if len(" ".join([*kept, clause]).split()) > most:
            break
        kept.append(clause)
    return " ".join(kept).rstrip(",;. ")
