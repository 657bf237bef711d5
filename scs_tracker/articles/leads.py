"""Leads: a text that is not English is shown with whom, what and where it names, and no incident is claimed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.articles import sentences, units
from scs_tracker.articles.folding import fold
from scs_tracker.articles.lexicon import lexicon, tokenise
from scs_tracker.articles.patterns import pattern
from scs_tracker.articles.proposal import Extraction
from scs_tracker.geocoding import resolve_text

if TYPE_CHECKING:
    import datetime as dt


def lead(
    text: str, title: str, language: str, published: dt.date, url: str, publisher: str, notes: tuple[str, ...] = ()
) -> Extraction:  # fmt: skip
    """Return the actors, vessels, places, dates and act words that a text names, and no incident."""
    folded, words = fold(text), lexicon()
    names = units.find(text, words)
    found: list[dict[str, Any]] = []
    for sentence in sentences.split(text):
        inside = [one for one in names if sentence.start <= one.start and one.end <= sentence.end]
        for token in tokenise(text, folded, sentence.start, sentence.end, inside, words):
            spelled = text[token.start : token.end]
            at = {"text": spelled, "start": token.start, "end": token.end}
            code = token.kinds.get("actor") or token.kinds.get("unit")
            if code:
                found.append({"kind": "actor", "code": code, **at})
            elif "country" in token.kinds and token.kinds["country"] != "elsewhere":
                found.append({"kind": "country", "code": token.kinds["country"], **at})
            elif "place" in token.kinds:
                position = resolve_text(spelled)
                if position.status == "resolved":
                    found.append({"kind": "place", **_place(position), **at})
        whole = resolve_text(text[sentence.start : sentence.end])
        if whole.status == "resolved" and whole.method == "coordinates":
            start = max(text.find(whole.matched_text, sentence.start), sentence.start)
            spelled = whole.matched_text
            found.append(
                {"kind": "place", **_place(whole), "text": spelled, "start": start, "end": start + len(spelled)}
            )
    found += _acts(folded, text, language)
    dates = pattern("lead-date").finditer(text)
    found += [{"kind": "date", "text": one.group(), "start": one.start(), "end": one.end()} for one in dates]
    kinds = {one["kind"] for one in found}
    party = bool(kinds & {"actor", "country"})
    note = f"the text is not English ({language}): a lead for a person, and no incident is claimed from it"
    return Extraction(
        (), (), (), language, (*notes, note), text, title, published.isoformat(), url, publisher,
        tuple(sorted(found, key=lambda one: (one["start"], one["end"]))),
        lead="act" in kinds and (party or "place" in kinds),
    )  # fmt: skip


def _acts(folded: str, text: str, language: str) -> list[dict[str, Any]]:
    """Return the words for acts of a language, each with the type that it may mean; of two that overlap the longer."""
    found: dict[int, dict[str, Any]] = {}
    for row in geodata.rows("lexicon_foreign"):
        if row["language"] not in {language, "und"} and not (row["language"] == "ms" and language == "id"):
            continue
        for phrase in row["phrases"].split(";"):
            key = fold(phrase).strip()
            bounds = ("", "") if not key.isascii() else (r"(?<![a-z])", r"(?![a-z])")
            for match in re.finditer(bounds[0] + re.escape(key) + bounds[1], folded):
                start, end = match.span()
                if end > found.get(start, {"end": 0})["end"]:
                    found[start] = {
                        "kind": "act", "type": row["type"], "text": text[start:end], "start": start, "end": end
                    }  # fmt: skip
    return list(found.values())


def _place(position: Any) -> dict[str, Any]:
    return {
        "feature": position.feature_id, "lat": position.lat, "lon": position.lon, "radius_km": position.radius_km,
        "method": position.method,
    }  # fmt: skip
