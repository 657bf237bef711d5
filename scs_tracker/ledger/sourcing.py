"""Derive facts from an incident's sources: independent sources, first speakers, the other side's account, flags."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker import geodata, model
from scs_tracker.act import FROM_COLUMNS, act_severity, countries_of, parse_acts, speaker_of
from scs_tracker.sources.publishers import origin_of, publisher_named, publisher_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scs_tracker.act import Act
    from scs_tracker.model import Vocabulary
    from scs_tracker.sources.publishers import Publisher

#: Flags of incidents: acts derived from columns, and severity based on disputed acts.
FLAG_FROM_COLUMNS: Final = "acts: from columns"
FLAG_DISPUTED: Final = "severity rests on a disputed act"


def episodes() -> dict[str, str]:
    """Return the episode id of each incident that belongs to an episode, by incident id."""
    table = geodata.table("episode_incidents")
    return dict(zip(table["incident_id"], table["episode_id"], strict=True))


def flag(sources: Sequence[Mapping[str, str]]) -> str:
    """Return ``unsourced`` if there are no sources, ``secondary`` if none was read directly, else an empty text.

    >>> flag([]), flag([{"url": "https://www.rappler.com/a", "read_as": "secondary"}])
    ('unsourced', 'secondary')
    """
    if not sources:
        return "unsourced"
    return "secondary" if all(one.get("read_as") == "secondary" for one in sources) else ""


def independent_sources(voices: Sequence[_Voice]) -> int:
    """Return the number of independent sources; aggregators count only if there is no other source.

    ``voices`` come from ``voices_of``: official media of one government are one voice, as are outlets that print the
    same agency's report. Other publishers count once per domain, even if a dataset gives only their name.
    """
    return len([one for one in voices if one.kind != _AGGREGATOR]) or min(len(voices), 1)


def derived(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return all fields derived from an incident's sources: flags, independent sources, speakers and accounts."""
    sources = json.loads(facts["sources"])
    voices = voices_of(sources)
    return {"flags": flag(sources), "independent_sources": independent_sources(voices), **_corroboration(facts, voices)}


def act_flags(acts: Sequence[Act], severity: int, vocabulary: Vocabulary) -> list[str]:
    """Return the flags of acts: acts derived from columns, and a severity that rests on disputed acts."""
    flags = [FLAG_FROM_COLUMNS] if any(act.basis == FROM_COLUMNS for act in acts) else []
    top = [act for act in acts if act_severity(act, vocabulary) == severity]
    if top and all(act.certainty != "stated" for act in top):
        flags.append(FLAG_DISPUTED)
    return flags


def also_said(acts: Sequence[Act], others: Sequence[Act]) -> list[Act]:
    """Return acts with the speakers and sources added from other acts of the same type with compatible sides.

    >>> from scs_tracker.act import Act
    >>> one = Act("laser", ("CN-CCG",), against=("PH-PCG",), said_by=("PH (coast guard)",))
    >>> also_said([one], [Act("laser", ("CN-UNK",), said_by=("Reuters",))])[0].said_by
    ('PH (coast guard)', 'Reuters')
    """
    found = []
    for act in acts:
        alike = [one for one in others if one.type == act.type and _agree(one.by, act.by)]
        told = (act, *(one for one in alike if _agree(one.against, act.against)))
        said, denied, printed = (
            tuple(dict.fromkeys(value for one in told for value in getattr(one, name)))
            for name in ("said_by", "denied_by", "printed_in")
        )
        found.append(replace(act, said_by=said, denied_by=denied, printed_in=printed))
    return found


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return True if two sides share a State, or if one of them names none."""
    first, second = set(countries_of(one)), set(countries_of(other))
    return not first or not second or bool(first & second)


def corroboration_of(act: Act, vocabulary: Vocabulary) -> str:
    """Return the corroboration of an act by its speakers (docs/codebook.md), or an empty text if it names none."""
    if not act.said_by:
        return ""
    speakers = [speaker_of(who) for who in act.said_by]
    doers, targets = set(countries_of(act.by)), set(countries_of(act.against))
    said = {country for country, _ in speakers if country}
    if not act.denied_by and doers and targets and said & doers and said & targets and doers != targets:
        return "undisputed"
    third = {who for who, (country, _) in zip(act.said_by, speakers, strict=True) if country not in doers | targets}
    if len(third) >= 2 or (third and said & (doers | targets)):
        return "multiple"
    bodies = all(country and body not in vocabulary.private_speakers for country, body in speakers)
    return "official" if bodies and len(said) == 1 else "single"


class _Voice(NamedTuple):
    """An independent source: its key, its display name, its kind, and its country."""

    key: str
    name: str
    kind: str
    country: str


_AGGREGATOR: Final = "aggregator"
_OFFICIAL: Final = frozenset({"government", "state media"})
#: 'PH: …', 'CN (by radio): …', 'Witness Euan Graham: …' at the start of a cell or after a semicolon.
_ACCOUNT: Final = re.compile(r"(?:\A|; )(?P<who>[A-Z][^:;]{0,40}): ")


def voices_of(sources: Iterable[Mapping[str, str]]) -> list[_Voice]:
    """Return the independent sources of an incident; republications and one State's official media count once."""
    voices: dict[str, _Voice] = {}
    for source in sources:
        voice = voice_of(source)
        voices.setdefault(voice.key, voice)
    return list(voices.values())


