"""Reports as articles and tables bring them, for tests of what the ledger makes of them."""

from __future__ import annotations

from scs_tracker import model
from scs_tracker.sources.batch import Batch, Document, Passage, Report


def report(key: str, day: str = "2024-06-17", **said: str) -> Report:
    """A report of water cannon at Second Thomas Shoal; ``own:ID`` is a row of our own table, else an article's."""
    content = dict.fromkeys(model.INCIDENT_COLUMNS, "") | {
        "date_start": day,
        "types": "water_cannon",
        "initiators": "CN-CCG",
        "targets": "PH-PCG",
        "place": "Second Thomas Shoal",
        "location_text": "Second Thomas Shoal",
        "summary": "A water cannon was used.",
        "corroboration": "single",
        "sources": [{"url": f"https://www.rappler.com/{key}", "publisher": "Rappler", "published": day}],
    }
    content |= said
    kind, _, name = key.partition(":")
    if kind == "own":
        return Report(f"incident-csv:{name}", "incident-csv", 2, content | {"id": name})
    text = f"The text of {key}: a water cannon hit a boat."
    document = Document(text, title=f"Title of {key}", address=f"https://www.rappler.com/{key}", language="en")
    evidence = {"types": Passage(len(text) - 29, len(text) - 1)}
    return Report(
        f"article:{key}:1", "article", 1, content, source=f"article:{key}", document=document, evidence=evidence
    )


def batch(*reports: Report) -> Batch:
    """The reports of one file."""
    return Batch("reports", reports=reports)
