"""Relevance: headlines are of this sea or not, before anything of them is read."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.intake.items import Item
from scs_tracker.intake.reading import is_relevant
from scs_tracker.intake.relevance import tier, warning_parts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("China Coast Guard fires water cannon at Scarborough Shoal", "strict"),
        ("Philippine boat rammed near Pag-asa Island", "strict"),
        ("PCG drives Chinese warship away from Marie Louise Bank", "strict"),
        ("Chinese ship hits Filipino boat, crew rescued", "wide"),
        ("US Navy sails past the Paracel Islands", "near"),
        ("中国军机在中业岛附近拦截菲律宾飞机", "foreign"),
        ("Kapal Pengawal Pantai China mengekori kapal di Beting Patinggi Ali", "foreign"),
        ("海警船在仁爱礁附近使用水炮", "foreign"),
        ("Tàu cá Việt Nam bị đâm chìm ở Hoàng Sa", "foreign"),
        ("tau ca Viet Nam bi dam chim o Hoang Sa", "foreign"),
        ("Mangingisda sa Ayungin, binomba ng tubig ng CCG", "foreign"),
        ("Bakamla usir kapal Vietnam dari Laut Natuna Utara", "foreign"),
        ("APMM tahan kapal Vietnam di perairan Terengganu", "foreign"),
        ("Rice prices rise in Manila", "none"),
        ("Typhoon nears Luzon, storm signal raised", "none"),
        ("Man hit by car in Scarborough, Ontario", "none"),
        ("Rooftop drone show over Tokyo", "none"),
        ("Foreign firm blocks plan to buy shipyard", "none"),
        ("Sheikh Ali al-Sabah says shipping is safe", "none"),
        ("Firm agrees to sell shipping arm of Adams Co to rival", "none"),
        ("", "none"),
    ],
)
def test_tiers(text: str, wanted: str) -> None:
    assert tier(text) == wanted


def test_words_far_apart_say_nothing_of_each_other() -> None:
    """A place in one paragraph and a ship in another are no clash; a clash in the second paragraph is one."""
    filler = "Prices rose a little in the quarter, and the board said nothing of it. " * 6
    apart = f"The bank has a branch in Palawan. {filler} Its rival lends to owners of fishing boats."
    together = f"The minister spoke for an hour. {filler} A patrol boat was blocked near Luconia Shoal."

    def relevant(text: str) -> bool:
        return is_relevant(Item("k", "", "Notes of the day", None, text))

    assert (relevant(apart), relevant(together)) == (False, True)


def test_words_of_warnings() -> None:
    assert warning_parts("SOUTH CHINA SEA. GUNNERY EXERCISE") == {"drill"}
    assert warning_parts("军事训练—琼航警196/26") == {"sea"} | warning_parts("军事")


def _headline(address: str) -> str:
    """Return the headline in an address, where there is one of four words or more."""
    part = max(unquote(urlsplit(address).path).split("/"), key=lambda one: len(re.findall(r"[-_]", one)))
    words = re.sub(r"[-_+]+", " ", re.sub(r"\.\w{2,5}$", "", part)).strip()
    return words if len(words.split()) > 3 else ""


def test_known_incidents_would_have_been_seen() -> None:
    """By the headlines in the addresses of their own sources; docs/intake.md has the figures."""
    with Path(geodata.shipped("incidents/incident_sources.csv")).open(encoding="utf-8") as file:
        rows = [(row["incident_id"], _headline(row["url"])) for row in csv.DictReader(file)]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for own_id, headline in rows:
        if headline:
            found[own_id].add(tier(headline))
    counts = Counter(bool(tiers - {"none"}) for tiers in found.values())
    assert counts[True] / counts.total() >= 0.75
    strict = sum(bool(tiers & {"strict", "foreign"}) for tiers in found.values())
    assert strict / counts.total() >= 0.45


@given(st.text(max_size=300))
def test_any_text_has_a_tier(text: str) -> None:
    assert tier(text) in {"strict", "wide", "near", "foreign", "none"}
