"""What the ledger knows beside its incidents: second readers, groups, leads, its head, and archived copies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import html5lib
import jsonschema
from reporting.test_weekly_formats import SCHEMA

from scs_tracker.reporting import render_html, render_markdown
from scs_tracker.reporting.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

Facts = dict[str, Any]
RAMMING = "20240819-sabina-bagacay-ramming"
COLLISION = "20240819-sabina-cape-engano-collision"
HEAD = {"run": 12, "at": "2026-11-23T00:00:00Z", "hash": "ab" * 32}


def lead(published: str, title: str = "Ships meet <b>", address: str = "https://example.org/lead") -> dict[str, Any]:
    known = {"title": title, "source": "gazette", "address": address, "language": "vi", "why": "x"}
    return known | {"published": published}


def test_what_wants_a_second_reader_is_printed_apart_and_counted_nowhere(
    golden: Facts, facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    facts = facts_of("2024-W34", beside=Beside(one_reader={RAMMING}))
    assert RAMMING not in [row["id"] for row in facts["incidents"]]
    assert facts["glance"][0]["this_week"] == golden["glance"][0]["this_week"] - 1
    assert facts["data"]["accepted_incidents"] == golden["data"]["accepted_incidents"] - 1
    (group,) = facts["unchecked"]
    assert (group["ids"], group["one_reader"]) == ([RAMMING], True)
    for text in (text_html(facts), render_markdown(facts)):
        assert "One person has accepted it; a second one has not yet." in text


def test_groups_of_the_ledger_decide_what_is_one_event(facts_of: Callable[..., Facts]) -> None:
    proposed = {name: {"status": "proposed"} for name in (RAMMING, COLLISION)}
    alike = facts_of("2024-W34", rows=proposed)["unchecked"]
    apart = Beside(groups={"a": [RAMMING, "other"], "b": [COLLISION, "another"]})
    assert [len(group["ids"]) for group in alike] == [2]
    found = facts_of("2024-W34", rows=proposed, beside=apart)["unchecked"]
    assert sorted(group["ids"] for group in found) == [[RAMMING], [COLLISION]]
    far = {RAMMING: {"status": "proposed", "place": "Thitu Island"}, COLLISION: {"status": "proposed"}}
    together = Beside(groups={"a": [RAMMING, COLLISION]})
    assert [len(group["ids"]) for group in facts_of("2024-W34", rows=far, beside=together)["unchecked"]] == [2]


def test_leads_of_the_week_are_listed_and_marked(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    leads = [lead("2024-08-20"), lead("2024-08-26"), lead("2024-08-18"), lead("", "undated")]
    facts = facts_of("2024-W34", beside=Beside(leads=leads))
    jsonschema.Draft202012Validator(SCHEMA).validate(facts)
    assert [row["published"] for row in facts["leads"]["rows"]] == ["2024-08-20"]
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text_html(facts))
    assert [element.text for element in page.iter("span") if element.get("lang") == "vi"].count("Ships meet <b>") == 1
    many = [lead("2024-08-20", f"lead {number}") for number in range(25)]
    found = facts_of("2024-W34", beside=Beside(leads=many))["leads"]
    assert (len(found["rows"]), found["left_out"]) == (20, 5)
    assert facts_of("2024-W34", beside=Beside(leads=many), show_unchecked=False)["leads"]["rows"] == []


def test_the_head_of_the_chain_is_printed(facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]) -> None:
    facts = facts_of("2024-W33", beside=Beside(head=HEAD))
    jsonschema.Draft202012Validator(SCHEMA).validate(facts)
    assert facts["data"]["chain"] == {"run": 12, "hash": "ab" * 32}
    for text in (text_html(facts), render_markdown(facts)):
        assert f"run 12, {'ab' * 32}" in text


def test_a_copy_stands_beside_its_link_where_it_is_known(
    golden: Facts, facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    address = golden["incidents"][0]["source_list"][0]["url"]
    archived = {address: "https://web.archive.org/web/2024/x", "https://example.org/lead": "javascript:alert(1)"}
    facts = facts_of("2024-W34", beside=Beside(archived=archived, leads=[lead("2024-08-20")]))
    jsonschema.Draft202012Validator(SCHEMA).validate(facts)
    source = next(source for source in facts["sources"] if source["url"] == address)
    assert source["archive"] == "https://web.archive.org/web/2024/x"
    assert facts["leads"]["rows"][0]["archive"] == ""
    html, plain = text_html(facts), render_markdown(facts)
    assert '<a href="https://web.archive.org/web/2024/x" rel="noopener noreferrer">archived copy</a>' in html
    assert "[archived copy](<https://web.archive.org/web/2024/x>)" in plain


def test_incidents_and_counts_lead_to_the_map_where_there_is_one(golden: Facts) -> None:
    nothing = {"map": "", "trend": "", "matrix": "", "months": "", "places": []}
    html = render_html(golden, drawn=nothing, maps="../")
    for row in golden["incidents"]:
        assert f'href="../overview.html#id={row["id"]}"' in html
    place = golden["places"][0]
    first = golden["trend"]["weeks"][0]["first_day"]
    feature = place["place"]["feature_id"]
    assert f'#time={first}..2024-08-25&amp;find=place%3A{feature}">{place["last_52_weeks"]}</a>' in html
    assert "overview.html" not in render_html(golden, drawn=nothing)


def test_an_issued_week_without_these_is_still_rendered(golden: Facts) -> None:
    old = json.loads(json.dumps(golden))
    for key in ("language", "leads"):
        del old[key]
    del old["data"]["chain"]
    for row in old["incidents"]:
        del row["standing_plain"], row["standing_details"]
        for source in row["source_list"]:
            del source["archive"]
    nothing = {"map": "", "trend": "", "matrix": "", "months": "", "places": []}
    assert "What happened" in render_html(old, drawn=nothing)
    assert "What happened" in render_markdown(old)


def test_the_standing_is_told_in_plain_words_too(
    shipped: pd.DataFrame, facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    from scs_tracker import geodata
    from scs_tracker.zones import classify, locate

    row = shipped[shipped["id"] == RAMMING].iloc[0]
    found = locate(row["lat"], row["lon"], date=row["date_start"], radius_km=row["radius_km"])
    placed = shipped.loc[shipped["id"] == RAMMING, ["lat", "lon", "radius_km", "date_start"]].astype(
        {"radius_km": float}
    )
    held = classify(placed).drop(columns=["geometry", *placed.columns]).iloc[0].to_dict()
    change = held | {"geodata_version": geodata.version()}
    told = {row["id"]: row for row in facts_of("2024-W34", rows={RAMMING: change})["incidents"]}[RAMMING]
    assert (told["standing_plain"], told["standing_details"]) == (found["plain"], found["details"])
    changed = facts_of("2024-W34", rows={RAMMING: change | {"standing": "Else."}})["incidents"]
    other = {row["id"]: row for row in changed}
    assert other[RAMMING]["standing_details"] == []
