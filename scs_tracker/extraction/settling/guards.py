"""What is no incident of this sea: explicit guards, each with a name that ``explain`` prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling import harmless, routine, unreal
from scs_tracker.extraction.settling.sides import CLAIMANTS
from scs_tracker.extraction.what.telling import counts_times
from scs_tracker.extraction.where import places
from scs_tracker.extraction.who.parties import CONCRETE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line

#: What an attempt leaves undone: tried to arrest them.
_UNDONE: Final = frozenset({"detention", "seizure", "sinking"})
#: What is told to ships from afar, and how it reaches them.
_DEMANDS: Final = tuple(f"verb:expulsion:{word} " for word in "tell ask urge demand order call want warn".split())
_RADIO: Final = frozenset("radio radioed vhf channel loudspeaker loudspeakers loudhailer megaphone hailed".split())
_NO_FLAG: Final = frozenset({"XX"})
#: Types that one side alone can be told of.
_ALONE: Final = frozenset({"survey_intrusion", "swarming", "barrier", "drone", "standoff"})
#: Acts that are also exercised.
_EXERCISED: Final = frozenset(
    {
        "shots_fired",
        "warning_shots",
        "boarding",
        "sinking",
        "sonar",
        "drone",
        "air_intercept",
        "seizure",
        "flare",
        "jamming",
    }
)


def check(deed: Deed, line: Line, story: Story) -> str:
    """Return the name of the guard that holds a deed back, or an empty string."""
    return (
        _told(deed, line)
        or unreal.check(deed, line, story)
        or _actors(deed, line, story)
        or ("guard:no-actor" if _is_scene(deed, line, story) else "")
        or _strength(deed, line)
        or unreal.check_works(deed, line, story)
        or _accident(deed, line)
        or _crime(deed, line, story)
        or _rescue(deed, line, story)
        or _drill(deed, line)
        or harmless.check(deed, line, story)
        or routine.check(deed, line, story)
        or _region(deed, line, story)
    )


def _told(deed: Deed, line: Line) -> str:
    status = deed.act.status
    if status == "denied":
        deed.loose = deed.weak = True
    if status in {"negated", "hypothetical"}:
        return f"guard:{status}"
    if _is_compelled(deed, line):
        return "guard:hypothetical"
    if deed.act.attempted and not _UNDONE.isdisjoint(deed.types):
        return "guard:attempted"
    if _is_of_a_tally(deed, line):
        return "guard:habitual"
    if status == "habitual" and (deed.when is None or _is_of_years(deed, line)):
        return "guard:habitual"
    if deed.act.general and deed.when is None and deed.spot is None:
        deed.loose = True  # condemned the use of water cannon: no case of its own
    return ""


def _is_of_years(deed: Deed, line: Line) -> bool:
    """Say whether a clause of its own tells of a habit, and the date is that of the clause before.

    On Monday it named a ship for the shoal, where cutters have for years driven off boats.
    """
    start = deed.act.token
    opener = next((at for at in range(start - 1, 0, -1) if line.tokens[at].text in _RELATIVES), 0)
    usual = any("habit" in one.kinds for one in line.tokens[max(opener, start - 5) : start + 1])
    return bool(opener) and usual and deed.when is not None and deed.when.end <= line.tokens[opener].start


_RELATIVES: Final = frozenset({"where", "which", "who", "whose", "that", "as"})


def _is_of_a_tally(deed: Deed, line: Line) -> bool:
    """Say whether a sentence only counts what was done in a year: had expelled 41 boats from the zone last year."""
    target = deed.act.target
    if deed.when is None and counts_times(line, deed.act.token):
        return True
    if deed.when is None or deed.when.form != "span" or len(deed.when.first) != 4 or target is None:
        return False
    counts = [one.text for one in line.tokens[target.first : target.after] if "number" in one.kinds]
    return any(one.isdigit() and int(one) >= _MANY for one in counts)


#: So many in a year were not met at once.
_MANY: Final = 10


def _is_compelled(deed: Deed, line: Line) -> bool:
    """Say whether somebody had to do what is an act against others, and names none: planes had to circle."""
    first = min(deed.act.token, deed.act.verb if deed.act.verb >= 0 else deed.act.token)
    before = line.words[max(first - 2, 0) : first]
    if "turn-back active control" in deed.act.rule and deed.act.target is None:
        return True  # or turn back: of themselves
    aggressive = not {"harassment", "shadowing", "air_intercept"}.isdisjoint(deed.types)
    guessed = "role:nearest-other" in deed.rules and deed.act.target is None
    return aggressive and guessed and before == ["had", "to"] and deed.act.rule.startswith("verb")


def _is_its_own(deed: Deed, line: Line) -> bool:
    """Say whether fishers part with what is theirs: the boat cut its nets and fled."""
    one = deed.act.initiator
    if deed.types != ("harassment",) or ":cut active" not in deed.act.rule or one is None:
        return False
    flagged = one.service != "fishing" and (bool(one.service) or (bool(one.country) and not one.guessed))
    if flagged or (one.head == "people" and line.last_word(one) not in _CREWS):
        return False
    if one.head == "pronoun" and not any(code.endswith("-FISH") for code in deed.initiator.codes):
        return False
    behind = line.words[deed.act.token + 1 : deed.act.token + 3]
    many = one.many or one.head == "people"
    own = not {"their" if many else "its", "his"}.isdisjoint(behind[:1])
    gone = not _GONE.isdisjoint(line.words[deed.act.token :])
    return behind[:1] == ["loose"] or (own and gone)


#: Who has nets and lines aboard.
_CREWS: Final = frozenset("crew crewmen fishermen fisherman fisher skipper skippers captain".split())
#: What boats do that cut their own lines.
_GONE: Final = frozenset("fled flee fleeing escaped escape ran run sped made raced steamed headed turned".split())


def _is_scene(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether a survey is only where something was done: drove the cutter away from a seismic survey."""
    act = deed.act
    if deed.types != ("survey_intrusion",) or not act.rule.startswith("noun:") or act.initiator is not None:
        return False
    return any(
        one.line == act.line and one is not act and one.status == "told" and one.initiator is not None
        for one in story.acts
    )


