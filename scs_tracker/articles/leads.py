"""Convert a text that is not in English to a lead: the parties, acts, places and dates that it names."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.articles import sentences
from scs_tracker.articles.lexicon import lexicon
from scs_tracker.articles.proposal import Extraction
from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.names import gazetteer
from scs_tracker.sources.words import actors_at, without_flags
from scs_tracker.text import units
from scs_tracker.text.folding import fold
from scs_tracker.text.patterns import pattern
from scs_tracker.text.phrases import tokenise

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator


#: The most characters between a party and a word before it that marks it as the target.
_BESIDE: Final = 14


def lead(
    text: str, title: str, language: str, published: dt.date, url: str, publisher: str, notes: tuple[str, ...] = ()
) -> Extraction:  # fmt: skip
    """Return the actors, vessels, places, dates and act words that a text names, as an extraction without incidents."""
    words = lexicon()
    forms = dict.fromkeys((fold(text), fold(text).translate(gazetteer().simplified)))  # names are simplified Han
    names = units.find(text, words)
    found: list[dict[str, Any]] = []
    for sentence in sentences.split(text):
        inside = [one for one in names if sentence.start <= one.start and one.end <= sentence.end]
        spans = (sentence.start, sentence.end, inside, words)
        for token in (one for form in forms for one in tokenise(text, form, *spans)):
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
    found += _acts(text, language)
    found += _dates(text, language, published)
    found = _longest({(one["kind"], one["start"], one["end"]): one for one in found}.values())
    kinds = {one["kind"] for one in found}
    party = bool(kinds & {"actor", "country"})
    note = f"the text is not in English ({language}); it can become a lead for a reviewer, but no incident is proposed"
    return Extraction(
        (), (), (), language, (*notes, note), text, title, published.isoformat(), url, publisher,
        tuple(sorted(found, key=lambda one: (one["start"], one["end"]))),
        lead="act" in kinds and (party or "place" in kinds),
    )  # fmt: skip


def _named(kind: str, text: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    """Return a mention of a kind, with its text and offsets, in the form of the command's JSON output."""
    return {"kind": kind, **more, "text": text[start:end], "start": start, "end": end}


def suggest(found: Extraction) -> dict[str, str]:
    """Return suggested form fields from a text that is not in English, for a reviewer; empty if it names no act.

    The act whose sentence gives most of parties, place and date is used. The initiator is the country named nearest
    before the act word, the target the country named nearest after it, unless passive, agent or patient words reverse
    the order. Place and date come from the sentence if it gives them, otherwise from the text. ``sentence`` gives the
    sentence's offsets as ``start:end``.

    >>> from scs_tracker.articles import propose
    >>> text = "8月5日，中国海警船5203在仁爱礁附近海域对菲律宾补给船使用水炮。"
    >>> suggest(propose(text, published="2024-08-07", language="zh"))["date_start"]
    '2024-08-05'
    """
    grades = {row["type"]: int(row["severity"]) for row in geodata.rows("types")}
    tried = [_around(found, act) for act in found.mentions if act["kind"] == "act"]
    if not tried:
        return {}
    # the sentence that says most leads, then the gravest act
    best = max(tried, key=lambda one: (one.told, grades[one.act["type"]], -one.act["start"]))
    same = [best, *(one for one in tried if one.act["type"] == best.act["type"])]
    doers = next((one.doers for one in same if one.doers), [])
    sufferers = next((one.sufferers for one in same if one.sufferers), [])
    names = geodata.values_by("features", "id", "name")
    types = dict.fromkeys(one.act["type"] for one in tried if one.start == best.start)
    return {
        "date_start": best.day or found.published[:7], "types": ";".join(types), "initiators": ";".join(doers),
        "targets": ";".join(sufferers), "place": names.get(best.spot.get("feature") or "", ""),
        "location_text": best.spot.get("text", ""), "sentence": f"{best.start}:{best.end}",
    }  # fmt: skip


class _Around(NamedTuple):
    """An act word with its parties, place and date, and the number of these that its own sentence gives."""

    act: dict[str, Any]
    start: int
    end: int
    doers: list[str]
    sufferers: list[str]
    spot: dict[str, Any]
    day: str
    told: int


