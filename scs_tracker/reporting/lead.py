"""Compose page one: who did what to whom, where, when, outcome, attribution, and the other side's account.

docs/methods-report.md ("Length") has the order in which parts of an item with too many words are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.act import countries_of, speaker_of
from scs_tracker.reporting.links import sources
from scs_tracker.reporting.news import CLASS, NO_FLAG, act_points, base_points, parties
from scs_tracker.sentences import places, sides
from scs_tracker.sentences.incident import HARM, people
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.places import whole_or_none
from scs_tracker.sentences.replies import account, denial, no_account, whole_clauses
from scs_tracker.sentences.words import accounts, date_words, listed, number, sentence, span_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.act import Act
    from scs_tracker.reporting.news import Assessed

#: Words of a lead, and of a further item.
LEAD_WORDS, ITEM_WORDS = 45, 36
_UNITS: Final = 2
_DATES: Final = 4
#: Who speaks, in brackets before an account.
_BRACKET: Final = re.compile(r"^\([^()]*\)\s*")
#: How most headlines end.
_TARGET: Final = " {target}"
#: An account that only says of its party that it is silent is none.
SILENT: Final = re.compile(r"\b(?:did|does|has|have) not (?:mention|comment|respond|answer|speak)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Form:
    """The level of detail of an item: numbers of acts, names of vessels, and words of the other side's account."""

    acts: int
    names: int
    reply: int
    own: bool = False


#: Vessels with their service, vessels alone, services alone, or flags alone.
_FULL, _SHORT, _NONE, _FLAG = 2, 1, 0, -1


#: From the fullest to the barest: the speaker's own account goes first, then further acts and names of vessels, while
#: the other side's account is cut clause by clause; it goes last.
_FORMS: Final = (
    _Form(3, _FULL, 100, own=True),
    *(_Form(acts, names, reply) for reply in (100, 20, 14) for acts in (3, 2) for names in (_FULL, _SHORT)),
    *(
        _Form(acts, names, reply)
        for reply in (100, 20, 14, 10, 7)
        for acts, names in ((1, _SHORT), (2, _NONE), (1, _NONE))
    ),
    *(_Form(acts, names, 0) for acts in (3, 2, 1) for names in (_FULL, _SHORT, _NONE)),
    _Form(1, _FLAG, 0),
)


def item_sentence(chain: Sequence[Assessed], *, words: int, year: bool) -> str:
    """Return the text of a news item on a chain of incidents, principal first, in ``words`` words at most if possible.

    A lead names the year, as it is quoted alone.
    """
    said = ""
    for form in _FORMS:
        said = " ".join(_compose(chain, form, year=year).split())
        if len(said.split()) <= words:
            break
    return said


def _compose(chain: Sequence[Assessed], form: _Form, *, year: bool) -> str:
    first = chain[0]
    act = first.principal
    if act is None:
        return str(first.record["summary"])
    main, more, speakers = _main_clause(chain, act, form, year=year), _more(chain), _speakers_of_all(_alike(chain))
    if more and speakers:  # who speaks of the first alone stands before what else there was
        main, speakers = f"{main}, {speakers}", ""
    told = "; ".join(filter(None, (main, more, *_outcome(chain))))
    lead = sentence(", ".join(filter(None, (told, speakers)))) + "."
    return " ".join(filter(None, (lead, *_replies(chain, act, form))))


def _main_clause(chain: Sequence[Assessed], act: Act, form: _Form, *, year: bool) -> str:
    alike, record = _alike(chain), chain[0].record
    spots = {(one.record.get("lat"), one.record.get("lon")) for one in alike}
    where = places.where(record if len(spots) == 1 else {"place": record["place"]})
    when = _when(alike, year=year)
    names = form.names if len(chain) == 1 else min(form.names, _NONE)
    if not act.by or _is_mutual(chain[0], act):
        clause = _between(_joined(alike, act), names)
    else:
        done = _acts_of_one_side(chain[0], act, form) if len(chain) == 1 else [act]
        act = _joined(alike, act) if len(done) == 1 else _shared(act, done)
        full = _side(act.against, act.against_units, names, form="craft")
        single = sides.is_one(act.against_units) and names > _NONE and len(act.against) == 1
        again = _("it") if single else _("them")
        clause = f"{_side(act.by, act.by_units, _FULL if names > _NONE else names)} {_verbs(done, full, again)}"
    return _("{what} {where} {when}").format(what=clause, where=where, when=when)


