"""The words at the end of an excerpt that lead to the rest of it are no text of the report."""

from __future__ import annotations

import pytest

from scs_tracker.intake.reading import _without_more


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("One ship. Read more", "One ship."),
        ("One ship.\n\nContinue reading: full story here ", "One ship."),
        ("One ship. […]", "One ship."),
        ("One ship. [...]\n", "One ship."),
        ("Read more of it. Then it sank\nthe next day.", "Read more of it. Then it sank\nthe next day."),
        ("One ship.", "One ship."),
        ("", ""),
        ("read more\n" * 200_000 + "end", "read more\n" * 200_000 + "end"),  # was tried from each of them to the end
        (" " * 2_000_000 + "end", " " * 2_000_000 + "end"),
    ],
)
def test_without_more(text: str, body: str) -> None:
    assert _without_more(text) == body
