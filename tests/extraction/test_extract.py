"""The answer: its shape, its offsets, its words, and its way into the ledger."""

from __future__ import annotations

import json
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_reports import labelled

from scs_tracker import geodata, model
from scs_tracker.errors import UsageError
from scs_tracker.extraction import as_batch, explain, extract
from scs_tracker.extraction.read import Article
from scs_tracker.extraction.words.lexicon import lexicon
from scs_tracker.ledger import Ledger

TEXT = (
    "MANILA — A China Coast Guard vessel with bow number 5205 rammed BRP Teresa Magbanua 13 nautical miles east of Sabina "
    "Shoal on Saturday, the Philippine Coast Guard said on Monday. China's coast guard said that the Philippine ship had "
    "intruded, and that it acted in accordance with the law."
)
KEYS = [
    "date_start", "date_end", "types", "initiators", "targets", "initiator_units", "target_units", "place",
    "location_text", "lat", "lon", "radius_km", "accounts", "confidence", "evidence",
]  # fmt: skip


def test_answer_has_the_shape_of_the_command_line(read_text):
    answer = json.loads(json.dumps(read_text(TEXT, "2024-09-02").to_json(), allow_nan=False))
    assert list(answer) == ["incidents", "background", "events"]
    (incident,) = answer["incidents"]
    assert list(incident) == KEYS
    assert (incident["date_start"], incident["types"], incident["place"]) == ("2024-08-31", ["ramming"], "Sabina Shoal")
    assert (incident["initiators"], incident["targets"]) == (["CN-CCG"], ["PH-PCG"])
    assert incident["target_units"] == ["BRP Teresa Magbanua"]
    assert incident["location_text"] == "13 nautical miles east of Sabina Shoal"
    assert (incident["lat"], incident["lon"]) == pytest.approx((9.75, 116.69), abs=0.02)
    assert incident["accounts"] == "CN: says that the other side intruded"
    assert 0.7 < incident["confidence"] < 1


def test_events_have_their_own_shape(read_text):
    text = "China and the Philippines held talks on the South China Sea in Xiamen on Thursday, both governments said."
    (event,) = read_text(text, "2025-01-17").to_json()["events"]
    assert event == {
        "date_start": "2025-01-16", "kind": "talks", "parties": ["CN", "PH"],
        "title": "Talks between China and the Philippines", "place": "Xiamen",
    }  # fmt: skip


@pytest.mark.parametrize("report", labelled("labelled/tune"), ids=lambda report: report["id"])
def test_offsets_lead_to_the_sentences_and_no_sentence_is_copied(report, read_text):
    found = read_text(report["text"], report["published"])
    batch = as_batch(found, "https://example.org/a")
    sentences = [line for line in report["text"].replace("\n", ". ").split(". ") if len(line) > 40]
    for proposal, stored in zip((*found.incidents, *found.background), batch.reports, strict=True):
        assert all(0 <= start < end <= len(report["text"]) for start, end in proposal.evidence)
        written = json.dumps(stored.content, ensure_ascii=False)
        assert not any(sentence in written for sentence in sentences)
        assert not any(ord(character) < 32 for character in proposal.location_text)


def test_batch_passes_the_checks_of_incident_tables(read_text):
    import pandas as pd

    batch = as_batch(read_text(TEXT, "2024-09-02"), "https://www.rappler.com/a")
    (report,) = batch.reports
    assert report.key.startswith("article:")
    assert report.kind == "article"
    content = report.content
    assert set(model.INCIDENT_COLUMNS) <= set(content)
    assert content["sources"] == [
        {"url": "https://www.rappler.com/a", "publisher": "Rappler", "published": "2024-09-02"}
    ]
    assert content["summary"] == (
        "Ramming by China Coast Guard against Philippine Coast Guard, Sabina Shoal, 2024-08-31."
    )
    row = {column: content[column] for column in model.INCIDENT_COLUMNS} | {"id": "20240831-sabina"}
    frame = pd.DataFrame([row], dtype=str)
    assert model.problems(frame, model.incidents_schema(geodata.vocabulary())) == []


def test_the_same_article_gives_the_same_report(read_text):
    first, second = (as_batch(read_text(TEXT, "2024-09-02"), "https://example.org/a") for _ in range(2))
    assert first == second
    other = as_batch(read_text(TEXT, "2024-09-02"), "https://example.org/b")
    assert first.reports[0].key != other.reports[0].key


def test_proposals_enter_the_ledger_as_proposed(tmp_path, read_text):
    ledger = Ledger(f"sqlite:///{tmp_path / 'tracker.db'}")
    summary = ledger.import_batch(as_batch(read_text(TEXT, "2024-09-02"), "https://example.org/a"))
    assert (summary.read, summary.added) == (1, 1)
    (row,) = ledger.incidents().to_dict("records")
    assert (row["status"], row["types"], row["place"]) == ("proposed", "ramming", "Sabina Shoal")
    assert json.loads(row["sources"])[0]["url"] == "https://example.org/a"
    again = ledger.import_batch(as_batch(read_text(TEXT, "2024-09-02"), "https://example.org/a"))
    assert again.unchanged == 1


