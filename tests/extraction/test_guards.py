"""What is not claimed: negation, wishes, habits, other seas, other actors, exercises and figures of speech."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "China's coast guard did not use water cannon against Philippine boats at Sabina Shoal on Monday.",
        "No Philippine boat was rammed by Chinese ships at Sabina Shoal on Monday.",
        "China's coast guard denied that it rammed BRP Cabra at Sabina Shoal on Monday.",
        "China would ram Philippine boats at Sabina Shoal if they came back, a general said on Monday.",
        "A law allows China's coast guard to fire on foreign vessels in the South China Sea from Monday.",
        "Manila urged China to stop ramming Philippine boats at Sabina Shoal on Monday.",
        "China's coast guard has repeatedly used water cannon against Philippine boats at Sabina Shoal.",
        "Four Chinese coast guard ships blocked a Japanese fishing boat off the Senkaku Islands on Monday.",
        "Houthi forces fired on a Philippine ship in the Red Sea on Monday.",
        "Philippine and U.S. marines simulated the boarding of a vessel in the South China Sea on Monday.",
        "Manila police used water cannon on protesters near the Chinese embassy on Monday.",
        "Beijing and Manila are on a collision course in the South China Sea, an analyst said on Monday.",
        "Two Philippine coast guard ships collided off Palawan on Monday.",
        "A Vietnamese fishing boat sank in a storm near the Paracel Islands on Monday.",
        "A Chinese ship rescued Filipino fishermen whose boat had sunk near Sabina Shoal on Monday.",
        "Agents seized drugs from a Chinese fishing boat off Zambales on Monday.",
        "The Indian navy boarded a ship hijacked by Somali pirates in the Arabian Sea on Monday.",
        "U.S. and Philippine warships shadowed each other during an exercise off Palawan on Monday.",
        "China blocked a joint statement on the South China Sea in Vientiane on Monday.",
        "Captain Chase met officials from China and the Philippines in Manila on Monday to discuss the South China Sea.",
        "Vietnam offered nine oil and gas blocks in the Nam Con Son basin to Japanese firms on Monday.",
    ],
)
def test_no_incident_is_proposed(read_text, text):
    found = read_text(text)
    assert found.incidents == ()
    assert found.background == ()


def test_the_guard_is_named_in_the_explanation(read_text):
    from scs_tracker.extraction import explain

    found = read_text("China would ram Philippine boats at Sabina Shoal if they came back, a general said on Monday.")
    assert "held back by guard:hypothetical" in explain(found)


def test_an_exercise_beside_a_clash_does_not_hide_it(read_text):
    text = "A Chinese warship shadowed BRP Davao del Sur off Palawan on Monday during the Balikatan exercise."
    assert [one.types for one in read_text(text).incidents] == [("shadowing",)]
