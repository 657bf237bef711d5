"""Source texts of an incident, with the evidence passages of its fields."""

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
    """One version of a report of an incident, with its text and evidence passages.

    ``report``: its key; ``version``, ``newest``: its version number, and whether it is the last version; ``about``:
    title, address, publisher, language, published, fetched, archive_address and sha256 of the text; ``text``: the text
    as it was read; None if the ledger does not have it; ``missing``: why not, in a sentence; ``passages``: ``start``,
    ``end``, ``basis`` and ``confidence`` of each field; ``facts``: values in the report; ``second``: ``name`` of the
    second reader's model, and its differing values by field; ``how``, ``reasons``: how and why the report was joined
    to the incident; ``kept``: the page as it was fetched, and its images and videos; see ``pages.of_addresses``.
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

    An older version is returned only if its text differs.
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
    """Return the publisher of a report, else its URL or key, with a version number if it is not the newest."""
    nameless = one.report if one.text is None else "no publisher given"
    name = one.about["publisher"] or one.about["address"] or nameless
    return name if one.newest else f"{name}, version {one.version}"


def as_shown(read: Sequence[Read]) -> list[dict[str, Any]]:
    """Return report versions for display, each text cut into ``pieces`` at the ends of its passages."""
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
    """Return the evidence passages of a field in the newest reports, and the basis and confidence of the first one.

    Returned: passages, each with ``report``, ``start``, ``end`` and ``words``, a quotation; basis of the first report
    that has one, or an empty string; confidence of that report, 0 to 1, or None.
    """
    said = [(one, one.passages[field]) for one in read if one.newest and field in one.passages]
    passages = [
        {"report": one.report, "start": found["start"], "end": found["end"],
         "words": evidence.quotation(one.text, found["start"], found["end"])}
        for one, found in said
        if one.text is not None and found["start"] is not None and found["end"] is not None
    ]  # fmt: skip
    return passages, said[0][1]["basis"] if said else "", said[0][1]["confidence"] if said else None