@pytest.mark.parametrize(
    ("text", "language", "codes", "features"),
    [
        ("8月5日，中国海警船5203在仁爱礁附近海域对菲律宾补给船使用水炮，渔政船随行。", "zh", {"CN-CCG"}, {"second-thomas-shoal"}),
        (
            "Tàu hải cảnh Trung Quốc đã đâm tàu cá QNg 95739 TS của ngư dân Việt Nam gần đảo Phú Lâm thuộc Hoàng Sa.",
            "vi", {"CN-CCG", "VN-FISH"}, {"woody-island", "paracel-islands"},
        ),
        (
            "Binomba ng tubig ng mga barko ng Tsina ang BRP Cabra ng Tanod Baybayin sa Ayungin Shoal noong Sabado.",
            "fil", {"PH-PCG"}, {"second-thomas-shoal"},
        ),
    ],
)  # fmt: skip
def test_other_languages_show_names_and_claim_nothing(read_text, text, language, codes, features):
    found = read_text(text)
    assert (found.incidents, found.background, found.events) == ((), (), ())
    answer = found.to_json()
    assert answer["language"] == language
    assert "no incident is claimed" in answer["notes"][0]
    assert codes <= {one.get("code") for one in answer["mentions"]}
    assert features <= {one.get("feature") for one in answer["mentions"]}
    assert all(text[one["start"] : one["end"]] == one["text"] for one in answer["mentions"])
    assert "names and coordinates are shown" in explain(found)


def test_coordinates_are_read_in_any_language(read_text):
    (place,) = read_text("中国海警在 9°44′N, 115°52′E 驱离菲船，菲船退出该海域。").to_json()["mentions"][-1:]
    assert (place["method"], round(place["lat"], 2)) == ("coordinates", 9.73)


def test_explanation_names_every_rule(read_text):
    told = explain(read_text(TEXT, "2024-09-02"))
    for words in (
        "who   A China Coast Guard vessel with bow number 5205: CN-CCG, vessel",
        "when  on Saturday: 2024-08-31 by date:weekday",
        "verb:ramming:ram active subject",
        "at Sabina Shoal",
        "incident: 2024-08-31 by date:weekday; CN-CCG → PH-PCG; verb:ramming:ram; Sabina Shoal by place:offset",
    ):
        assert words in told


def test_background_is_explained_by_its_rule(read_text):
    text = "Manila bought ships on Monday. In 2021 Chinese coast guard ships rammed a Philippine boat at Sabina Shoal."
    assert "background by background:year-only: 2021 by date:year" in explain(read_text(text))


@pytest.mark.parametrize("day", ["2024-6-1", "2024-02-30", "June", "2024-06", ""])
def test_a_day_that_is_none_is_a_usage_error(day):
    with pytest.raises(UsageError, match="--published"):
        extract(Article("A ship sailed."), published=day)


def test_user_words_count_beside_ours(tmp_path, read_text):
    text = "A Chinese coast guard ship zapped BRP Cabra near Sabina Shoal on Monday."
    assert read_text(text).incidents == ()
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "triggers.csv").write_text(
        "types,form,strength,needs,phrases,note\nlaser,verb,3,,zap,\n", encoding="utf-8"
    )
    geodata.configure(tmp_path)
    lexicon()
    assert [one.types for one in read_text(text).incidents] == [("laser",)]


WORDS = st.sampled_from(
    "China Chinese Philippine coast guard ship ships boat BRP Cabra CCG 5205 rammed by was were water cannon fired at the "
    'a its it they said accused of on Monday in 2021 last year after when which and , . ; " ( ) near Sabina Shoal Manila '
    "not would 13 nautical miles east of to ramming collision between laser with from that".split(" ")
)


@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join))
@settings(deadline=None, max_examples=150)
def test_any_words_end_and_keep_the_vocabulary(text):
    found = extract(Article(text), published="2024-06-18")
    vocabulary = geodata.vocabulary()
    for one in (*found.incidents, *found.background):
        assert set(one.types) <= set(vocabulary.severity_by_type)
        assert set(one.initiators) | set(one.targets) <= vocabulary.actors
        assert one.initiators
        assert model.is_partial_date(one.date_start)
        assert all(0 <= start < end <= len(text) for start, end in one.evidence)
    assert extract(Article(text), published="2024-06-18").to_json() == found.to_json()


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=100)
def test_any_characters_end(text):
    explain(extract(Article(text), published="2024-06-18"))


@pytest.mark.parametrize("width", [60, 116, 140])
def test_lines_broken_inside_a_sentence_are_one_sentence(width, read_text):
    text = (
        "MANILA - A China Coast Guard ship fired a water cannon at the BRP Datu Pagbuaya 3 nautical miles off Thitu "
        "Island on Friday, the Philippine Coast Guard said on Sunday. No one was hurt, and the ship went on with its "
        "work near the island until the evening of the same day."
    )
    wrapped = "China Coast Guard fires water cannon\n\n" + textwrap.fill(text, width)
    assert [one.date_start for one in read_text(wrapped, "2023-05-14").incidents] == ["2023-05-12"]
