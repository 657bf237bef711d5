"""Write acts as short lines of codes, for history and editing: initiator, act, target, outcome, attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker.act import COUNTS, FROM_COLUMNS, parse_acts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.act import Act


def act_line(act: Act) -> str:
    """Return an act as one line of codes.

    >>> from scs_tracker.act import Act
    >>> act_line(Act("ramming", ("CN-CCG",), ("CCG 5205",), ("PH-PCG",), injured=2, basis="summary", said_by=("PH",)))
    'CN-CCG (CCG 5205) ramming PH-PCG; injured 2; said by PH'
    """
    sides = (_side(act.by, act.by_units) or "?", act.type, _side(act.against, act.against_units))
    parts = [" ".join(filter(None, sides))]
    parts += [f"{name} {value}" for name in COUNTS if (value := getattr(act, name)) is not None]
    parts += [f"damage: {act.damage}"] if act.damage else []
    parts += [act.certainty] if act.certainty == "suspected" else []
    parts += [f"said by {', '.join(act.said_by)}"] if act.said_by else []
    parts += [f"denied by {', '.join(act.denied_by)}"] if act.denied_by else []
    parts += ["from the columns, by rule"] if act.basis == FROM_COLUMNS else []
    parts += [f"note: {act.note}"] if act.note else []
    return "; ".join(parts)


def _side(codes: Sequence[str], units: Sequence[str]) -> str:
    return f"{', '.join(codes)} ({', '.join(units)})" if units else ", ".join(codes)


def changed_lines(old: str, new: str) -> list[str]:
    """Return the changes between two texts of acts: removed lines after ``-``, added lines after ``+``.

    >>> changed_lines("[]", '[{"type": "laser", "by": ["CN-CCG"]}]')
    ['+ CN-CCG laser']
    """
    before, after = ([act_line(act) for act in parse_acts(text)] for text in (old, new))
    return [*(f"- {one}" for one in before if one not in after), *(f"+ {one}" for one in after if one not in before)]