def _actors(deed: Deed, line: Line, story: Story) -> str:
    parties = [party for party in (deed.act.initiator, deed.act.target) if party is not None]
    if any(party.country == "elsewhere" for party in parties):
        return "guard:actor-elsewhere"
    if not deed.types or _is_its_own(deed, line):
        return "guard:no-type"
    if ":poach" in deed.act.rule and "accused-of" in deed.act.rule:
        return "guard:given-as-reason"  # held for poaching, cleared of poaching
    target = deed.act.target
    if deed.types[0] == "expulsion" and target is not None and not (target.country or target.definite or target.owner):
        told = deed.act.initiator is not None and deed.act.initiator.head in {"state", "force", "speaker"}
        counted = line.tokens[target.first].text in _COUNTED
        listed = counted and len(deed.target.countries()) > 1  # seven foreign vessels, told of next
        if (
            told
            and not listed
            and target.head == "vessel"
            and not target.units
            and not deed.act.rule.startswith("verb:expulsion:d")
        ):
            return "guard:warning-to-all"
    one = deed.act.initiator
    asked = deed.types[0] == "expulsion" and deed.act.rule.startswith(_DEMANDS)
    if asked and one is not None and one.head == "speaker" and _RADIO.isdisjoint(line.words):
        return "guard:demanded"  # a minister told the boats to go home
    if asked and one is not None and one.head == "state" and line.sentence.headline and _is_of_a_ministry(line, story):
        return "guard:demanded"  # Vietnam tells the ship to go, as its ministry demanded
    if deed.loose:
        return "" if deed.act.strength > 1 or deed.types == ("seizure",) else "guard:too-weak"
    here, there = deed.initiator.countries(), deed.target.countries()
    if not here:
        return "guard:no-initiator"
    if here == there and len(here) == 1:
        return "guard:same-country"
    if " each-other" in deed.act.rule and not there and len(here) == 1:
        return "guard:same-country"  # two frigates of one navy hunted each other
    if not (here | there) & CLAIMANTS:
        return "guard:no-claimant"
    if there and not (here <= CLAIMANTS | _NO_FLAG and there <= CLAIMANTS | _NO_FLAG) and "CN" not in here | there:
        return "guard:partners"
    one = deed.act.initiator
    together = {link.country for link in one.links} - here if one is not None and not deed.act.mutual else set()
    if (target is None or not target.country) and there and there <= together:
        return "guard:partners"  # Vietnamese and Chinese ships inspected fishing boats
    nobody = one is None or (one.head == "people" and not one.country)
    if "sinking" in deed.types and nobody and (not _is_sunk(deed) or (one is None and _is_of_weather(line))):
        return "guard:sank-of-itself"  # by a wave, and not by the men whom somebody found
    return ""


