"""What happened, in up to five sentences: the gravest incidents of the week, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting.coverage import BLIND
from scs_tracker.reporting.period import MONTH, WEEK, YEAR
from scs_tracker.sentences import incident_sentence
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: So many incidents are told on the first page; the list has the others.
LEAD: Final = {WEEK: 5, MONTH: 5, YEAR: 10}


def lead(records: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> list[str]:
    """Return the sentences of the gravest incidents, gravest first.

    Parameters
    ----------
    records
        Rows of the ledger in the order of the report, gravest first.
    facts
        ``period`` and ``coverage`` of the report, for one in which nothing is listed.
    """
    told = [incident_sentence(record, year=False) for record in records[: LEAD[facts["kind"]]]]
    if told:
        return told
    if facts["kind"] != WEEK:
        return [_("No accepted incident of {words} is in the ledger.").format(words=facts["period"]["words"])]
    if facts["coverage"]["status"] == BLIND:
        return [_("Blind: no source could be read, so that the ledger says nothing of this week.")]
    if not facts["period"]["complete"]:
        return [_("No accepted incident of this week is in the ledger so far; it is not over yet.")]
    return [_("No accepted incident of this week is in the ledger.")]
