"""A summary follows its facts: what a machine wrote is written again, what a person or a source wrote is left alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scs_tracker.ledger import state

#: Kinds of reports whose summaries a machine wrote from the fields.
_WRITTEN_BY_MACHINE: Final = frozenset({"article"})
_LONGEST: Final = 300
_TOLD: Final = ("types", "initiators", "targets", "place", "location_text", "date_start")


def following(old: state.State, facts: Mapping[str, object]) -> str:
    """Return the summary of an incident whose facts become others.

    Parameters
    ----------
    old
        The incident as it is, with its provenance.
    facts
        Its facts as they will be.
    """
    said_by = str(json.loads(old["provenance"]).get("summary", ""))
    machine = said_by.split(":", 1)[0] in _WRITTEN_BY_MACHINE
    if not machine or all(old[name] == facts[name] for name in _TOLD):
        return str(old["summary"])
    return sentence(facts)


def sentence(facts: Mapping[str, object]) -> str:
    """Return one sentence from what was done, by whom, to whom, where and when."""
    labels = {row["type"]: row["label"] for row in geodata.rows("types")}
    names = {row["code"]: row["name"] for row in geodata.rows("actors")}
    types, who, whom = (model.split_list(str(facts[name])) for name in ("types", "initiators", "targets"))
    what = ", ".join(labels.get(one, one) for one in types)
    by = f" by {' and '.join(names.get(one, one) for one in who)}" if who else ""
    against = f" against {' and '.join(names.get(one, one) for one in whom)}" if whom else ""
    where = ", ".join(str(one) for one in (facts["place"] or facts["location_text"], facts["date_start"]) if one)
    text = f"{what[:1].upper()}{what[1:]}{by}{against}, {where}."
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
