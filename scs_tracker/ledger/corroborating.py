"""What follows from the acts of an incident for its reader: flags, and how well the gravest act is corroborated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.act import FROM_COLUMNS, act_severity, countries_of, speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.act import Act
    from scs_tracker.model import Vocabulary

#: What a reader should know of an incident whose acts were made by rule.
FLAG_FROM_COLUMNS: Final = "acts: from columns"
FLAG_DISPUTED: Final = "severity rests on a disputed act"


def act_flags(acts: Sequence[Act], severity: int, vocabulary: Vocabulary) -> list[str]:
    """Return what a reader should know of an incident's acts.

    Parameters
    ----------
    acts
        Its acts.
    severity
        The incident's own, to which people that no act has may have lifted it.
    vocabulary
        The severity of each type.
    """
    flags = [FLAG_FROM_COLUMNS] if any(act.basis == FROM_COLUMNS for act in acts) else []
    top = [act for act in acts if act_severity(act, vocabulary) == severity]
    if top and all(act.certainty != "stated" for act in top):
        flags.append(FLAG_DISPUTED)
    return flags


def also_said(acts: Sequence[Act], others: Sequence[Act]) -> list[Act]:
    """Return acts with the speakers and prints of all others that tell the same: one type, and no other sides.

    Examples
    --------
    >>> from scs_tracker.act import Act
    >>> one = Act("laser", ("CN-CCG",), against=("PH-PCG",), said_by=("PH (coast guard)",))
    >>> also_said([one], [Act("laser", ("CN-UNK",), said_by=("Reuters",))])[0].said_by
    ('PH (coast guard)', 'Reuters')
    """
    found = []
    for act in acts:
        same = [
            one
            for one in others
            if one.type == act.type and _agree(one.by, act.by) and _agree(one.against, act.against)
        ]
        told = (act, *same)
        found.append(
            replace(
                act,
                said_by=_all_of(one.said_by for one in told),
                denied_by=_all_of(one.denied_by for one in told),
                printed_in=_all_of(one.printed_in for one in told),
            )
        )
    return found


def _all_of(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for each in lists for value in each))


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return True unless two sides name different States; one that names nobody differs from none."""
    first, second = set(countries_of(one)), set(countries_of(other))
    return not first or not second or bool(first & second)


def corroboration_of(act: Act, vocabulary: Vocabulary) -> str:
    """Return how an act is corroborated, by who says it; empty where that is not known.

    ``undisputed`` if both the doer's and the target's side say it and nobody denies it, ``multiple`` if two speakers
    do who are neither, or one such and a party, ``official`` if only bodies of one State do, else ``single``.

    Examples
    --------
    >>> from scs_tracker import geodata
    >>> from scs_tracker.act import Act
    >>> vocabulary = geodata.vocabulary()
    >>> corroboration_of(Act("laser", ("CN-CCG",), against=("PH-PCG",), said_by=("PH (coast guard)",)), vocabulary)
    'official'
    >>> corroboration_of(Act("laser", ("CN-CCG",), against=("PH-PCG",), said_by=("PH", "Reuters")), vocabulary)
    'multiple'
    """
    if not act.said_by:
        return ""
    speakers = [speaker_of(who) for who in act.said_by]
    doers, targets = set(countries_of(act.by)), set(countries_of(act.against))
    said = {country for country, _ in speakers if country}
    if not act.denied_by and doers and targets and said & doers and said & targets and doers != targets:
        return "undisputed"
    third = {who for who, (country, _) in zip(act.said_by, speakers, strict=True) if country not in doers | targets}
    if len(third) >= 2 or (third and said & (doers | targets)):
        return "multiple"
    bodies = all(country and body not in vocabulary.private_speakers for country, body in speakers)
    return "official" if bodies and len(said) == 1 else "single"
