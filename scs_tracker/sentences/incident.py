"""Compose one or two sentences for an incident from its acts.

The words for types, sides and speakers are in geodata (types.csv, actors.csv, speakers.csv).
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.act import (
    DOER_UNKNOWN,
    Act,
    act_severity,
    acts_from_columns,
    are_read,
    country_of,
    parse_acts,
    speaker_of,
)
from scs_tracker.model import split_list
from scs_tracker.sentences import places
from scs_tracker.sentences.language import SOURCE, current, ngettext
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.replies import account, no_account
from scs_tracker.sentences.sides import HULL, country_phrase, is_one, is_outlet, side, speaker, unit_phrase
from scs_tracker.sentences.words import accounts, date_words, listed, number, sentence, span_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_WORDS: Final = 45
#: Levels of detail, tried in order until the sentence is short enough: number of acts of a side, number of sides,
#: whether vessels are named that no act has, and the most words of an account.
_LEVELS: Final = (
    (3, 3, True, 24), (3, 2, True, 16), (3, 2, False, 12), (2, 2, False, 12), (2, 2, False, 8), (2, 1, False, 8),
    (1, 1, False, 8), (1, 1, False, 0), (0, 1, False, 0),
)  # fmt: skip
#: Phrases for numbers of people, by column.
HARM: Final = {
    "killed": ("{count} person was killed", "{count} people were killed"),
    "injured": ("{count} person was injured", "{count} people were injured"),
    "detained": ("{count} person was detained", "{count} people were detained"),
}
#: A summary that contains its own attribution.
_ATTRIBUTED: Final = re.compile(r"\b(?:said|reported|according to|told|announced|stated)\b")
#: Number of words before an account: 'According to China's foreign ministry:'.
_HEAD: Final = 5
_WORD: Final = re.compile(r"[\w'’-]+")
#: The end of a sentence: no initial stands before it.
_END: Final = re.compile(r"(?:(?<=[a-z0-9)])|(?<=[A-Z][A-Z]))\. (?=[A-Z])")
#: A summary copied from a list ('SCSDI, after Reuters: …'), or written by a program, with its date.
_NOT_A_PERSONS: Final = re.compile(r"^[A-Z][\w,. ]{0,40}: |\d{4}-\d{2}")


class _Detail(NamedTuple):
    verbs: int
    sides: int
    loose_units: bool
    account: int


def incident_sentence(record: Mapping[str, Any], *, year: bool = True) -> str:
    """Return one or two sentences on an incident, in the current language; at most 45 words unless names are very long.

    A summary is used if a person wrote it, no one disputes it, and it names the sides of the acts. ``record`` is a row
    of the ledger; without ``acts``, acts are derived from types, initiators, targets and units. If ``year`` is False,
    days are written without the year.
    """
    cells = {key: "" if value is None or value != value else value for key, value in record.items()}  # noqa: PLR0124
    acts = parse_acts(str(cells.get("acts") or "")) or acts_from_columns(cells, geodata.vocabulary())
    text = _led_by_summary(cells, acts, year=year)
    if text:
        return text
    for level in _LEVELS:
        text = _composed(cells, acts, _Detail(*level), year=year)
        if word_count(text) <= MOST_WORDS:
            break
    return text


def word_count(text: str) -> int:
    """Return the number of words of a text, as an editor counts them."""
    return len(text.split())


def _led_by_summary(cells: Mapping[str, Any], acts: Sequence[Act], *, year: bool) -> str:
    """Return the first sentence of a user's summary with place, day and speaker; empty if it is not suitable."""
    summary = _END.split(str(cells.get("summary") or "").strip())[0].rstrip(".")
    contested = any(act.certainty != "stated" or act.basis == "text" or not (act.by or are_read([act])) for act in acts)
    if not summary or current() != SOURCE or not acts or contested or _NOT_A_PERSONS.search(summary):
        return ""
    words = set(_WORD.findall(summary.lower()))
    harmed = {count for act in acts for count in (act.injured, act.killed, act.detained) if count}
    if not _names(summary, acts[0]) or not all({str(count), number(count)} & words for count in harmed):
        return ""
    place = "" if str(cells.get("place") or "").removeprefix("Off ") in summary else places.where(cells)
    head = sentence(", ".join(filter(None, (_when(cells, year=year), place))))
    told = "" if _ATTRIBUTED.search(summary) else _attribution(acts, cells)
    text = f"{head}: {', '.join(filter(None, (summary, told)))}."
    reply = _reply(acts, cells, MOST_WORDS - word_count(text))
    text = f"{text} {reply}" if reply else text
    return text if word_count(text) <= MOST_WORDS else ""