def voice_of(source: Mapping[str, str]) -> _Voice:
    """Return the voice of a source: the originating source if it is named, else the outlet."""
    return _voice(publisher_of(source["url"]) if source["url"] else None, source["publisher"].strip())


@geodata.cached
def _voice(outlet: Publisher | None, printed: str) -> _Voice:
    """Return the voice of an outlet and a printed publisher name; ``outlet`` is None for a source without URL."""
    publisher = outlet or publisher_named(printed)
    origin = origin_of(printed) if outlet is not None else printed
    if origin != printed or publisher.kind == _AGGREGATOR:
        behind = publisher_named(origin, publisher.country)
        # an unknown name does not replace an official publisher or an aggregator
        if behind.domain or publisher.kind not in {*_OFFICIAL, _AGGREGATOR}:
            publisher = behind
    key = publisher.domain or publisher.name.casefold()
    if publisher.kind in _OFFICIAL and publisher.country:
        key = f"government of {publisher.country}"
    return _Voice(key, publisher.name, publisher.kind, publisher.country)


def accounts(cell: str) -> list[tuple[str, str]]:
    """Return the pairs of party and text in a cell of accounts; an empty list if it does not begin with a party.

    >>> accounts("CN: entered without permission; PH coast guard: rammed twice; once at the bow")
    [('CN', 'entered without permission'), ('PH coast guard', 'rammed twice; once at the bow')]
    """
    found = list(_ACCOUNT.finditer(cell))
    if not found or found[0].start() != 0:
        return []
    ends = [match.start() for match in found[1:]] + [len(cell)]
    return [(match["who"], cell[match.end() : end].strip()) for match, end in zip(found, ends, strict=True)]


def _corroboration(facts: Mapping[str, Any], voices: list[_Voice]) -> dict[str, Any]:
    """Return the first speakers, the other side's account and the number of witnesses; see docs/methods-ledger.md."""
    spoken = [(who, _country(who), words) for who, words in accounts(facts["accounts"])]
    shown: dict[str, str] = {}
    for who, country, _ in spoken:
        body = f"{country}, party" if country else "named in the accounts"
        shown.setdefault(f"government of {country}" if country else who.casefold(), f"{who} ({body})")
    for key, name, kind, country in voices:
        if kind != _AGGREGATOR or len(voices) == 1:
            shown.setdefault(key, f"{name} ({country or 'country not traced'}, {kind or 'kind not traced'})")
    witnesses = [one for one in voices if one.kind not in {*_OFFICIAL, _AGGREGATOR}]
    return {
        "first_speakers": ";".join(one.replace(";", ",") for one in shown.values()),
        "other_side": _other_side(facts, spoken, voices),
        "independent_witnesses": len(witnesses),
    }


def _other_side(facts: Mapping[str, Any], spoken: list[tuple[str, str, str]], voices: list[_Voice]) -> str:
    sides = [
        {_country(code) for code in model.split_list(facts[name])} - {"", "XX"} for name in ("initiators", "targets")
    ]
    if not sides[0] or not sides[1] or sides[0] & sides[1]:
        return ""
    speaks = [{country for _, country, _ in spoken} & side for side in sides]
    words = " ".join(text for _, country, text in spoken if country in sides[0] | sides[1])
    denied = '"denied_by"' in facts["acts"] and any(act.denied_by for act in parse_acts(facts["acts"]))
    if denied or (all(speaks) and _denial().search(words)):
        return "denies"
    if all(speaks):  # both sides have an account, which alone does not confirm the encounter
        return "confirms" if facts["encounter_confirmed"] else ""
    if any(speaks):
        return "silent"
    heard = {country for _, _, kind, country in voices if kind in _OFFICIAL}
    return "silent" if len([side for side in sides if side & heard]) == 1 else ""


def _country(who: str) -> str:
    """Return the country code at the start of an actor code or a party such as 'PH coast guard', or an empty text."""
    code = re.match(r"[A-Z]{2}(?![A-Za-z])", who)
    return code[0] if code else ""


@geodata.cached
def _denial() -> re.Pattern[str]:
    words = "|".join(row["pattern"] for row in geodata.rows("denials"))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
