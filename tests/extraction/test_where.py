"""Where: the most exact words of the article, and places named that are not where it was."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding.context import kilometres

#: What is told, when it was published, and where it was: latitude, longitude, kilometres that it may be off.
TOLD = {
    # what another sentence measures
    "headline off a town, body measured": (
        "Foreign trawler held off Kuching\n\nKUCHING - A Malaysian Maritime Enforcement Agency ship detained a Vietnamese "
        "fishing boat with nine crew on Monday. The boat was at work 58 nautical miles northwest of Kuching.",
        "2019-07-17", (2.22, 109.66, 60.0),
    ),
    "around the island, then a bearing": (
        "TAIPEI - A Chinese coast guard ship sailed into restricted waters around the Dongsha Islands on Tuesday and was "
        "shadowed by the Taiwanese coast guard. The cutter was 20 nautical miles east of Dongsha at its nearest.",
        "2025-02-05", (20.7, 117.07, 12.0),
    ),
    "in a sea, then coordinates": (
        "An Indonesian navy corvette seized a Vietnamese trawler in the North Natuna Sea on Friday.\n\nThe crew gave up "
        "after a chase at 05°40' N, 107°30' E, the navy said.",
        "2021-05-10", (5.667, 107.5, 3.0),
    ),
    "group, then one of it": (
        "Fishermen from Sarawak were driven off Luconia by a Chinese coast guard cutter on Monday. They had been at South "
        "Luconia Shoals for two days, their association said.",
        "2019-06-05", (5.03, 112.6, 12.0),
    ),
    "another sentence about another place": (
        "A Chinese coast guard ship rammed a Philippine supply boat near Sabina Shoal on Monday. Three days before, a "
        "cutter had fired its water cannon at fishermen 12 nautical miles east of Scarborough Shoal.",
        "2024-09-04", (9.75, 116.467, 30.0),
    ),
    # where somebody was bound or taken, and where a feature lies
    "a bearing, then the distance": (
        "TAIPEI - A Chinese coast guard ship blocked a Taiwanese research vessel southwest of Pratas Island on Monday. The "
        "vessel was taking samples 40 nautical miles from the island, Taipei said.",
        "2024-09-04", (20.226, 116.215, 15.0),
    ),
    "in waters adjacent to a shoal": (
        "On Monday USS Gabrielle Giffords broke into waters adjacent to Second Thomas Shoal, China's military said. A Chinese "
        "frigate followed her.\n\nIn January another ship had come near the Paracel Islands.",
        "2024-09-04", (9.75, 115.87, 25.0),
    ),
    "bound for a reef, and a matter of other islands": (
        "BRP Conrado Yap, on patrol towards Commodore Reef, met a grey ship on Monday. A Chinese warship then aimed its "
        "radar gun at her.\n\nA second protest is about districts that China declared over the Paracels and Spratlys.",
        "2024-09-04", (8.36, 115.23, 25.0),
    ),
    "bound for one, hit at another": (
        "BRP Cabra, on the way to Lawak, was rammed by a Chinese coast guard ship 15 nautical miles south of Sabina Shoal "
        "on Monday.",
        "2024-09-04", (9.5, 116.467, 15.0),
    ),
    "taken to an island": (
        "HANOI - Chinese coast guard ships opened fire on Vietnamese fishing boats in the Gulf of Tonkin on Saturday. One "
        "of the boats was towed to Hainan island.",
        "2012-03-20", (19.896, 107.63, 150.0),
    ),
    "the outpost lies off an island of ours": (
        "China fired flares at a Philippine Coast Guard plane from Zamora Reef on Monday. The Chinese base is about 14 "
        "nautical miles from Pag-asa Island.",
        "2024-09-04", (10.92, 114.08, 12.0),
    ),
    "the reef lies off a town": (
        "Dozens of Chinese militia boats are moored at Julian Felipe Reef, the coast guard said.\n\nOn March 7 they swarmed "
        "around a Philippine patrol boat. The reef lies 175 nautical miles west of Bataraza.",
        "2021-03-12", (9.99, 114.66, 20.0),
    ),
    "the trouble moved on": (
        "On Saturday Chinese cutters hosed three boats of the Philippine fisheries bureau at Scarborough Shoal. On Sunday "
        "the trouble moved to Second Thomas Shoal, where a Chinese coast guard ship rammed a Philippine supply boat.",
        "2023-12-12", (9.73, 115.86, 20.0),
    ),
    "chased from the island": (
        "A Chinese coast guard ship chased Vietnamese fishermen from Tree Island on Monday, said a union in Ly Son.",
        "2019-06-05", (16.98, 112.27, 20.0),
    ),
    "whose command it is": (
        "A drone from a Chinese coast guard ship hovered over BRP Andres Bonifacio on Monday, the Western Palawan force "
        "commander of the Philippine Navy said. The ship was 25 nautical miles northwest of Jackson Atoll.",
        "2024-05-22", (10.8, 115.45, 10.0),
    ),
    # what is counted from 'the shoal'
    "number in words": (
        "Vietnamese fishermen were beaten off Lincoln Island by men of a Chinese coast guard ship on Monday. They had cast "
        "their nets nine nautical miles south of the island, the captain said.",
        "2020-06-04", (16.52, 112.73, 5.0),
    ),
    "bearing behind": (
        "A Chinese coast guard ship sailed east of Scarborough Shoal on Monday and was shadowed by BRP Cabra. The cutter "
        "was found 30 nautical miles from the shoal on a northeasterly bearing.",
        "2025-06-04", (15.5, 118.13, 8.0),
    ),
    "between two bearings": (
        "Two Chinese cutters sailed into restricted waters around Dongsha on Monday, Taiwan's coast guard said, and were "
        "shadowed. They were 25 nautical miles to the north and northeast of the island.",
        "2025-06-04", (21.08, 116.87, 12.0),
    ),
    "of there": (
        "The police of El Nido hold six Vietnamese fishermen, whom the Philippine Coast Guard arrested on Monday 30 nautical "
        "miles west of there with their boat.",
        "2019-10-09", (11.2, 118.9, 25.0),
    ),
    "from the ship that lies there": (
        "A Chinese coast guard ship rammed a Philippine supply boat on Monday, 12 nautical miles east of the BRP Sierra "
        "Madre.",
        "2023-10-25", (9.73, 116.07, 12.0),
    ),
    "a shoal that is named later": (
        "Two Chinese patrol ships blocked a Philippine navy ship on Monday at a shoal 124 nautical miles off Zambales. The "
        "shoal, which fishermen call Bajo de Masinloc, is claimed by both.",
        "2012-04-12", (15.15, 117.76, 20.0),
    ),
    # coordinates in words, with the waters that they are in
    "in words": (
        "A Vietnamese fishing boat was rammed by a Chinese ship on Monday at 16 degrees 45 minutes north latitude and 112 "
        "degrees 15 minutes east longitude, in the waters of Vietnam's Hoang Sa.",
        "2016-03-02", (16.75, 112.25, 3.0),
    ),
    # the coast of a country, and a director of a coast
    "off a country": (
        "A Chinese coast guard ship shadowed a Bruneian survey ship on Monday 40 nautical miles off the coast of Brunei.",
        "2023-08-25", (5.4, 114.1, 90.0),
    ),
    "a director of a coast": (
        "The MMEA detained a Vietnamese trawler on Monday, said its Pahang director, 80 nautical miles east of Kuantan.",
        "2023-08-25", (3.8, 104.66, 40.0),
    ),
    # no place at all, but a coast or a country whose sea is known
    "away from a coast": (
        "BRP Cabra drove a Chinese coast guard ship away from the coast of Pangasinan on Monday, the coast guard said.",
        "2025-06-04", (16.26, 119.1, 40.0),
    ),
    "Indonesia's part of this sea": (
        "An Indonesian navy ship opened fire at a Vietnamese fishing boat in overlapping waters of the two countries on "
        "Oct. 21, killing a man.",
        "2016-10-29", (5.0, 109.2, 100.0),
    ),
    # a clause of its own about another year, and what follows in another paragraph
    "which last year": (
        "A Chinese survey ship, the Haiyang Dizhi 8, harassed a Malaysian drillship on Friday.\n\nThe ship, which last year "
        "spent months off Vietnam, was 200 km northwest of Kota Kinabalu.",
        "2020-04-20", (7.25, 114.8, 60.0),
    ),
    # names that are also something else
    "an island of that name": (
        "An Indonesian navy ship seized two Vietnamese trawlers 35 nautical miles north of Laut Island on Monday.",
        "2022-06-08", (5.37, 108.01, 15.0),
    ),
    "a province of before": (
        "Chinese coast guard ships cut the cable of a Vietnamese survey ship 60 nautical miles east of Binh Dinh on Monday.",
        "2022-06-08", (13.78, 110.25, 40.0),
    ),
    "a cape in a province": (
        "Chinese ships cut the cable of a Vietnamese survey ship 120 nautical miles off Dai Lanh cape in Phu Yen on Monday.",
        "2011-05-30", (13.0, 111.5, 60.0),
    ),
    "an aircraft, not an island": (
        "Chinese fighters buzzed a US Navy Triton drone 90 nautical miles southeast of Hainan on Monday. One of them rolled "
        "over the Triton.",
        "2023-12-14", (17.7, 111.4, 120.0),
    ),
    # a name in brackets tells which of two it is
    "in brackets": (
        "China shot a flare from the outpost on Chigua (McKennan) Reef at a Philippine Air Force plane on Monday.",
        "2021-06-18", (9.9, 114.47, 8.0),
    ),
    # the rig of 2014
    "near the rig": (
        "HANOI - A Chinese coast guard ship rammed a Vietnamese fisheries surveillance ship near the Haiyang Shiyou 981 "
        "oil rig on Monday.",
        "2014-06-04", (15.5, 111.2, 10.0),
    ),
    "measured from the rig": (
        "HANOI - A Chinese tug drove into the Vietnamese coast guard ship CSB 2016 on Monday. It was then 12 nautical miles "
        "southwest of the rig, which China placed 119 nautical miles off Ly Son.",
        "2014-06-04", (15.34, 111.05, 10.0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_place_is_where_it_was(name: str, read_text):
    text, published, (lat, lon, within_km) = TOLD[name]
    found = [one for one in read_text(text, published).incidents if one.lat is not None]
    away = [kilometres(lat, lon, one.lat, one.lon) for one in found]
    assert min(away, default=9999.0) <= within_km, [(one.place, one.lat, one.lon) for one in found]


def test_rig_of_another_year_is_no_place_of_its_own(read_text):
    text = "HANOI - A Chinese coast guard ship rammed a Vietnamese coast guard ship near an oil rig on Monday."
    (found,) = read_text(text, "2019-07-24").incidents
    assert found.place == "South China Sea"


def test_each_side_of_days_after_has_its_own_place(read_text):
    text = (
        "Flares were fired from Subi Reef at a Philippine coast guard plane on Thursday, two days after a Chinese jet had "
        "dropped flares in front of the plane over Scarborough Shoal."
    )
    assert [one.place for one in read_text(text).incidents] == ["Subi Reef", "Scarborough Shoal"]