def _around(found: Extraction, act: dict[str, Any]) -> _Around:
    inside = (one for one in sentences.split(found.text) if one.start <= act["start"] < one.end)
    start, end = next(((one.start, one.end) for one in inside), (0, len(found.text)))
    doers, sufferers = _sides(found, act, start, end)

    def apart(one: dict[str, Any]) -> tuple[bool, int]:  # its own sentence first, then what is nearest
        return not start <= one["start"] < end, abs(one["start"] - act["start"])

    spots = [one for one in found.mentions if one["kind"] == "place"]
    # a shoal says more than the sea that it lies in, and where a boat comes from says nothing
    spot = min(spots, key=lambda one: (_is_wide(one), apart(one)[0], one["radius_km"], apart(one)[1]), default={})
    dated = min((one for one in found.mentions if one.get("date")), key=apart, default={})
    own = [bool(doers), bool(sufferers), *(bool(one) and not apart(one)[0] for one in (spot, dated))]
    return _Around(act, start, end, doers, sufferers, spot, dated.get("date", ""), sum(own))


def _is_wide(spot: dict[str, Any]) -> tuple[bool, bool]:
    kind = geodata.values_by("features", "id", "kind").get(spot["feature"])
    whole_sea = geodata.values_by("sea_names", "feature_id", "whole_sea")  # which any spot makes more exact
    return kind in geodata.place_kinds("on_land"), whole_sea.get(spot["feature"]) == "yes"


def _sides(found: Extraction, act: dict[str, Any], start: int, end: int) -> tuple[list[str], list[str]]:
    """Return the codes of the initiators and of the targets of an act, from the word order of its sentence."""
    parties: list[dict[str, Any]] = [
        {"start": start + one.start, "end": start + one.end, "code": one.value}
        for one in actors_at(found.text[start:end])
    ]
    before = [one for one in parties if one["end"] <= act["start"]]
    after = [one for one in parties if one["start"] >= act["end"]]
    passive = _marks(found, "passive", start, act["start"])
    patient = _marks(found, "patient", start, act["start"])
    agent = _marks(found, "agent", act["end"], end)
    aimed = bool(after) and bool(_marks(found, "aim", max(act["end"], after[0]["start"] - _BESIDE), after[0]["start"]))
    if any(act["text"].lower().startswith(prefix) for prefix, _ in _phrases(found.language, "passive prefix")):
        doers, sufferers = [one for one in after if agent and one["start"] > agent[0]], before
    elif passive:
        at = passive[-1]
        doers, sufferers = (
            [one for one in before if one["start"] > at] or after,
            [one for one in before if one["end"] <= at],
        )
    elif patient and any(one["start"] > patient[-1] for one in before):
        doers = [one for one in before if one["end"] <= patient[-1]]
        sufferers = [one for one in before if one["start"] > patient[-1]]
    elif before and agent and not aimed:
        doers, sufferers = [one for one in after if one["start"] > agent[0]], before
    elif before:
        doers, sufferers = before, after
    else:
        doers, sufferers = after[:1], after[1:]
    own = _of_one_country(doers, act["start"], "")
    return own, _of_one_country(sufferers, act["start"], own[0].partition("-")[0] if own else "")


def _of_one_country(parties: list[dict[str, Any]], at: int, other: str) -> list[str]:
    """Return the codes of the country named nearest to a position, skipping the country ``other``; empty if none."""
    land = [(one["code"].partition("-")[0], one) for one in parties]
    near = min((pair for pair in land if pair[0] != other), key=lambda pair: abs(pair[1]["start"] - at), default=None)
    return list(without_flags(one["code"] for code, one in land if near and code == near[0]))