def _names(summary: str, act: Act) -> bool:
    """Return True if a summary names each side of an act by a vessel, its country or the country's adjective."""
    words, crafts = set(_WORD.findall(summary)), geodata.values_by("actors", "code", "craft")
    for codes, units in ((act.by, act.by_units), (act.against, act.against_units)):
        known = {word for code in codes for word in _WORD.findall(crafts.get(code, ""))[:1]}
        known |= {country_phrase(country_of(code)).split()[-1] for code in codes}
        named = any(unit.partition(" (")[0] in summary for unit in units)
        if codes and not named and not known & words and not {f"{one}'s" for one in known} & words:
            return False
    return True


def _composed(cells: Mapping[str, Any], acts: Sequence[Act], detail: _Detail, *, year: bool) -> str:
    where_when = f"{places.where(cells)} {_when(cells, year=year)}"
    groups = _groups(acts)[: detail.sides]
    if not groups:
        return sentence(_("an incident was recorded {where_when}").format(where_when=where_when)) + "."
    clauses: list[str] = []
    for place, group in enumerate(groups):
        told = _clause(group, cells, detail, where_when if place == 0 else "")
        for act in groups[0] if place else ():  # vessels that are named in the clause before, without their service
            for codes, units in ((act.by, act.by_units), (act.against, act.against_units)):
                if len(codes) == 1 and 0 < len(units) <= 3:
                    names = [unit_phrase(unit.partition(" (")[0], again=True) for unit in units]
                    told = told.replace(side(codes, units), listed(names))
        speakers = [(one[0].said_by, one[0].denied_by) for one in groups[place : place + 2]]
        said = "" if len(speakers) == 2 and speakers[0] == speakers[1] else _attribution(group, cells)
        if group[0].said_by and said == _("{names} said").format(names=side(group[0].by)):
            said = _("it said")
        if not group[0].said_by and group[0].note == DOER_UNKNOWN:
            said = ""  # the clause says what the record does not
        clauses.append(", ".join(filter(None, (told, said))))
    text = sentence("; ".join([*clauses, *_outcomes(cells, groups)])) + "."
    room = min(detail.account, MOST_WORDS - word_count(text))
    reply = _reply([act for group in groups for act in group], cells, room)
    return f"{text} {reply}" if reply else text


def _groups(acts: Sequence[Act]) -> list[list[Act]]:
    """Return the acts grouped by initiator, speakers and certainty, the group of the most severe act first."""
    vocabulary = geodata.vocabulary()
    groups: dict[Any, list[Act]] = {}
    for act in acts:
        together = act.type if not act.by and _type(act.type).get("act_together") else ""
        groups.setdefault((act.by, act.said_by, act.denied_by, act.certainty, together), []).append(act)
    return sorted(groups.values(), key=lambda group: -max(act_severity(act, vocabulary) for act in group))


def _type(name: str) -> Mapping[str, str]:
    return geodata.rows_by("types", "type").get(name, {"type": name, "label": name.replace("_", " ")})