def _is_of_a_ministry(headline: Line, story: Story) -> bool:
    """Say whether the sentence below a headline tells of a demand that a ministry made, and nobody at sea."""
    below = next((one for one in story.lines[headline.sentence.index + 1 :] if not one.sentence.headline), None)
    if below is None or any(one.text in _RADIO for one in below.tokens):
        return False
    return _DEMANDED.search(story.folded, below.sentence.start, below.sentence.end) is not None


#: What a ministry asks of another government or its ships.
_DEMANDED: Final = re.compile(
    r"\b(?:ministr(?:y|ies)|minister|embassy|ambassador|spokes(?:man|woman|person)|president|premier|government)\b.{0,60}?"
    r"\b(?:demand(?:ed|s|ing)?|call(?:ed|s)? (?:on|for)|urg(?:ed|es)|ask(?:ed|s)?|request(?:ed|s)|insist(?:ed|s)"
    r"|told|tells|order(?:ed|s))\b"
)
_COUNTED: Final = frozenset("two three four five six seven eight nine ten eleven twelve".split())
#: What sinks boats by itself.
_WEATHER: Final = frozenset({"typhoon", "storm", "waves", "gale", "squall", "cyclone", "monsoon", "lightning"})


def _is_of_weather(line: Line) -> bool:
    """Say whether a sentence tells of a storm: boats were sunk when a typhoon came ashore."""
    return not _WEATHER.isdisjoint(line.words)


def _is_sunk(deed: Deed) -> bool:
    """Say whether somebody sank it, though the clause does not say who: boats were scuttled, said the navy."""
    return " passive" in deed.act.rule or "scuttle" in deed.act.rule


def _strength(deed: Deed, line: Line) -> str:
    if deed.loose:
        return ""
    concrete = [head in CONCRETE for head in deed.heads]
    if deed.types == ("swarming",) and deed.heads[0] not in {"vessel", "force", "state"}:
        return "guard:nothing-at-sea"
    if deed.types == ("swarming",) and _is_of_unnamed(deed, line):
        return "guard:nothing-at-sea"  # two hundred relatives gathered at the seaside
    named = [party for party in (deed.act.initiator, deed.act.target) if party is not None]
    if deed.act.rule.startswith("noun:collision") and named and all(party.head == "state" for party in named):
        return "guard:nothing-at-sea"  # a collision of American and Chinese interests
    if deed.act.strength == 2 and not any(concrete):
        return "guard:nothing-at-sea"
    stated = deed.act.initiator is not None and (deed.act.target is not None or deed.act.mutual)
    if deed.types == ("boarding",) and deed.act.strength == 1 and "role:nearest-other" in deed.rules:
        stated = False  # inspected fishing boats of both countries
    in_waters = "role:whose-waters" in deed.rules and concrete[:1] == [True]  # a cutter seen in Malaysian waters
    if deed.act.strength == 1 and not (stated and all(concrete)) and not in_waters:
        deed.loose = deed.weak = True
    return ""


