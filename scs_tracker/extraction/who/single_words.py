"""What one word tells of a party: its country, its service, what it is, a name; and where a party goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Token

_ARMS: Final = frozenset(
    f"{one} and {other} forces" for pair in (("sea", "air"), ("naval", "air")) for one, other in (pair, pair[::-1])
)


#: Services that stay before a word for what a ship or plane is: a navy fighter, a militia trawler, a Petronas tug.
_KEPT: Final = frozenset(
    {
        ("navy", "air force"),
        ("navy", "surveillance"),
        ("coast guard", "surveillance"),
        ("militia", "fishing"),
        ("navy", "civilian"),
        ("coast guard", "civilian"),
        ("militia", "civilian"),
        ("fisheries authority", "survey"),
        ("oil and gas", "civilian"),
        ("oil and gas", "resupply"),
        ("oil and gas", "survey"),
    }
)


def take(party: Party, token: Token) -> None:
    """Give a party what one of its words tells of it."""
    kinds = token.kinds
    if "country" in kinds:
        party.country = kinds["country"]
        if not party.head:
            party.head = "state"
    if "actor" in kinds:
        code = kinds["actor"]
        party.country = party.country or code[:2]
        party.code, party.service, party.head = code, kind_of(code), "force"
    if "service" in kinds:
        kept = (party.service, kinds["service"]) in _KEPT
        kept = kept or (bool(party.service) and token.text == "sailors")  # coast guard sailors
        party.service, party.code = party.service if kept else kinds["service"], ""
        party.head = kinds["head"]
    elif "head" in kinds and "actor" not in kinds:
        party.head = kinds["head"]
        if token.text in _ARMS:
            party.arms = ("navy", "air force")
    if "unit" in kinds:
        party.units = (*party.units, token.text)
        actors = kinds["unit"].split(";")  # a P-8 is of the US Navy, or of another air arm
        actor = next((one for one in actors if one.startswith(party.country)), "") if party.country else actors[0]
        actor = "" if len(actors) > 1 and not party.country else actor
        if not party.country and actor:
            party.country = actor[:2]
        if actor and not actor.endswith("-GOV") and (not party.service or party.code == ""):
            party.code = actor if actor.startswith(party.country) else party.code
            party.service = party.service or kind_of(actor)
        if "head" in kinds or not party.head:
            party.head = kinds.get("head", "vessel") if party.head not in {"people", "speaker"} else party.head
    party.many = (
        party.many
        or token.text in {"flotilla", "fleet", "convoy", "small craft"}
        or (token.text.endswith("s") and not token.text.endswith("ss") and "head" in kinds)
    )


def up_to(party: Party, tokens: Sequence[Token], after: int) -> int:
    """Let a party end before the token at ``after``."""
    party.after, party.end = after, tokens[after - 1].end
    return after


def continues(tokens: Sequence[Token], position: int) -> bool:
    """Say whether the token at ``position`` says more of the party before it: a service, a name, a kind of ship."""
    kinds = tokens[position].kinds if position < len(tokens) else {}
    return "service" in kinds or "unit" in kinds or "actor" in kinds or ("head" in kinds and "verb" not in kinds)
