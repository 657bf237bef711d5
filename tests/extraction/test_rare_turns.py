"""Turns of phrase that tell of an act in words that are mostly used for other things."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("KN Nipah saw China Coast Guard ship 5204 off from the North Natuna Sea on Saturday.", "expulsion"),
        ("A US Navy plane was told by the Chinese navy at Fiery Cross Reef on Monday to please go away.", "expulsion"),
        ("Chinese coast guard dinghies wove between the Filipino boats at Scarborough Shoal on Monday.", "harassment"),
        (
            "A Vietnamese trawler turned turtle near the Paracels on Monday after a Chinese ship charged it, owners said.",
            "ramming",
        ),
        ("BRP Cabra was shouldered aside by a China Coast Guard ship at Sabina Shoal on Monday.", "blocking"),
        (
            "Fishers told the mayor that Chinese coast guard men came over the gunwale of a Filipino boat at Scarborough "
            "Shoal on Monday.",
            "boarding",
        ),
        ("BRP Cabra took three blows to the hull from a Chinese cutter at Sabina Shoal on Monday.", "ramming"),
    ],
)
def test_the_act_is_found(read_text, text, kind):
    assert [kind in one.types for one in read_text(text).incidents] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "To take away the eyes of sailors near Sabina Shoal is reckless, a Chinese critic told Manila on Monday.",
        "Reports that Chinese divers had torn down a Philippine buoy at Scarborough Shoal were a mix-up, its maker said.",
        "A Vietnamese trawler turned turtle near the Paracels on Monday; the owner was charged by the Chinese port.",
    ],
)
def test_nothing_is_found(read_text, text):
    assert read_text(text).incidents == ()