def _is_of_unnamed(deed: Deed, line: Line) -> bool:
    """Say whether some people come together whom no list knows, and no boats: a plain noun is the subject."""
    at = deed.act.token
    if deed.act.initiator is not None or not deed.act.rule.startswith("verb:") or " active" not in deed.act.rule:
        return False
    while at and (line.tokens[at - 1].text in _BEFORE_VERBS or line.tokens[at - 1].text.endswith("ly")):
        at -= 1
    return at > 0 and not line.tokens[at - 1].kinds and line.at[at - 1] is None and line.tokens[at - 1].text in _PEOPLE


_BEFORE_VERBS: Final = frozenset({"had", "have", "has", "also", "again", "then", "later", "were", "are"})
_PEOPLE: Final = frozenset(
    (
        "veterans relatives families mourners residents villagers students pupils pilgrims parishioners people widows "
        "guests tourists visitors activists protesters demonstrators volunteers survivors children officials "
        "delegates experts scholars ministers leaders journalists reporters crowds crowd hundreds thousands dozens"
    ).split()
)


def _crime(deed: Deed, line: Line, story: Story) -> str:
    if "crime" in line.kinds:
        return "" if _is_called_a_crime(deed, line) else "guard:crime"
    if "protest" not in line.kinds:
        return ""
    arrested = any(one.text == "arrested" for one in line.tokens)  # police arrested two men who had flown a drone
    if _AFLOAT.issuperset(deed.types) and not arrested:
        return ""
    return "guard:street-protest" if _is_ashore(line, story) else ""


_ARMED: Final = frozenset({"coast guard", "navy", "militia"})


def _is_called_a_crime(deed: Deed, line: Line) -> bool:
    """Say whether what a service of one state did to another's is only called so: a boarding amounts to piracy."""
    one, other = deed.act.initiator, deed.act.target
    called = all(one.text in {"piracy", "pirates", "pirate"} for one in line.tokens if "crime" in one.kinds)
    if not called or one is None or one.service not in _ARMED or one.guessed or not one.country:
        return False
    stated = (other is None or not other.guessed) and "role:nearest-other" not in deed.rules
    return stated and bool(deed.target.countries() - {one.country})


def _is_ashore(line: Line, story: Story) -> bool:
    """Say whether a sentence names nobody at sea; whom police stopped there may be named in the sentence before."""
    parties = list(line.parties)
    if all(one.text == "police" for one in line.tokens if "protest" in one.kinds):
        before = story.lines[line.sentence.index - 1] if line.sentence.index else line
        if before.sentence.paragraph == line.sentence.paragraph:
            parties += before.parties
        if any(one.code.endswith("-FISH") for one in parties):
            return False  # police arrested the crew of a fishing boat
    return not any(party.head in {"vessel", "aircraft", "mission"} for party in parties)


#: What nobody does in a street.
_AFLOAT: Final = frozenset({"drone", "survey_intrusion", "swarming", "shadowing", "seizure", "sonar", "boarding"})


def _accident(deed: Deed, line: Line) -> str:
    """Hold back two merchant ships that met by accident, and boats sunk in numbers that were taken long before."""
    if deed.loose:
        return ""
    codes = [*deed.initiator.codes, *deed.target.codes]
    merchant = bool(codes) and all(code[3:] == "CIV" or code == "XX-UNK" for code in codes)
    if deed.types and merchant and not _ACCIDENTS.isdisjoint(deed.types):
        return "guard:merchant-ships"
    if deed.types != ("sinking",):
        return ""
    sunk = line.tokens[deed.act.token : deed.act.token + 7]
    taken = next((index for index, one in enumerate(sunk) if one.text in _TAKEN), 0)
    many = any("number" in one.kinds and one.text not in {"one", "two", "1", "2"} for one in sunk[:taken])
    return "guard:scuttled" if many else ""


