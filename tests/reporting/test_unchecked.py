"""Proposals stand apart, grouped, and are counted nowhere."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]
ONE, OTHER = "20240819-sabina-bagacay-ramming", "20240819-sabina-cape-engano-collision"
WAITING = {ONE: {"status": "proposed"}, OTHER: {"status": "proposed"}}


def test_proposals_of_one_event_are_one_entry_with_all_outlets(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    facts = facts_of("2024-W34", rows=WAITING)
    (group,) = facts["unchecked"]
    assert sorted(group["ids"]) == [ONE, OTHER]
    assert len(group["outlets"]) > 1
    assert len({(one["publisher"], one["url"]) for one in group["outlets"]}) == len(group["outlets"])
    assert len(facts["incidents"]) == 3
    assert facts["coverage"]["proposals"] == 2
    html = unescape(text_html(facts))
    assert "Reported, not yet reviewed" in html
    assert group["sentence"] in html
    assert html.index(group["sentence"]) > html.index("are not in any count")


def test_what_lies_days_apart_or_elsewhere_is_another_event(facts_of: Callable[..., Facts]) -> None:
    apart = facts_of("2024-W34", rows={**WAITING, OTHER: {"status": "proposed", "date_start": "2024-08-22"}})
    assert len(apart["unchecked"]) == 2
    elsewhere = facts_of("2024-W34", rows={**WAITING, OTHER: {"status": "proposed", "place": "Thitu Island"}})
    assert len(elsewhere["unchecked"]) == 2


def test_a_setting_leaves_them_out_and_still_says_how_many_wait(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    facts = facts_of("2024-W34", rows=WAITING, show_unchecked=False)
    assert facts["unchecked"] == []
    assert "Two proposals await review." in facts["coverage"]["sentences"]
    assert "Reported, not yet reviewed" not in text_html(facts)