def _more(chain: Sequence[Assessed]) -> str:
    """Return a phrase on the incidents of a chain beyond its main clause: number and dates; empty if there are none."""
    if not (rest := chain[len(_alike(chain)) :]):
        return ""
    more = ngettext(
        "{count} more incident occurred there {when}", "{count} more incidents occurred there {when}", len(rest)
    )
    days = {str(one.record["date_start"]) for one in chain}
    when = _("on the same day") if len(days) == 1 else _when(rest, year=False, counted=False)
    return more.format(count=number(len(rest)), when=when)


def _alike(chain: Sequence[Assessed]) -> Sequence[Assessed]:
    """Return the chain if one clause can describe it (one type, all or none mutual), else only its first incident."""
    kinds = {one.principal and (one.principal.type, _is_mutual(one, one.principal)) for one in chain}
    return chain if len(kinds) == 1 else chain[:1]


def _joined(chain: Sequence[Assessed], act: Act) -> Act:
    """Return an act with the services and vessels of all principal acts of a chain."""
    own = [one.principal for one in chain if one.principal is not None]
    lists: dict[str, Any] = {
        name: tuple(dict.fromkeys(value for one in own for value in getattr(one, name)))
        for name in ("by", "by_units", "against", "against_units")
    }
    return replace(act, **lists)


def _shared(act: Act, done: Sequence[Act]) -> Act:
    """Return an act with only those vessels that took part in all of several acts."""
    units: dict[str, Any] = {
        name: tuple(unit for unit in getattr(act, name) if all(unit in getattr(other, name) for other in done))
        for name in ("by_units", "against_units")
    }
    return replace(act, **units)


def _between(act: Act, names: int) -> str:
    """Return a clause for an act whose initiator is unknown or disputed, which names both sides equally."""
    both = []
    for country in parties(act):
        codes = [code for code in (*act.by, *act.against) if code.partition("-")[0] == country]
        units = () if not act.by else act.by_units if set(codes) & set(act.by) else act.against_units
        both.append(_side(codes, units, names, form="craft" if act.by else "side"))
    row = geodata.rows_by("types", "type")[act.type]
    return f"{listed(both)} {_(row['headline_between'] or row['headline_alone'])}"


def _is_mutual(one: Assessed, act: Act) -> bool:
    """Return True if an act is disputed and a reported act of the same class has the two sides reversed."""
    return act.certainty == "disputed" and any(
        _sides(other) == _sides(act)[::-1]
        and base_points(other) // CLASS == base_points(act) // CLASS
        and other.said_by
        for other in one.acts
    )


def _sides(act: Act) -> tuple[set[str], set[str]]:
    return set(countries_of(act.by)), set(countries_of(act.against))


def _acts_of_one_side(one: Assessed, act: Act, form: _Form) -> list[Act]:
    """Return the principal act and other acts of the same services on the same target, in recorded order.

    Where vessels are named, what others did is left out, but never a number of people.
    """
    kinds = {act.type: act}
    for other in sorted(one.acts, key=lambda other: (bool(other.detained), act_points(other)), reverse=True):
        same = _sides(other) == _sides(act) and set(act.by) <= set(other.by) and set(act.against) <= set(other.against)
        units = set(act.by_units) <= set(other.by_units) and set(act.against_units) <= set(other.against_units)
        if len(kinds) < form.acts and same and (units or other.detained or form.names < _SHORT):
            kinds.setdefault(other.type, other)
    return [other for other in one.acts if kinds.get(other.type) is other]


def _verbs(done: Sequence[Act], full: str, again: str) -> str:
    """Return the verbs of one side's acts, with the target named once: 'struck and boarded X and took goods'."""
    phrases = [
        (_(row["headline"]) if act.against and row["headline"] else _(row["headline_alone"]), act)
        for act in done
        if (row := geodata.rows_by("types", "type").get(act.type))
    ]
    plain = [phrase.removesuffix(_TARGET) for phrase, _act in phrases if phrase.endswith(_TARGET)]
    plain = [verb for verb in plain if " " not in verb]
    parts = [f"{listed(plain)} {full}"] if plain else []
    named = bool(parts)
    for phrase, act in phrases:
        if phrase.removesuffix(_TARGET) not in plain:
            parts.append(phrase.format(target=again if named else full, people=people(act.detained)))
            named = named or "{target}" in phrase
    return listed(parts) or _("were in an incident")


