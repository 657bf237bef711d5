"""What either side says of an incident, in our own short form with the offsets of the sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import speakers

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story

_LAWFUL: Final = "says that it acted lawfully and with restraint"
#: What a side says, by the words of its sentence; the first that fits counts.
_STANCES: Final = (
    (r"\b(?:den(?:y|ies|ied|ying)|refut\w+|groundless|fabricat\w+|false|distort\w+|untrue)\b", "denies it"),
    (
        (
            r"\b(?:deliberate(?:ly)? (?:collid|ramm|crash|provok|hit)\w*|intentional\w*|provocat\w+"
            r"|provok\w+|stirring up)\b"
        ),
        "calls it a deliberate provocation by the other side",
    ),
    (
        (
            r"\b(?:illegal(?:ly)? (?:enter|intrud|trespass|land|fish)\w*|intrud\w+|intrusion|trespass\w*"
            r"|without (?:permission|approval|authori[sz]ation))\b"
        ),
        "says that the other side intruded",
    ),
    (
        (
            r"\b(?:control measures|regulatory measures|necessary measures|law enforcement"
            r"|in accordance with (?:the )?law|lawful\w*|legal(?:ly)?|legitimate|professional(?:ly)?"
            r"|standardi[sz]ed|restrain\w+|necessary controls)\b"
        ),
        _LAWFUL,
    ),
    (r"\b(?:illegal|unlawful|violat\w+|breach\w*|infring\w+)\b", "calls it unlawful"),
    (r"\b(?:dangerous\w*|unsafe|reckless\w*|unprofessional|hazardous|endanger\w*|risk\w*)\b", "calls it dangerous"),
    (
        r"\b(?:condemn\w*|denounc\w*|protest\w*|aggressive|aggression|harass\w*|bullying|coercive|coercion|unprovoked)\b",
        "protests against it",
    ),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern), words) for pattern, words in _STANCES)


def find(incident: Incident, story: Story) -> tuple[str, list[tuple[int, int]]]:
    """Return the accounts of both sides, and where they stand.

    Only sentences within six of those that tell the incident count, and of each side the first stance.
    """
    sides = incident.initiator.countries() | incident.target.countries()
    said: dict[str, str] = {}
    where: list[tuple[int, int]] = []
    if incident.background:
        return "", []
    near = {index + away for index in incident.lines for away in range(-6, 7)}
    for index in sorted(one for one in near if 0 <= one < len(story.lines)):
        line = story.lines[index]
        if "saying" not in line.kinds:
            continue
        side = speakers.country_of(story, index)
        if side not in sides or side in said:
            continue
        words = story.folded[line.sentence.start : line.sentence.end]
        acted = side in incident.initiator.countries()
        stance = next(
            (phrase for pattern, phrase in _COMPILED if pattern.search(words) and (acted or phrase != _LAWFUL)), ""
        )
        if stance:
            said[side] = stance
            where.append((line.sentence.start, line.sentence.end))
    return "; ".join(f"{country}: {stance}" for country, stance in sorted(said.items())), where