def _clause(group: Sequence[Act], cells: Mapping[str, Any], detail: _Detail, where_when: str) -> str:
    group = group if detail.verbs else [replace(act, by_units=(), against_units=()) for act in group]
    first = group[0]
    if not first.by and first.against:
        return _together(group, where_when, short=not detail.verbs)
    shown = sorted(group, key=lambda act: -act_severity(act, geodata.vocabulary()))[: detail.verbs or 1]
    shown = [act for act in group if act in shown and not (_type(act.type).get("outcome") and len(group) > 1)] or shown
    units = list(dict.fromkeys(unit for act in shown for unit in act.by_units))
    if len(shown) > 1 and any(set(act.by_units) != set(units) for act in shown):
        units = []  # no vessel is said to have done what another did
    loose: list[str] = []
    if not units and detail.loose_units and not are_read(group):
        # vessels that no act has: that they were there is known
        loose = [HULL.sub("", unit) for unit in split_list(str(cells.get("initiator_units") or ""))]
        loose = list(dict.fromkeys(loose)) if len(loose) <= 2 else []
    who = f"{side(first.by)} ({listed(loose)})" if loose else side(first.by, units)
    claims = [_(row["claim"]) for act in shown if (row := _type(act.type)).get("claim")]
    done = listed(list(_verbs(shown)))
    if len(shown) > 1 and any(act.note.startswith("? which") and not are_read([act]) for act in shown):
        done = _("{acts} (sources do not say which did which)").format(acts=done)
    return ", ".join([" ".join(filter(None, (who, done, where_when))), *dict.fromkeys(claims)])


def _claimant(act: Act) -> str:
    """Return the speaker to whom a disputed term for an act is attributed: a party, else an outlet, else one side."""
    speakers = [one for one in act.said_by if not is_outlet(one)] or list(act.said_by)
    if not speakers:
        return _("one side")
    return _("it") if speaker(speakers[0]) == side(act.by) else speaker(speakers[0])


def _together(group: Sequence[Act], where_when: str, *, short: bool) -> str:
    """Return a clause on acts for which no source states who did them to whom."""
    first = group[0]
    countries = list(dict.fromkeys(country_of(code) for code in first.against))
    if short and len(countries) > 1:
        between = listed([_("vessels of {country}").format(country=_(country_phrase(one))) for one in countries])
    elif first.against_units:
        between = side(first.against, first.against_units)
    else:
        between = listed([side([code], form="craft") for code in first.against])
    form = _type(first.type).get("act_together")
    if form:
        return f"{_(form).format(sides=between)} {where_when}".strip()
    labels = listed([_(_type(act.type)["label"]) for act in group[:4]])
    sides = between if short else listed([side([code]) for code in first.against])
    message = _("an incident with {sides} {where_when} involved {labels}; the record does not say who did it")
    if len(first.against) > 1:
        message = _("an encounter between {sides} {where_when} involved {labels}; the record does not say who did what")
    return message.format(sides=sides, where_when=where_when, labels=labels).replace("  ", " ")


def _verbs(shown: Sequence[Act]) -> Iterator[str]:
    """Yield a verb phrase for each act; a target repeated in the next act is replaced by a pronoun."""
    before: tuple[Sequence[str], Sequence[str]] | None = None
    for act in shown:
        row = _type(act.type)
        words = {"speaker": _claimant(act), "detained": people(act.detained)}
        if not row.get("act"):
            yield _("was involved in {label}").format(label=_(row["label"]))
            continue
        if not act.against:
            yield _(row["act_alone"]).format(people=_("people"), **words)
            continue
        again = (act.against, act.against_units) == before
        things = _(row["against"]) if row.get("against") else ""
        it = (_("it") if is_one(act.against_units) else _("them")) if again else ""
        craft = it or side(act.against, act.against_units, form="craft", things=things)
        words["people"] = _("people") if again else _("people on {craft}").format(craft=craft)
        if not again:
            words["detained"] = _("{people} on {craft}").format(people=words["detained"], craft=craft)
        form = row["act_named"] if row.get("act_named") and act.against_units else row["act"]
        yield _(form).format(craft=craft, side=it or side(act.against, act.against_units), **words)
        before = (act.against, act.against_units)


