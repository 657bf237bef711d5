"""Text that is not English: names and coordinates are shown, incidents are not claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.extraction.proposal import Extraction
from scs_tracker.extraction.who import actors
from scs_tracker.extraction.words import sentences, units
from scs_tracker.extraction.words.folding import fold
from scs_tracker.extraction.words.lexicon import lexicon, tokenise
from scs_tracker.geocoding import resolve_text

if TYPE_CHECKING:
    from scs_tracker.extraction.read import Article


def mentions(article: Article, language: str, published: str, notes: tuple[str, ...] = ()) -> Extraction:
    """Return the actors, the vessels and the places that a text names, and no incident."""
    text, folded, words = article.text, fold(article.text), lexicon()
    names = units.find(text, words)
    found: list[dict[str, Any]] = []
    for sentence in sentences.split(text):
        inside = [one for one in names if sentence.start <= one.start and one.end <= sentence.end]
        tokens = tokenise(text, folded, sentence.start, sentence.end, inside, words)
        found += [
            {
                "kind": "actor",
                "text": text[party.start : party.end],
                "code": party.code,
                "start": party.start,
                "end": party.end,
            }
            for party in actors.find(tokens, text)
            if party.code and party.head != "thing"
        ]
        for token in tokens:
            if "place" in token.kinds:
                position = resolve_text(text[token.start : token.end])
                if position.status == "resolved":
                    found.append(_place(text[token.start : token.end], position, token.start, token.end))
        whole = resolve_text(text[sentence.start : sentence.end])
        if whole.status == "resolved" and whole.method == "coordinates":
            at = text.find(whole.matched_text, sentence.start)
            found.append(_place(whole.matched_text, whole, at, at + len(whole.matched_text)))
    note = f"the text is not English ({language}): names and coordinates are shown, and no incident is claimed from it"
    return Extraction(
        (), (), (), language, (*notes, note), text, article.title, published, article.url,
        tuple(sorted(found, key=lambda one: (one["start"], one["end"]))),
    )  # fmt: skip


def _place(words: str, position: Any, start: int, end: int) -> dict[str, Any]:
    return {
        "kind": "place", "text": words, "feature": position.feature_id, "lat": position.lat, "lon": position.lon,
        "radius_km": position.radius_km, "method": position.method, "start": start, "end": end,
    }  # fmt: skip
