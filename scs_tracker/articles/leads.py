"""Leads: a text that is not English is shown with whom, what and where it names, and no incident is claimed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.articles import sentences
from scs_tracker.articles.lexicon import lexicon
from scs_tracker.articles.proposal import Extraction
from scs_tracker.geocoding import resolve_text
from scs_tracker.text import units
from scs_tracker.text.folding import fold
from scs_tracker.text.patterns import pattern
from scs_tracker.text.phrases import tokenise

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
            code = token.kinds.get("actor") or token.kinds.get("unit")
            if code:
                found.append(_named("actor", text, token.start, token.end, code=code))
            elif "country" in token.kinds and token.kinds["country"] != "elsewhere":
                found.append(_named("country", text, token.start, token.end, code=token.kinds["country"]))
            elif "place" in token.kinds:
                position = resolve_text(text[token.start : token.end])
                if position.status == "resolved":
                    found.append(_named("place", text, token.start, token.end, **_place(position)))
        whole = resolve_text(text[sentence.start : sentence.end])
        start = text.find(whole.matched_text, sentence.start)
        if whole.status == "resolved" and whole.method == "coordinates" and start >= 0:
            found.append(_named("place", text, start, start + len(whole.matched_text), **_place(whole)))
    found += _acts(folded, text, language)
    found += [_named("date", text, *one.span()) for one in pattern("lead-date").finditer(text)]
    kinds = {one["kind"] for one in found}
    party = bool(kinds & {"actor", "country"})
    note = f"the text is not English ({language}): a lead for a person, and no incident is claimed from it"
    return Extraction(
        (), (), (), language, (*notes, note), text, title, published.isoformat(), url, publisher,
        tuple(sorted(found, key=lambda one: (one["start"], one["end"]))),
        lead="act" in kinds and (party or "place" in kinds),
    )  # fmt: skip


def _named(kind: str, text: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    """Return a mention in the shape of the command line's answer."""
    return {"kind": kind, **more, "text": text[start:end], "start": start, "end": end}


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
                    found[start] = _named("act", text, start, end, type=row["type"])
    return list(found.values())


def _place(position: Any) -> dict[str, Any]:
    return {
        "feature": position.feature_id, "lat": position.lat, "lon": position.lon, "radius_km": position.radius_km,
        "method": position.method,
    }  # fmt: skip