def _side(codes: Sequence[str], units: Sequence[str], names: int, *, form: str = "side") -> str:
    """Return a phrase for a side at the level ``names``: its vessels if they are few, else its services or flags."""
    named = list(dict.fromkeys(sides.HULL.sub("", unit) for unit in units))
    few = 0 < len(named) <= _UNITS and names > _NONE
    if few and names == _SHORT and len(codes) == 1:
        return listed([sides.unit_phrase(unit) for unit in named])
    if names == _FLAG:
        adjectives = geodata.values_by("countries", "country", "adjective")
        flags = dict.fromkeys(adjectives.get(one, "") for one in countries_of(codes))
        if all(flags):
            return _("{adjective} vessels").format(adjective=listed([_(one) for one in flags]))
    return sides.side(codes, named if few else (), form=form)


def _when(chain: Sequence[Assessed], *, year: bool, counted: bool = True) -> str:
    spans = sorted({(str(one.record["date_start"]), str(one.record.get("date_end") or "")) for one in chain})
    start, end = spans[0]
    if len(spans) == 1:
        if end and end != start:
            return _("from {span}").format(span=span_words(start, end, year=year))
        return day_phrase(start, year=year)
    days = [day for day, _end in spans]
    if len(days) <= _DATES and any(len(day) < 10 for day in days):
        return listed([day_phrase(day, year=year and day == days[-1]) for day in days])
    if len(days) > _DATES:
        span = _("from {span}").format(span=span_words(days[0], days[-1], year=year))
        count = ngettext("{count} time", "{count} times", len(chain)).format(count=number(len(chain)))
        return f"{count} {span}" if counted else span
    if len({day[:7] for day in days}) == 1:
        numbers = [str(int(day[8:])) for day in days[:-1]]
        return _("on {day}").format(day=f"{listed([*numbers, date_words(days[-1], year=year)])}")
    shown = [date_words(day, year=year and day == days[-1]) for day in days]
    return _("on {day}").format(day=listed(shown))


def day_phrase(day: str, *, year: bool = True) -> str:
    """Return a date as a phrase: 'on 17 June 2024', 'in June 2024', 'on an unknown date'."""
    if len(day) == 10:
        return _("on {day}").format(day=date_words(day, year=year))
    return _("in {month}").format(month=date_words(day, year=year)) if day else _("on an unknown date")


def _outcome(chain: Sequence[Assessed]) -> list[str]:
    """Return a list of one phrase on the people killed and injured in a chain, or an empty list if there are none."""
    found = []
    for name in ("killed", "injured"):
        count = sum(whole_or_none(one.record.get(name)) or 0 for one in chain)
        if count:
            found.append(ngettext(*HARM[name], count).format(count=number(count)))
    return [listed(found)] if found else []


def _speakers(one: Assessed, act: Act) -> str:
    """Return the attribution of an act: its speakers, or the first outlet; empty if both sides state it."""
    said_by = _said_by(one, act)
    if len({speaker_of(who)[0] for who in said_by} & set(parties(act))) > 1:
        return ""
    if said_by:
        said = _("{who} reported") if all(sides.is_outlet(who) for who in said_by) else _("{who} said")
        return said.format(who=listed([sides.speaker(who) for who in said_by[:2]]))
    outlets = [source["publisher"] for source in sources(str(one.record.get("sources") or ""))]
    return _("{outlet} reported").format(outlet=outlets[0]) if outlets else ""


def _speakers_of_all(chain: Sequence[Assessed]) -> str:
    """Return the attribution of a chain: the one of all its incidents, else their only country, else 'the sources'."""
    own = [(one, one.principal) for one in chain if one.principal is not None]
    said = {"" if _is_mutual(one, act) else _speakers(one, act) for one, act in own}
    if len(said) == 1:
        return said.pop()
    countries = {speaker_of(who)[0] for one, act in own for who in _said_by(one, act)}
    if len(countries) == 1 and "" not in countries and all(_said_by(one, act) for one, act in own):
        return _("{who} said").format(who=_(sides.country_phrase(countries.pop())))
    return _("according to the sources")


def _said_by(one: Assessed, act: Act) -> list[str]:
    """Return the speakers who report an act, else the same side's acts; only those of a country if there are any."""
    same = [other for other in one.acts if set(countries_of(other.by)) == set(countries_of(act.by))]
    found = dict.fromkeys(who for other in ([act] if act.said_by else same) for who in other.said_by)
    official = [who for who in found if speaker_of(who)[0]]
    return official or list(found)


