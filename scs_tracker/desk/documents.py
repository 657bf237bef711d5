"""Source texts of an incident, with the evidence passage of each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.desk.marking import pieces
from scs_tracker.intake import pages
from scs_tracker.ledger import evidence, state
from scs_tracker.reporting.links import web_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.ledger import Ledger

_FORGOTTEN: Final = "The text was deleted by the owner of this ledger; its hash and URL are kept."
_NO_TEXT: Final = "No text is stored for this report; it is a row of a table."


@dataclass(frozen=True, slots=True)
class Read:
    """One version of a report of an incident.

    ``report``: its key; ``version``, ``newest``: which version it is, and whether it is the last one; ``about``: what
    is known of the text: title, address, publisher, language, published, fetched, archive_address, sha256; ``text``:
    the text as it was read; None where the ledger does not hold it; ``missing``: why it does not, in a sentence;
    ``passages``: field to ``start``, ``end``, ``basis`` and ``confidence``; ``facts``: what the report says;
    ``second``: what the second reader says otherwise: ``name`` of the model, and field to value; ``how``, ``reasons``:
    how it came to the incident, and why; ``kept``: the page as it was fetched, and the pictures and videos that it
    shows; see ``pages.of_addresses``.
    """

    report: str
    version: int
    newest: bool
    about: Mapping[str, str]
    text: str | None
    missing: str
    passages: Mapping[str, Mapping[str, Any]]
    facts: state.State
    second: Mapping[str, str]
    how: str
    reasons: Sequence[str]
    kept: Sequence[Mapping[str, Any]]


def of_incident(ledger: Ledger, incident_id: str) -> list[Read]:
    """Return the report versions of an incident, the leading report first, the newest version of each first.

    Older versions stand only where their text differs.
    """
    came = {row["report"]: row for row in ledger.reports(incident_id)}
    held = ledger.evidence(incident_id)
    kept = pages.of_addresses(ledger.engine, [one["address"] for one in held])
    found: list[Read] = []
    for one in held:
        newest = all(other.report != one["report"] for other in found)
        if not newest and (one["text"] is None or any(other.text == one["text"] for other in found)):
            continue
        own = [row for row in kept if one["address"] in {row["address"], row.get("of")} and one["address"]]
        found.append(_read(one, came[one["report"]], own, newest=newest))
    return found


def _read(
    one: Mapping[str, Any], came: Mapping[str, Any], kept: Sequence[Mapping[str, Any]], *, newest: bool
) -> Read:  # fmt: skip
    source: dict[str, str] = next(iter(one["content"].get("sources") or []), {})
    names = ("title", "language", "published", "fetched", "archive_address", "sha256")
    about = {name: str(one[name] or "") for name in names}
    about["address"] = str(one["address"] or one["canonical_address"] or source.get("url", ""))
    about["publisher"] = str(one["publisher"] or source.get("publisher", ""))
    about["published"] = about["published"] or str(source.get("published", ""))
    return Read(
        report=one["report"],
        version=one["version"],
        newest=newest,
        about=about,
        text=one["text"],
        missing="" if one["text"] is not None else _FORGOTTEN if one["forgotten"] else _NO_TEXT,
        passages=one["fields"],
        facts=state.facts_of(one["content"]),
        second=one["content"].get("second_reader") or {},
        how=came["how"],
        reasons=came["reasons"],
        kept=kept,
    )


def outlet(one: Read) -> str:
    """Return the name of a report: its publisher, else its URL, else a note that it has neither."""
    nameless = one.report if one.text is None else "no publisher given"
    name = one.about["publisher"] or one.about["address"] or nameless
    return name if one.newest else f"{name}, version {one.version}"


def as_shown(read: Sequence[Read]) -> list[dict[str, Any]]:
    """Return texts for display: ``pieces`` of each, cut at the ends of passages."""
    return [
        {
            "report": one.report,
            "newest": one.newest,
            "outlet": outlet(one),
            "link": web_link(one.about["address"]),
            "archived": web_link(one.about["archive_address"]),
            **{name: one.about[name] for name in ("title", "language", "published", "sha256")},
            "kept": [
                {
                    "link": web_link(row["address"]),
                    "text": f"{row['kind']}{': ' * bool(row['credit'])}{row['credit']}",
                    "sha256": row["sha256"][:12],
                }
                for row in one.kept
            ],
            "how": one.how,
            "reasons": list(one.reasons),
            "missing": one.missing,
            "pieces": None if one.text is None else pieces(one.text, _marked(one)),
        }
        for one in read
    ]


def _marked(one: Read) -> list[dict[str, Any]]:
    return [
        {"field": field, "start": found["start"], "end": found["end"]}
        for field, found in one.passages.items()
        if found["start"] is not None and found["end"] is not None
    ]


def passages_of(field: str, read: Sequence[Read]) -> tuple[list[dict[str, Any]], str, float | None]:
    """Return the passages of a field in the texts, with their basis and probability.

    Returned: passages: Each with ``report``, ``start``, ``end`` and ``words``, a quotation; basis: Of the first report
    that gives one; empty where none does; confidence: 0 to 1, of that report; None where no report gives one.
    """
    said = [(one, one.passages[field]) for one in read if one.newest and field in one.passages]
    passages = [
        {"report": one.report, "start": found["start"], "end": found["end"],
         "words": evidence.quotation(one.text, found["start"], found["end"])}
        for one, found in said
        if one.text is not None and found["start"] is not None and found["end"] is not None
    ]  # fmt: skip
    return passages, said[0][1]["basis"] if said else "", said[0][1]["confidence"] if said else None
