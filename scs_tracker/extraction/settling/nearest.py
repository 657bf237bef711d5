"""Who is on a side that the sentence leaves open: the nearest of another country, or whose waters were entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling.sides import CLAIMANTS
from scs_tracker.extraction.who import voices
from scs_tracker.extraction.who.parties import CONCRETE, Party, code_of, kind_of

if TYPE_CHECKING:
    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act

LAW: Final = frozenset(
    {"coast guard", "navy", "fisheries authority", "maritime authority", "surveillance", "air force", "unknown"}
)
ENFORCED: Final = frozenset({"detention", "seizure", "boarding", "expulsion", "warning_shots"})
#: What rigs and survey ships do.
_DRILLING: Final = frozenset({"survey_intrusion", "standoff", "shadowing"})
#: What a ship can do without anybody who suffers it.
_SUFFERED_BY: Final = frozenset({"survey_intrusion", "swarming", "barrier", "drone", "shadowing", "standoff"})


def whose_waters(one: Party, line: Line, rules: list[str]) -> Party | None:
    """Return the country into whose waters a ship came."""
    for party in line.parties:
        named = party.head == "state" and party.possessive and party.after < len(line.tokens)
        feature = named and "place" in line.tokens[party.after].kinds  # near Vietnam's Vanguard Bank
        if (party.head == "thing" or feature) and party.country in CLAIMANTS - {one.country}:
            rules.append("role:whose-waters")
            return Party(0, 0, 0, 0, party.country, "", code_of(party.country, "", ""), "state")
    return None


#: What points back to a ship that the sentence named before whoever came near her.
_HERS: Final = frozenset({"its", "her", "their", "it", "them"})
_WITHIN: Final = 14
#: Behind what a sentence that is about one ship tells what another did.
_THEN: Final = frozenset({":", ";", "when", "as", "while", "-", "–", "—"})


def whose_part(act: Act, line: Line, other: Party, history: History) -> Party | None:
    """Return whose bow or path an act without a target is told of: the turn of the BRP Cabra: a frigate cut its bow."""
    if act.target is not None or act.initiator is None or other.first != act.initiator.first:
        return None
    behind = (one.text for one in line.tokens[act.token + 1 : act.token + _WITHIN])
    if _HERS.isdisjoint(behind):
        return None
    before = [
        one
        for one in line.parties
        if one.after <= other.first
        and one.head in {"vessel", "aircraft"}
        and one.country not in {"", "elsewhere", other.country}
        and not one.guessed
        and id(one) not in history.speaking
    ]
    if len({one.country for one in before}) != 1:
        return None
    return before[-1] if any(one.text in _THEN for one in line.tokens[before[-1].after : other.first]) else None


def _is_new(party: Party | None) -> bool:
    """Say whether a party is somebody of no country who was not told of before: two vessels."""
    return party is not None and not party.country and not party.definite and party.head != "pronoun"


def _has_other(line: Line, other: Party) -> bool:
    """Say whether a sentence names a ship or a crew of another country than the other side."""
    return any(one.head in CONCRETE and one.country not in {"", "elsewhere", other.country} for one in line.parties)


def other_side(
    act: Act, line: Line, other: Party | None, history: History, rules: list[str], *, doing: bool
) -> Party | None:
    """Return the nearest party of another country, first before the act and then behind it."""
    if other is None or not other.country:
        return None
    told_by = "" if doing or not _is_new(act.target) or _has_other(line, other) else voices.seat_of_the_sentence(line)
    if told_by in history.countries and told_by in CLAIMANTS - {other.country}:
        rules.append("role:whose-officials-tell")  # blocked two vessels, a source in Hanoi said
        return Party(0, 0, 0, 0, told_by, "", code_of(told_by, "", "vessel"), "state")
    before = history.initiators if doing else history.targets
    enforced = not ENFORCED.isdisjoint(act.types)
    found: tuple[int, int, Party] | None = None
    part = None if doing else whose_part(act, line, other, history)
    if part is not None:
        rules.append("role:whose-bow")
        return part
    for one in reversed(before):
        if one.country != other.country and not (enforced and doing and one.service == "fishing"):
            rules.append("role:as-before")
            return one
    for order, (index, one) in enumerate(history.cast):
        if one.country == other.country:
            continue
        away = act.line - index if index <= act.line else 3 + index - act.line
        cost = 4 * away + (0 if one.service else 6) + (4 if one.head == "state" else 0)
        cost += 10 * (id(one) in history.speaking) + 12 * (one.service in {"oil and gas", "survey"})
        if enforced and doing and kind_of(one.code) not in LAW:
            cost += 30
        if enforced and not doing and one.service == "fishing":
            cost -= 10
        if found is None or (cost, -order) < (found[0], found[1]):
            found = (cost, -order, one)
    if found is None:
        alone = [country for country in history.countries if country != other.country and country in CLAIMANTS]
        rule = "role:only-other-country"
        unsure = act.target is not None and act.target.head == "pronoun" and "role:same-sentence" in rules
        if not (alone or doing or unsure) and _SUFFERED_BY.isdisjoint(act.types):
            alone, rule = [country for country in history.hinted if country != other.country], "role:whose-words"
        if len(alone) != 1:
            return None
        rules.append(rule)
        return Party(0, 0, 0, 0, alone[0], "", code_of(alone[0], "", "vessel"), "state")
    rules.append("role:nearest-other")
    one = found[2]
    if one.service in {"oil and gas", "survey"} and doing and _DRILLING.isdisjoint(act.types):
        return Party(
            one.first, one.after, one.start, one.end, one.country, "", code_of(one.country, "", "vessel"), "vessel"
        )
    return one