def account_of(chain: Sequence[Assessed], country: str) -> str:
    """Return a country's first account in a chain, other than that it did not comment, or an empty string if none."""
    for one in chain:
        for who, text in accounts(str(one.record.get("accounts") or "")):
            if who.partition(" ")[0] == country and not SILENT.search(text):
                return _BRACKET.sub("", text.strip()).rstrip(".")
    return ""


def _replies(chain: Sequence[Assessed], act: Act, form: _Form) -> list[str]:
    """Return the sentences on accounts: the other side's, the speaker's own if ``form`` has it, or both if mutual."""
    mutual = _is_mutual(chain[0], act)
    said = {speaker_of(who)[0] for who in _said_by(chain[0], act)} if not mutual else set()
    involved = _involved(chain[0], act)
    if mutual:
        versions = {country: _version(chain, act, country, form.reply) for country in involved}
        if not any(versions.values()):
            return [_("Each side said that the other did it.")]
        other = _("{country} said that the other side did it.")
        return [said or sentence(other.format(country=sides.party(one))) for one, said in versions.items()]
    others = [country for country in involved if country not in said]
    if not others:  # both say so: what else they say, where it is on record
        return [_reply(chain, act, one, form.reply) for one in involved if account_of(chain, one)][:1]
    if not said and len(involved) > 1 and not any(account_of(chain, one) or _denies(act, one) for one in involved):
        return [_("No account from either party is on record.")]
    other = next((one for one in others if account_of(chain, one)), others[0] if others else "")
    found = []
    speaker_country = next((one for one in involved if one in said), "")
    if form.own and speaker_country and (own := account_of(chain, speaker_country)):
        found.append(account(speaker_country, own, 100))
    if other and len(involved) > 1:
        found.append(_reply(chain, act, other, form.reply))
    return found


def _involved(one: Assessed, act: Act) -> list[str]:
    """Return an act's countries, initiator first; if it has fewer than two, add those of the incident's other acts."""
    acts = [act] if len(parties(act)) > 1 else [act, *one.acts]
    found = dict.fromkeys(country for each in acts for country in countries_of((*each.by, *each.against)))
    return [country for country in found if country != NO_FLAG]


def _reply(chain: Sequence[Assessed], act: Act, country: str, most: int) -> str:
    denies = _denies(act, country)
    if text := account_of(chain, country):
        return account(country, text, most, denies=denies)
    return denial(country) if denies else no_account(country)


def _version(chain: Sequence[Assessed], act: Act, country: str, most: int) -> str:
    """Return one side's account of an act that each blames on the other; empty if it only blames or no clause fits."""
    text = account_of(chain, country)
    done_to_it = (other for other in chain[0].acts if country in countries_of(other.against))
    if text and whole_clauses(text, most):
        return account(country, text, most)
    if any(speaker_of(who)[0] == country for other in done_to_it for who in other.said_by):
        return ""
    return account(country, text, most) if text else _reply(chain, act, country, most)


def _denies(act: Act, country: str) -> bool:
    return any(speaker_of(who)[0] == country for who in act.denied_by)


def routine_sentence(arrests: Sequence[Assessed]) -> str:
    """Return one sentence on routine arrests of fishing vessels, or an empty string if there were none."""
    if not arrests:
        return ""
    by = {country: None for one in arrests for act in one.acts for country in countries_of(act.by)}
    flags = {country: None for one in arrests for act in one.acts for country in countries_of(act.against)}
    counts = [whole_or_none(one.record.get("detained")) for one in arrests]
    known = sum(count or 0 for count in counts)
    adjectives = geodata.values_by("countries", "country", "adjective")
    named = [_(adjectives.get(flag, "") or sides.country_phrase(flag)) for flag in flags if flag != NO_FLAG]
    named += [_("other")] if NO_FLAG in flags else []
    incidents = ngettext("{count} incident", "{count} incidents", len(arrests)).format(count=number(len(arrests)))
    where = "" if len(arrests) > 1 else f" {places.where(arrests[0].record)} {_when(arrests, year=False)}"
    said = _("{who} detained {people} from {flag} fishing vessels").format(
        who=listed([_(sides.country_phrase(one)) for one in by]),
        people=people(known),
        flag=listed(named),
    )
    if len(arrests) > 1:
        said = _("{what} in {incidents}").format(what=said, incidents=incidents)
        missing = sum(count is None for count in counts)
        if missing and known:
            said += ", " + ngettext(
                "{count} of them without a number", "{count} of them without a number", missing
            ).format(count=number(missing))
    return sentence(f"{said}{where}.")
