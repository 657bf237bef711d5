"""The acts of an incident as a table shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.act import countries_of, speaker_of
from scs_tracker.reporting import names
from scs_tracker.reporting.lead import account_of
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.sides import country_phrase, speaker
from scs_tracker.sentences.words import listed

if TYPE_CHECKING:
    from scs_tracker.act import Act
    from scs_tracker.reporting.news import Assessed


def act_rows(one: Assessed) -> list[dict[str, Any]]:
    """Return the acts of an incident: who, did what, to whom, by whose word, and the other side's account."""
    return [
        {
            "type": act.type,
            "label": names.type_label(act.type),
            "by": [names.actor(code) for code in act.by],
            "by_units": list(act.by_units),
            "against": [names.actor(code) for code in act.against],
            "against_units": list(act.against_units),
            "said_by": listed([speaker(who) for who in act.said_by]),
            "other_side": _other_side(one, act),
            "certainty": act.certainty,
            "from_columns": act.basis == "columns",
        }
        for act in one.acts
    ]


def _other_side(one: Assessed, act: Act) -> str:
    """Return what is on record of the side that does not say that an act was done."""
    said = {speaker_of(who)[0] for who in act.said_by}
    others = [country for country in countries_of((*act.by, *act.against)) if country not in said]
    if act.denied_by:
        return _("{who} denied it").format(who=listed([speaker(who) for who in act.denied_by]))
    if not act.said_by or not others:
        return ""
    told = [country for country in others if account_of([one], country)]
    if told:
        return _("{who}: on record, does not deny it").format(
            who=listed([_(country_phrase(country)) for country in told])
        )
    return _("{who}: none on record").format(who=listed([_(country_phrase(country)) for country in others]))