#: What merchant ships do to each other by mistake.
_ACCIDENTS: Final = frozenset({"collision", "dangerous_manoeuvre"})
_TAKEN: Final = frozenset({"confiscated", "seized", "impounded", "forfeited", "captured"})


def _rescue(deed: Deed, line: Line, story: Story) -> str:
    """Hold back a ship that stays with, boards or tows those whom it helps, and the flares of those in distress."""
    tailed = deed.types == ("shadowing",) and deed.act.target is not None and bool(deed.act.target.units)
    if _HELPING.issuperset(deed.types) and "rescue" in line.kinds and not tailed:
        return "guard:rescue"
    if _HELD.issuperset(deed.types) and _is_taken_up(deed, line, story):
        return "guard:rescue"
    if deed.types == ("shadowing",) and _LET_PASS.search(story.folded, line.sentence.start, line.sentence.end):
        return "guard:let-pass"
    towed = deed.types == ("seizure",) and "tow" in line.text[line.tokens[deed.act.token].start :][:60]
    if not towed and deed.types != ("flare",):
        return ""
    index = line.sentence.index
    near = story.lines[max(index - 2, 0) : index + 2]
    return "guard:rescue" if any("distress" in one.kinds for one in near) else ""


#: What whoever watched a voyage with the other side's consent did: monitored the trip and let the boat pass.
_LET_PASS: Final = re.compile(
    r"(?<!not )(?<!never )\b(?:let|allowed|permitted) (?:\w+ ){1,4}?(?:to )?"
    r"(?:pass|through|proceed|go ahead|continue|enter|sail on)\b|\bwithout (?:interfering|interference|hindrance)\b"
)
_HELD: Final = frozenset({"detention", "seizure"})
_HELPING: Final = frozenset({"shadowing", "boarding", "survey_intrusion"})