def _when(cells: Mapping[str, Any], *, year: bool) -> str:
    start, end = str(cells["date_start"]), str(cells.get("date_end") or "")
    if end and end != start:
        return _("from {span}").format(span=span_words(start, end, year=year))
    if len(start) == 10:
        return _("on {day}").format(day=date_words(start, year=year))
    return _("in {month}").format(month=date_words(start)) if start else _("on an unknown date")


def people(count: int | None) -> str:
    """Return a number of people in words, or only *people* if it is not known or zero."""
    return ngettext("{count} person", "{count} people", count).format(count=number(count)) if count else _("people")


def _outcomes(cells: Mapping[str, Any], groups: Sequence[Sequence[Act]]) -> list[str]:
    """Return a list of one phrase on losses and people, without unrecorded or repeated numbers, or an empty list."""
    told = [act for group in groups for act in group]
    several = {id(act) for group in groups if len(group) > 1 for act in group}
    parts = [_(row["outcome"]) for act in told if (row := _type(act.type)).get("outcome") and id(act) in several]
    said = sum(act.detained or 0 for act in told if "{detained}" in _type(act.type).get("act", ""))
    for name, words in HARM.items():
        count = int(places.number_or_none(cells.get(name)) or 0)
        if count and not (name == "detained" and said >= count):
            parts.append(ngettext(*words, count).format(count=number(count)))
    return [listed(parts)] if parts else []


def _attribution(acts: Sequence[Act], cells: Mapping[str, Any]) -> str:
    """Return the attribution of the first act, or an empty string if both sides state it and no one denies it."""
    said, sides = acts[0].said_by, {country_of(code) for code in (*acts[0].by, *acts[0].against)}
    if not said:
        return _reported(cells)
    countries = {speaker_of(who)[0] for who in said} & sides
    if len(countries) > 1 and not acts[0].denied_by:
        return ""
    parties = [who for who in said if not is_outlet(who)][:2]
    names = listed(list(dict.fromkeys(speaker(who) for who in parties or said[:2])))
    if acts[0].certainty == "suspected":
        return _("as {names} suspected").format(names=names)
    return (_("{names} said") if parties else _("{names} reported")).format(names=names)


def _reported(cells: Mapping[str, Any]) -> str:
    """Return the attribution of an act without a speaker: to its only outlet, else to unnamed sources."""
    try:
        known = [one for one in json.loads(str(cells.get("sources") or "[]")) if isinstance(one, dict)]
    except (ValueError, TypeError):  # no list of objects: TypeError of a number
        known = []
    names = {str(one.get("publisher", "")).partition(" (")[0] for one in known}
    names.discard("")
    return _("{names} reported").format(names=names.pop()) if len(names) == 1 else _("according to the sources")


def _reply(acts: Sequence[Act], cells: Mapping[str, Any], most: int) -> str:
    """Return the other side's denial, or in ``most`` words its account or that none is on record, or ''."""
    denied = list(dict.fromkeys(who for act in acts for who in act.denied_by))
    if denied:
        return sentence(_("{names} denied it.").format(names=listed([speaker(who) for who in denied[:2]])))
    heard = {speaker_of(who)[0] for act in acts for who in act.said_by}
    sides = {country_of(code) for act in acts for code in (*act.by, *act.against)} - {"XX"}
    spoken = dict(accounts(str(cells.get("accounts") or ""))) if heard & sides or not heard else {}
    told = {who: text for who, text in spoken.items() if speaker_of(who)[0] in sides - heard}
    if told:  # each gets the same room
        said = " ".join(account(who, text, most // len(told) - _HEAD) for who, text in told.items())
        return said if word_count(said) <= most else ""
    silent = sides - heard
    if len(silent) == 1 and heard & sides and cells.get("other_side") == "silent" and most >= 7:
        return no_account(silent.pop())
    return ""
