"""Who did what to whom in asides, lists, rows of -ing forms and what is called over the radio."""

from __future__ import annotations

import pytest

TODAY = "2025-06-12"

SIDES = [
    (
        "Four Filipino fishermen have filed a complaint against the crew of a Malaysian navy ship who, they say, beat them "
        "with rifle butts near Commodore Reef on Monday.",
        "MY-RMN",
        "PH-FISH",
    ),
    (
        "Three fishermen from Quang Ngai named the crew of a Chinese coast guard ship which, they said, held them for two days "
        "and beat them off the Paracels on Monday.",
        "CN-CCG",
        "VN-FISH",
    ),
    (
        "Ships of the Philippine Navy, the Japan Maritime Self-Defense Force and the Royal Australian Navy were tailed by two "
        "Chinese navy frigates off Zambales on Monday.",
        "CN-PLAN",
        "AU-NAVY JP-JMSDF PH-NAVY",
    ),
    (
        "HA NOI - Viet Nam has recordings of two Chinese coast guard ships circling a Vietnamese trawler and spraying it with "
        "hoses near the Paracels on Monday.",
        "CN-CCG",
        "VN-FISH",
    ),
    (
        "From June 7 to 9 the survey ship Haiyang Dizhi 8, with two China Coast Guard cutters at its side, ran lines on "
        "Vanguard Bank inside the exclusive economic zone of Vietnam.",
        "CN-CCG CN-SURVEY",
        "VN-UNK",
    ),
    (
        "ABOARD A BFAR PLANE - A Chinese navy helicopter drew up to within three metres of the wing of a Philippine fisheries "
        'bureau plane over Scarborough Shoal on Monday. "You are flying too close," the pilot told the helicopter by radio.',
        "CN-PLAN",
        "PH-BFAR",
    ),
    (
        "HMS Albion passed the Paracel Islands on Monday. China's foreign ministry said that the British ship had come without "
        'permission, and that the navy "identified it, warned it and made it leave".',
        "CN-PLAN",
        "GB-NAVY",
    ),
    (
        "QUANG NGAI - Two boats of Ly Son were robbed. One boat was stopped on Monday off Woody Island by a Chinese ship. Men with batons came over the "
        "rail and struck the fishermen.",
        "CN-UNK",
        "VN-FISH",
    ),
    (
        "HANOI - Vietnam accused China of ramming one of its fishing boats off the Paracels on Monday. "
        "Beijing said the boat had hit the coast guard ship.",
        "CN-CCG",
        "VN-FISH",
    ),
    (
        "Lasers were in the news before: on Monday a China Coast Guard vessel directed a green one at BRP Malapascua of the "
        "Philippine Coast Guard off Second Thomas Shoal.",
        "CN-CCG",
        "PH-PCG",
    ),
    (
        "MANILA - A Filipino fishing boat was hit by a foreign tanker off Zambales on Monday. A Chinese freighter sank another in May.",
        "XX-UNK",
        "PH-FISH",
    ),
    (
        "Chinese vessels jammed the signals of two Philippine boats taking supplies to Second Thomas Shoal on Monday.",
        "CN-UNK",
        "PH-RESUPPLY",
    ),
    (
        "TAIPEI - A Taiwanese coast guard cutter met a Vietnamese ship near Taiping Island on Monday. The ship was told by radio "
        "to leave.",
        "TW-CGA",
        "VN-UNK",
    ),
    (
        "PHU YEN - A tuna boat from this province came under fire from an Indonesian naval vessel off Con Dao on Monday.",
        "ID-NAVY",
        "VN-FISH",
    ),
    (
        "HANOI - The Chinese survey ship Xiang Yang Hong 10 entered Vietnam's exclusive economic zone near Vanguard Bank with two "
        "coast guard cutters on Monday.",
        "CN-CCG CN-SURVEY",
        "VN-UNK",
    ),
    (
        "Off Natuna on Monday the warship KRI Bontang once more shadowed a China Coast Guard cutter and escorted it out.",
        "ID-NAVY",
        "CN-CCG",
    ),
    (
        "JAKARTA - KN Pulau Dana-323 met CCG 5402 in the North Natuna Sea on Monday and led it away. The agency's ship told it "
        "not to come back.",
        "ID-BAKAMLA",
        "CN-CCG",
    ),
    (
        "MANILA - A drone of the Philippine Coast Guard was jammed near Scarborough Shoal on Monday by a Chinese navy ship.",
        "CN-PLAN",
        "PH-PCG",
    ),
    (
        "PHU YEN - A tuna boat from this province came under fire from an Indonesian naval vessel off Con Dao on Monday and two of "
        "its crew were hurt, the border guard command of Phu Yen said.",
        "ID-NAVY",
        "VN-FISH",
    ),
]


@pytest.mark.parametrize(("text", "initiators", "targets"), SIDES, ids=[text[:50] for text, _, _ in SIDES])
def test_sides(text, initiators, targets, read_text):
    (found,) = read_text(text, TODAY).incidents
    assert (" ".join(sorted(found.initiators)), " ".join(sorted(found.targets))) == (initiators, targets)


def test_who_avoids_flares_has_not_fired_them(read_text):
    text = "A Philippine Navy plane made a sharp turn to avoid flares dropped ahead of it by a Chinese navy jet near Sabina Shoal."
    (found,) = read_text(text, TODAY).trace[1]
    assert "dodged" in found.act.rule


def test_another_that_did_so_on_another_day(read_text):
    text = (
        "HANOI - A Chinese patrol ship sank a boat from Quang Nam near the Paracels on June 6, and on Sunday another took four "
        "fishermen prisoner off Bombay Reef."
    )
    found = read_text(text, TODAY).incidents
    assert [(one.initiators, one.targets) for one in found] == [(("CN-UNK",), ("VN-FISH",))] * 2


def test_boats_that_are_challenged_by_radio(read_text):
    text = "MANILA - More than 50 Chinese militia boats have gathered at Whitsun Reef since Monday. Challenged by radio, they did not answer."
    (found,) = read_text(text, TODAY).incidents
    assert found.initiators == ("CN-MM",)


def test_fishermen_who_are_being_held(read_text):
    text = "Eight Vietnamese fishermen whose boat was seized by a Chinese cutter off Lincoln Island on Monday are being held on Woody Island."
    (found,) = read_text(text, TODAY).incidents
    assert ("detention" in found.types, found.targets) == (True, ("VN-FISH",))


def test_who_only_turned_away_was_not_driven_off(read_text):
    text = "BRP Jose Rizal had to turn away sharply on Monday when a Chinese navy ship cut across her bow off Zambales."
    (found,) = read_text(text, TODAY).incidents
    assert found.types == ("dangerous_manoeuvre",)


def test_a_day_before_they_were_handed_over_is_no_date(read_text):
    text = (
        "A Vietnamese trawler was rammed by a Chinese cutter off the Paracels on Monday. Its crew were kept on an island for a day "
        "before being given to two boats, and the cutter hit one of them."
    )
    assert {one.date_start for one in read_text(text, TODAY).incidents} == {"2025-06-09"}
