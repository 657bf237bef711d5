"""The catalogues: every message of the reports stands in them, and a whole week is told in nothing else."""

from __future__ import annotations

import gettext
import re
import string
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from babel.messages.pofile import read_po

from scs_tracker import geodata
from scs_tracker.reporting import render_html, render_markdown, report_facts, weekly_facts
from scs_tracker.reporting.mail import render_mail
from scs_tracker.reporting.rows import explained
from scs_tracker.sentences import language as spoken
from scs_tracker.sentences import languages, use_language
from scs_tracker.sentences.classification import classify
from scs_tracker.sentences.words import date_words, digits, listed, short_month, span_words

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

DOCS = Path(__file__).parents[2] / "docs"
FOREIGN = [language for language in languages() if language != spoken.SOURCE]


def catalogue(language: str) -> Catalog:
    with (Path(spoken.__file__).parent / f"catalogues/{language}.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module")
def messages() -> list[Any]:
    sys.path.insert(0, str(DOCS))
    try:
        from message_catalogue import messages as of_code_and_data  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(DOCS))
    return list(of_code_and_data())


@pytest.mark.parametrize("language", FOREIGN)
def test_a_catalogue_holds_every_message_and_no_other(language: str, messages: list[Any]) -> None:
    held = {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue(language)}
    wanted = {message if isinstance(message, str) else message[0] for message in messages}
    assert len(wanted) > 900
    assert set(held) - {""} == wanted, "python docs/message_catalogue.py, then translate what it names"
    for message in held.values():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), message.id
        for form in forms if message.id else ():
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            assert fields(form) in [fields(text) for text in ids], message.id


def fields(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_there_is_a_second_language() -> None:
    assert "id" in FOREIGN


def test_numbers_days_and_lists_follow_the_language() -> None:
    with use_language("id"):
        assert date_words("2024-06-17") == "17 Juni 2024"
        assert span_words("2024-06-17", "2024-06-23") == "17 sampai 23 Juni 2024"
        assert (digits(1234.5), listed(["a", "b"]), short_month("2024-08")) == ("1.234,5", "a dan b", "Agu")


class Missed(gettext.NullTranslations):
    """Notes what a catalogue was asked for and lacks."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add(msgid1)
        return super().ngettext(msgid1, msgid2, n)


@pytest.fixture
def missed(monkeypatch: pytest.MonkeyPatch) -> Missed:
    found = Missed()
    loaded, read = spoken._catalogue("id"), spoken._catalogue
    loaded.add_fallback(found)
    monkeypatch.setattr(spoken, "_catalogue", lambda language: loaded if language == "id" else read(language))
    return found


@pytest.fixture
def told(shipped: pd.DataFrame, missed: Missed) -> str:
    events = geodata.table("events")
    given: dict[str, Any] = {"zone": ZoneInfo("Asia/Manila"), "as_of": "2026-11-24T00:00:00Z"}
    with use_language("id"):
        week = weekly_facts(shipped, events, week="2024-W34", issue=True, **given)
        month = report_facts(shipped, events, period="2024-06", **given)
    pages = [render_html(week), render_markdown(week), render_mail(week).decode(), render_html(month)]
    return "\n".join(pages)


def test_a_whole_week_is_told_in_it(told: str, missed: Missed) -> None:
    assert '<html lang="id">' in told
    assert "Laut Tiongkok Selatan, 19 sampai 25 Agustus 2024" in told
    assert "bertabrakan" in told
    assert missed.asked - {row["name"] for row in geodata.rows("features")} == set()  # names without a local form
    own = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", told, flags=re.DOTALL)
    for word in ("incidents", "Severity", "Sources", "edition", "weeks", "Place", "rising", "How to cite", "Trend"):
        assert word not in own.split(), word


#: At and off reefs, roughly known, on land, between islands, in a gulf, on the open sea, before and after claims.
PLACES = [
    (9.74, 115.87, 5.0, "2024-06-17"), (11.4, 116.9, 120.0, "2023"), (9.9, 118.6, 3.0, "2024-06-17"),
    (15.1, 117.8, 2.0, "2025-08-11"), (15.05, 117.6, 30.0, "2025-06"), (12.0, 122.0, 1.0, "2025-06-17"),
    (19.5, 107.6, 8.0, "2025-06-17"), (4.5, 108.9, 15.0, "2022-09-01"), (10.92, 114.08, 1.0, "1995"),
    (17.0, 112.0, 25.0, "2014-05-02"), (5.6, 112.6, 10.0, "2021-06-01"), (8.5, 111.5, 60.0, "2019-07"),
    (30.0, 140.0, 1.0, "2024-06-17"), (21.0, 119.0, 40.0, ""),
]  # fmt: skip


def test_a_standing_is_told_in_it(missed: Missed) -> None:
    places = pd.DataFrame(PLACES, columns=["lat", "lon", "radius_km", "date_start"])
    rows = classify(places).drop(columns="geometry").assign(geodata_version=geodata.version()).to_dict("records")
    with use_language("id"):
        told = [explained(row) for row in rows]
    assert missed.asked == set()
    for row, own in zip(rows, told, strict=True):
        text = f"{own['standing']} {own['standing_plain']}"
        assert text != f"{row['standing']} {explained(row)['standing_plain']}"
        assert not re.search(r"\b(which|claims?|within|inside|baselines|nautical|possibly|Award)\b", text), text
    assert told[0]["standing"].startswith("Di Second Thomas Shoal, diklaim oleh Tiongkok, Filipina, Taiwan dan")
    assert told[0]["standing_details"] == explained(rows[0])["standing_details"]
    with use_language("id"):
        assert "standing" not in explained(rows[0] | {"standing": "Else."})
