"""What the ledger knows beside its incidents: second readers, groups, leads, its head, and archived copies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import html5lib
import pytest

from scs_tracker.errors import TrackerError
from scs_tracker.reporting import issued_editions, render_html, render_markdown, update_archive, write_report
from scs_tracker.reporting.context import ReportContext
from scs_tracker.reporting.schema import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
    facts = facts_of("2024-W34", context=ReportContext(one_reader={RAMMING}))
    assert RAMMING not in [row["id"] for row in facts["incidents"]]
    assert facts["glance"][0]["this_week"] == golden["glance"][0]["this_week"] - 1
    assert facts["data"]["accepted_incidents"] == golden["data"]["accepted_incidents"] - 1
    (group,) = facts["unchecked"]
    assert (group["ids"], group["one_reader"]) == ([RAMMING], True)
    for text in (text_html(facts), render_markdown(facts)):
        assert "One reviewer has accepted the report; a second review is pending." in text


def test_groups_of_the_ledger_decide_what_is_one_event(facts_of: Callable[..., Facts]) -> None:
    proposed = {name: {"status": "proposed"} for name in (RAMMING, COLLISION)}
    alike = facts_of("2024-W34", rows=proposed)["unchecked"]
    apart = ReportContext(groups={"a": [RAMMING, "other"], "b": [COLLISION, "another"]})
    assert [len(group["ids"]) for group in alike] == [2]
    found = facts_of("2024-W34", rows=proposed, context=apart)["unchecked"]
    assert sorted(group["ids"] for group in found) == [[RAMMING], [COLLISION]]
    far = {RAMMING: {"status": "proposed", "place": "Thitu Island"}, COLLISION: {"status": "proposed"}}
    together = ReportContext(groups={"a": [RAMMING, COLLISION]})
    assert [len(group["ids"]) for group in facts_of("2024-W34", rows=far, context=together)["unchecked"]] == [2]


def test_leads_of_the_week_are_listed_and_marked(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    leads = [lead("2024-08-20"), lead("2024-08-26"), lead("2024-08-18"), lead("", "undated")]
    facts = facts_of("2024-W34", context=ReportContext(leads=leads))
    validate(facts)
    assert [row["published"] for row in facts["leads"]["rows"]] == ["2024-08-20"]
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text_html(facts))
    assert [element.text for element in page.iter("span") if element.get("lang") == "vi"].count("Ships meet <b>") == 1
    many = [lead("2024-08-20", f"lead {number}") for number in range(25)]
    found = facts_of("2024-W34", context=ReportContext(leads=many))["leads"]
    assert (len(found["rows"]), found["left_out"]) == (20, 5)
    assert facts_of("2024-W34", context=ReportContext(leads=many), show_unchecked=False)["leads"]["rows"] == []


def test_the_head_of_the_chain_is_printed(facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]) -> None:
    facts = facts_of("2024-W33", context=ReportContext(head=HEAD))
    validate(facts)
    assert facts["data"]["chain"] == {"run": 12, "hash": "ab" * 32}
    for text in (text_html(facts), render_markdown(facts)):
        assert f"run 12, {'ab' * 32}" in text


def test_a_copy_stands_beside_its_link_where_it_is_known(
    golden: Facts, facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    address = golden["incidents"][0]["source_list"][0]["url"]
    archived = {address: "https://web.archive.org/web/2024/x", "https://example.org/lead": "javascript:alert(1)"}
    facts = facts_of("2024-W34", context=ReportContext(archived=archived, leads=[lead("2024-08-20")]))
    validate(facts)
    source = next(source for source in facts["sources"] if source["url"] == address)
    assert source["archive"] == "https://web.archive.org/web/2024/x"
    assert facts["leads"]["rows"][0]["archive"] == ""
    html, plain = text_html(facts), render_markdown(facts)
    assert '<a href="https://web.archive.org/web/2024/x" rel="noopener noreferrer">archived copy</a>' in html
    assert "[archived copy](<https://web.archive.org/web/2024/x>)" in plain


def test_incidents_lead_to_the_map_where_there_is_one(golden: Facts) -> None:
    nothing = {"map": "", "months": ""}
    html = render_html(golden, drawn=nothing, maps="../")
    for row in golden["incidents"]:
        assert f'href="../overview.html#id={row["id"]}"' in html
    assert "overview.html" not in render_html(golden, drawn=nothing)


def test_a_week_issued_by_an_earlier_version_is_listed_and_stays_as_it_is(golden: Facts, tmp_path: Path) -> None:
    old = golden | {"format": "scs-tracker-weekly/2", "week": golden["label"]}
    old["edition"] = golden["edition"] | {"number": 1, "issued": True}
    del old["label"], old["kind"]
    (tmp_path / "2024-W34.json").write_text(json.dumps(old), encoding="utf-8")
    (issued,) = issued_editions(tmp_path)
    assert (issued["label"], issued["kind"], issued["edition"]) == ("2024-W34", "week", 1)
    update_archive(tmp_path)
    assert "2024-W34" in (tmp_path / "index.html").read_text(encoding="utf-8")
    with pytest.raises(TrackerError, match="2024-W34 was issued by an earlier version"):
        write_report(issued["facts"], tmp_path, ["md"])


def test_the_standing_is_told_in_plain_words_too(
    shipped: pd.DataFrame, facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    from scs_tracker import geodata
    from scs_tracker.sentences.classification import classify, locate

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


def test_positions_of_ships_are_printed_with_what_they_cannot_show(
    golden: Facts, facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    shown = "Positions of 5 China Coast Guard vessels within 3 nm of Sabina Shoal (AIS, X)"
    facts = facts_of("2024-W34", context=ReportContext(positions={RAMMING: [shown]}))
    validate(facts)
    assert [bool(row["positions"]) for row in facts["incidents"]] == [
        row["id"] == RAMMING for row in facts["incidents"]
    ]
    for text in (text_html(facts), render_markdown(facts).replace("\\", "")):
        assert f"{shown}. AIS is incomplete and can be switched off or forged" in text
        assert text.count("Positions of ships") == 1
    assert "Positions of ships" not in text_html(golden)
