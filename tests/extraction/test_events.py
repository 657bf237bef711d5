"""Context: talks, exercises, operations, laws, protests and agreements, with whose they are and when."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("Envoys of China and Vietnam met in Hanoi on Monday.", "talks", "2024-06-17", ""),
        (
            "Manila called in the Chinese ambassador on Monday over what happened on Friday.",
            "statement",
            "2024-06-17",
            "",
        ),
        ("China and Malaysia signed a boundary treaty on Tuesday.", "agreement", "2024-06-18", ""),
        (
            "Japan and the Philippines wrapped up a three-day joint exercise on Monday.",
            "exercise",
            "2024-06-15",
            "2024-06-17",
        ),
        ("The navies of India and Vietnam began drills off Da Nang on Monday.", "exercise", "2024-06-17", ""),
        ("The U.S. destroyer USS Halsey sailed past the Paracels on Monday.", "fonop", "2024-06-17", ""),
        (
            "HMS Kent passed the Spratly Islands on Sunday. She exercised her rights, Britain said.",
            "fonop",
            "2024-06-16",
            "",
        ),
        ("BEIJING - The summer fishing moratorium in the South China Sea began on Monday.", "law", "2024-06-17", ""),
        ("The destroyer USS Shoup came to Cebu on Monday for a port visit.", "deployment", "2024-06-17", ""),
        ("China and Vietnam agreed to keep apart when their envoys met in Hanoi on Monday.", "talks", "2024-06-17", ""),
        (
            "China and Vietnam spoke on Monday. The two governments signed an arrangement.",
            "agreement",
            "2024-06-19",
            "",
        ),
        ("China and Vietnam signed a boundary treaty in 2000.", "agreement", "2000", ""),
        ("China's new coast guard rules came into effect on Saturday.", "law", "2024-06-15", ""),
        ("Vietnam protested to China on Tuesday.", "statement", "2024-06-18", ""),
        ("The Philippines marks on Tuesday its case: the 2016 arbitral ruling against China.", "ruling", "2016", ""),
        ("China on Tuesday rejected the arbitral award, three years after it.", "ruling", "2021-06-18", ""),
        ("HMAS Perth exercised with USS Shoup off Palawan on Saturday.", "exercise", "2024-06-15", ""),
    ],
)
def test_an_event_has_kind_and_days(read_text, text, kind, start, end):
    found = read_text(text, "2024-06-19").events
    assert [(one.kind, one.date_start, one.date_end) for one in found] == [(kind, start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "Envoys of China and Vietnam are to meet in Hanoi soon.",
        "The fishermen met with water cannon from China off Palawan on Monday.",
        "The ministers of Japan and the Philippines announced joint drills for next year.",
        "The frigate was on her way to a port visit when China called.",
        "A ferry from China sailed past the Paracels on Monday.",
        "On Wednesday there is to be a passing exercise of India and the Philippines.",
        "It was the first trip since Manila and Beijing reached a provisional understanding on supplies.",
        "China answered by radio that it has indisputable sovereignty.",
    ],
)
def test_what_is_to_come_or_sounds_alike_is_no_event(read_text, text):
    assert read_text(text, "2024-06-19").events == ()
