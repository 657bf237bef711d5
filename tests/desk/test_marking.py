from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.desk.marking import pieces

PASSAGES = st.lists(
    st.fixed_dictionaries(
        {
            "start": st.integers(-5, 60),
            "end": st.integers(-5, 60),
            "field": st.sampled_from(["types", "place", "killed"]),
        }
    ),
    max_size=8,
)


@given(st.text(max_size=50), PASSAGES)
def test_the_pieces_are_the_text_and_each_letter_carries_what_rests_on_it(text: str, passages: list[dict]):
    found = pieces(text, passages)
    assert "".join(one["text"] for one in found) == text
    at = 0
    for one in found:
        for letter in range(at, at + len(one["text"])):
            resting = {
                passage["field"]
                for passage in passages
                if 0 <= passage["start"] <= letter < passage["end"] <= len(text)
            }
            assert set(one["fields"]) == resting
        at += len(one["text"])


def test_offsets_count_characters_beyond_the_basic_plane_as_one():
    found = pieces("👩‍✈️ 仁爱礁 on Monday", [{"start": 5, "end": 8, "field": "place"}])
    assert [one["text"] for one in found if one["fields"]] == ["仁爱礁"]


def test_marks_that_overlap_are_cut_where_each_begins_and_ends():
    found = pieces("abcdef", [{"start": 0, "end": 4, "field": "types"}, {"start": 2, "end": 6, "field": "place"}])
    assert [(one["text"], one["fields"]) for one in found] == [
        ("ab", ["types"]), ("cd", ["types", "place"]), ("ef", ["place"]),
    ]  # fmt: skip
