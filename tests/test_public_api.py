from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import scs_tracker
from scs_tracker.errors import UsageError
from scs_tracker.ledger import Ledger

SHIPPED = Path(__file__).parents[1] / "geodata/incidents/incidents.csv"


def test_every_public_name_is_there_and_documented() -> None:
    for name in scs_tracker.__all__:
        assert (getattr(scs_tracker, name).__doc__ or "").strip(), name
    assert set(scs_tracker.__all__) <= set(dir(scs_tracker))
    assert scs_tracker.Ledger is Ledger


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'geocde'"):
        scs_tracker.geocde  # noqa: B018


def test_a_frame_goes_from_words_to_standing() -> None:
    words = ["Scarborough Shoal", "10 nm E of Sabina Shoal"]
    frame = pd.DataFrame({"location_text": words, "date_start": "2024-08-19"})
    placed = scs_tracker.classify(scs_tracker.geocode(frame))
    assert placed["nearest_feature"].tolist() == ["scarborough-shoal", "sabina-shoal"]
    assert placed["standing"].str.contains("200 M of .*Philippine baselines").all()


@pytest.mark.parametrize("words", [[], ["nowhere that is known"]])
def test_columns_are_text_or_numbers_whatever_the_frame_holds(words: list[str]) -> None:
    frame = pd.DataFrame({"location_text": [*words, "Sabina Shoal"], "date_start": "2024-08-19"})
    some = scs_tracker.classify(scs_tracker.geocode(frame))
    none = scs_tracker.classify(scs_tracker.geocode(frame.iloc[:-1]))
    numbers = some.select_dtypes("number").columns
    assert none.select_dtypes("number").columns.tolist() == numbers.tolist()
    assert {"lat", "radius_km", "nearest_coast_nm"} <= set(numbers)
    texts = none.drop(columns=["geometry", *numbers])
    assert texts.map(lambda cell: isinstance(cell, str)).all(axis=None)


def test_the_rows_keep_their_labels_even_where_two_are_the_same() -> None:
    frame = pd.DataFrame(
        {"location_text": ["Sabina Shoal", "nowhere", "Subi Reef"], "date_start": "2024"}, index=[7, 3, 7]
    )
    placed = scs_tracker.classify(scs_tracker.geocode(frame))
    assert placed.index.tolist() == [7, 3, 7]
    assert placed["nearest_feature"].tolist() == ["sabina-shoal", "", "subi-reef"]


def test_what_is_no_frame_is_told_what_takes_it() -> None:
    with pytest.raises(UsageError, match="not str; resolve_text places a single text"):
        scs_tracker.geocode("Sabina Shoal")  # type: ignore[arg-type]


def test_a_file_may_be_named_by_a_string_and_its_answer_fits_a_line() -> None:
    batch = scs_tracker.read_reports(str(SHIPPED))
    assert batch == scs_tracker.read_reports(SHIPPED)
    assert (
        repr(batch) == f"Batch({str(SHIPPED)!r}: {batch.read} reports, 0 events, 0 rejects, 0 deletions, 0 passed over)"
    )
