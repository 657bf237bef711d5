from __future__ import annotations

import pytest

import scs_tracker
from scs_tracker.ledger import Ledger


def test_every_public_name_is_there_and_documented() -> None:
    for name in scs_tracker.__all__:
        assert (getattr(scs_tracker, name).__doc__ or "").strip(), name
    assert set(scs_tracker.__all__) <= set(dir(scs_tracker))
    assert scs_tracker.Ledger is Ledger


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'geocde'"):
        scs_tracker.geocde  # noqa: B018


def test_a_frame_goes_from_words_to_standing() -> None:
    import pandas as pd

    words = ["Scarborough Shoal", "10 nm E of Sabina Shoal"]
    frame = pd.DataFrame({"location_text": words, "date_start": "2024-08-19"})
    placed = scs_tracker.classify(scs_tracker.geocode(frame))
    assert placed["nearest_feature"].tolist() == ["scarborough-shoal", "sabina-shoal"]
    assert placed["standing"].str.contains("200 M of .*Philippine baselines").all()