def _is_taken_up(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether men were taken aboard by those who help them: whose boat sank, or who are fed and looked after."""
    after = line.words[deed.act.token : deed.act.token + 9]
    mild = _MILD.search(deed.act.rule) is not None
    if not mild and (_TAKE.search(deed.act.rule) is None or (_ABOARD | _IN_NEED).isdisjoint(after)):
        return False
    if mild and _is_helped([line]) and _FORCED.isdisjoint(line.words):
        return True  # the tug had broken down; who is arrested further on is somebody else
    index = line.sentence.index
    near = story.lines[max(index - 3, 0) : index + 2]
    if any(not _FORCED.isdisjoint(one.text for one in beside.tokens) for beside in near):
        return False
    return _is_helped(near)


def _is_helped(lines: Sequence[Line]) -> bool:
    """Say whether sentences tell of people in need, or of what helpers do."""
    return any(
        "rescue" in one.kinds or "distress" in one.kinds or any(token.text in _LOST for token in one.tokens)
        for one in lines
    )


#: What is done to those who are helped as well as to those who are held.
_MILD: Final = re.compile(
    r":(?:bring|pick-up|pulled|lifted|plucked|hauled|haul|removed|ferry|transfer|tow|escort|steer)\b"
)
_TAKE: Final = re.compile(r":(?:take|took) ")
#: What a boat is off which men are taken.
_IN_NEED: Final = frozenset("sinking stricken burning capsized drifting foundering leaking crippled wreck".split())
_ABOARD: Final = frozenset({"aboard", "on board", "board"})
#: What speaks against help.
_FORCED: Final = frozenset(
    (
        "arrested detained seized captured handcuffed prisoners prisoner custody gunpoint boarded interrogated "
        "questioned impounded confiscated charged"
    ).split()
)
#: What has become of those who are helped, and what helpers do.
_LOST: Final = frozenset(
    (
        "fed sinking foundered sank sunk capsized swamped overturned stricken drifting drifted stranded picked rescued "
        "rescuers safety saved help doctor medic meals clothes blankets water adrift swimming clinging broken"
    ).split()
)


def _drill(deed: Deed, line: Line) -> str:
    if "mock" in line.kinds or ("drill" in line.kinds and (_is_simulated(deed, line) or _is_in_play(deed, line))):
        return "guard:drill"
    if not _EXERCISED.isdisjoint(deed.types) and "drill" in line.kinds:
        stated = deed.act.initiator is not None and deed.act.target is not None and not deed.rules
        met = (
            deed.types in _MET
            and deed.act.initiator is not None
            and deed.initiator.countries() != deed.target.countries()
        )
        if met and deed.target.codes and "mock" not in line.text:
            return ""  # divers in training had to surface, as a destroyer used its sonar
        return "" if stated else "guard:drill"
    return ""


def _is_simulated(deed: Deed, line: Line) -> bool:
    """Say whether a drill plays an act: the exercise simulated a clash in which a frigate fired on a landing ship."""
    before = line.tokens[: deed.act.token]
    played = any(one.text.startswith(_PLAYED) and "drill" in one.kinds for one in before)
    return played and sum("drill" in one.kinds for one in line.tokens) > 1


def _is_in_play(deed: Deed, line: Line) -> bool:
    """Say whether the present tense tells how a drill went: in the exercise a captain seizes a survey boat."""
    at = deed.act.verb if deed.act.verb >= 0 else deed.act.token
    forms = {*line.tokens[at].kinds.get("verb", "")}
    if line.sentence.headline or deed.when is not None or not forms or not forms <= {"b", "s"}:
        return False
    return any(
        "drill" in one.kinds and "in" in [word.text for word in line.tokens[max(index - 3, 0) : index]]
        for index, one in enumerate(line.tokens[:at])
    )


_PLAYED: Final = ("simulat", "rehears", "practis", "practic")
#: What somebody meets with who trains.
_MET: Final = frozenset({("sonar",), ("drone",)})


def _region(deed: Deed, line: Line, story: Story) -> str:
    """Hold back what happened elsewhere, and what no place of this sea speaks for."""
    if deed.spot is not None:
        return ""
    if "elsewhere" in line.kinds and not (story.here and _only_passed(line)):
        return "guard:elsewhere"
    if deed.loose:
        return ""
    here, elsewhere = int(story.at_sea) + story.here, story.elsewhere
    if story.spots_of(line.sentence.index):
        here += any(spot.position.method == "coordinates" for spot in story.spots_of(line.sentence.index))
    if elsewhere > here or (elsewhere == here and _is_after_another_sea(line, story)):
        return "guard:elsewhere"
    if not here and len((deed.initiator.countries() | deed.target.countries()) & CLAIMANTS) < 2:
        return "guard:no-place-in-this-sea"
    if not here and {"CN", "TW"} >= (deed.initiator.countries() | deed.target.countries()):
        return "guard:no-place-in-this-sea"
    return ""


def _only_passed(line: Line) -> bool:
    """Say whether the other seas of a sentence are those from which somebody came: out of the Singapore Strait."""
    return all(_is_passed(line, index) for index, token in enumerate(line.tokens) if "elsewhere" in token.kinds)


def _is_passed(line: Line, index: int) -> bool:
    return not _FROM.isdisjoint(line.words[max(index - 3, 0) : index])


_FROM: Final = frozenset({"from", "of", "left", "leaving", "bound", "via", "towards", "toward"})


def _is_after_another_sea(line: Line, story: Story) -> bool:
    """Say whether the place named last before a sentence, or first behind a headline, lies in another sea."""
    before = [] if line.sentence.headline else story.lines[: line.sentence.index]
    for one in reversed(before) if before else story.lines:
        named = [
            "elsewhere" in token.kinds
            for index, token in enumerate(one.tokens)
            if ("elsewhere" in token.kinds and not _is_passed(one, index))
            or ("place" in token.kinds and places.is_sea(token.kinds["place"]))
        ]
        if named:
            return named[-1] if before else named[0]
    return False