def _longest(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return mentions without those inside a longer mention; act words are always kept."""
    all_ = list(found)
    return [
        one for one in all_
        if one["kind"] == "act" or not any(
            other["start"] <= one["start"] < one["end"] <= other["end"] and len(other["text"]) > len(one["text"])
            for other in all_ if other["kind"] != "act"
        )
    ]  # fmt: skip


def _phrases(language: str, kind: str) -> list[tuple[str, str]]:
    """Return the phrases of a kind with their values, the longest first; Indonesian and Malay share their phrases."""
    wanted = {language, "und"} | ({"id", "ms"} if language in {"id", "ms"} else set())
    rows = [row for row in geodata.rows("lexicon_foreign_words") if row["kind"] == kind and row["language"] in wanted]
    return sorted(
        ((one, row["value"]) for row in rows for one in row["phrases"].split(";")), key=lambda one: -len(one[0])
    )


def _marks(found: Extraction, kind: str, start: int, end: int) -> list[int]:
    """Return the start offsets of phrases of a kind in part of a text, in ascending order."""
    return sorted(
        at for phrase, _ in _phrases(found.language, kind) for at, _ in _where(found.text, phrase) if start <= at < end
    )


def _where(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each occurrence of a phrase, ignoring case, and also diacritics if the text is ASCII."""
    lowered = unicodedata.normalize("NFC", text).lower()
    if len(lowered) != len(text) or lowered.isascii():
        lowered, phrase = fold(text), fold(phrase)
    key = phrase.lower()
    bounds = ("", "") if _IS_HAN.search(key) else (r"(?<!\w)", r"(?!\w)")
    for match in re.finditer(bounds[0] + re.escape(key) + bounds[1], lowered):
        yield match.span()


#: Scripts without spaces between words.
_IS_HAN: Final = re.compile(r"[\u3040-\u9fff\u0e00-\u0e7f]")


def _acts(text: str, language: str) -> list[dict[str, Any]]:
    """Return the act words of a language in a text, each with its type; overlapping words are counted once."""
    wanted = {language, "und"} | ({"ms"} if language == "id" else set())
    phrases = [
        (phrase, row["type"])
        for row in geodata.rows("lexicon_foreign") if row["language"] in wanted
        for phrase in row["phrases"].split(";")
    ]  # fmt: skip
    phrases += [(phrase, "") for phrase, _ in _phrases(language, "other")]
    spans = sorted((start, -end, kind) for phrase, kind in phrases for start, end in _where(text, phrase))
    found, over = [], 0
    for start, end, kind in spans:
        if start >= over:
            over = -end
            found += [_named("act", text, start, over, type=kind)] if kind else []
    return found


def _dates(text: str, language: str, published: dt.date) -> list[dict[str, Any]]:
    """Return the dates that a text names, each with its day in ISO 8601, or an empty string if it is not clear."""
    found = [
        _named("date", text, *one.span(), date=_day(one.group(), published))
        for one in pattern("lead-date").finditer(text)
    ]
    for kind, days in (("back", 0), ("weekday", 7)):
        for phrase, value in _phrases(language, kind):
            back = int(value) if not days else (published.weekday() - int(value)) % days
            day = (published - timedelta(back)).isoformat()
            found += [_named("date", text, *span, date=day) for span in _where(text, phrase)]
    return _longest(found)


def _day(words: str, published: dt.date) -> str:
    """Return the latest day up to publication that a phrase with figures can mean, or an empty string if none."""
    numbers = [int(one) for one in re.findall(r"\d+", words)]
    months = {fold(name): int(value) for code in ("id", "fil") for name, value in _phrases(code, "month")}
    month = next((months[one] for one in re.findall(r"[a-z]+", fold(words)) if one in months), None)
    if len(numbers) == 1 and month is None:  # a day alone is of this month or of the last
        back = published if numbers[0] <= published.day else published.replace(day=1) - timedelta(days=1)
        return _on(back.year, back.month, numbers[0], published)
    year = next((one for one in numbers if one > 31), None)
    rest = [one for one in numbers if one != year]
    if month is None:
        month, day = rest[:2] if "月" in words else rest[1::-1]
    else:
        day = rest[0]
    guesses = [year] if year else [published.year, published.year - 1]
    return next(filter(None, (_on(guess, month, day, published) for guess in guesses)), "")


def _on(year: int, month: int, day: int, published: dt.date) -> str:
    """Return a day in ISO 8601, or an empty string if it does not exist or is after publication."""
    try:
        found = published.replace(year=year, month=month, day=day)
    except ValueError:
        return ""
    return found.isoformat() if found <= published else ""


def _place(position: Any) -> dict[str, Any]:
    return {
        "feature": position.feature_id, "lat": position.lat, "lon": position.lon, "radius_km": position.radius_km,
        "method": position.method,
    }  # fmt: skip
