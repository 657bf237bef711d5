"""In which language a text is."""

from __future__ import annotations

import pytest

from scs_tracker.articles.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ship was hit by water cannon at the shoal on Monday.", "en"),
        ("中国海警船在仁爱礁", "zh"),
        ("Kapal penjaga pantai itu akan mengusir nelayan dari perairan dan tidak pergi", "id"),
        ("", "und"),
        ("1234", "und"),
    ],
)
def test_languages_are_told_apart(text, language):
    assert language_of(text) == language
