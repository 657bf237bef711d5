"""One sentence at a time: what tells of an incident, and who did it to whom."""

from __future__ import annotations

import pytest

TODAY = "2024-08-20"

TOLD = [
    ("A Chinese coast guard ship rear-ended BRP Cabra near Sabina Shoal on Monday.", "ramming", "CN>PH"),
    ("Chinese cutters halted a Philippine supply boat near Second Thomas Shoal on Monday.", "blocking", "CN>PH"),
    (
        "Officers of China's coast guard stepped aboard a Vietnamese trawler near Woody Island on Monday.",
        "boarding",
        "CN>VN",
    ),
    (
        "A Malaysian patrol ship discharged firearms at a Vietnamese fishing boat off Terengganu on Monday.",
        "shots_fired",
        "MY>VN",
    ),
    (
        "A Chinese ship fired into the air to scare a Vietnamese fishing boat near Woody Island on Monday.",
        "warning_shots",
        "CN>VN",
    ),
    (
        "Two Chinese fighters cut off a Philippine Air Force plane over Scarborough Shoal on Monday.",
        "air_intercept",
        "CN>PH",
    ),
    ("A Chinese warship kept a close eye on HMAS Toowoomba near the Spratly Islands on Monday.", "shadowing", "CN>AU"),
    ("Chinese coast guard ships sent BRP Cabra out of waters near Scarborough Shoal on Monday.", "expulsion", "CN>PH"),
    ("Chinese coast guard ships bothered Filipino fishermen near Scarborough Shoal on Monday.", "harassment", "CN>PH"),
    (
        "A Chinese coast guard ship almost ran into BRP Cabra near Sabina Shoal on Monday.",
        "dangerous_manoeuvre",
        "CN>PH",
    ),
    ("The Philippine Coast Guard took custody of a Chinese dredger off Bataan on Monday.", "seizure", "PH>CN"),
    (
        "A Malaysian navy ship picked up two Vietnamese trawlers and 20 crew off Terengganu on Monday.",
        "seizure,detention",
        "MY>VN",
    ),
    (
        "A Chinese ship carried out seismic work in Vietnam's exclusive economic zone near Vanguard Bank on Monday.",
        "survey_intrusion",
        "CN>VN",
    ),
    ("BRP Cabra came upon 34 Chinese militia boats at Sabina Shoal on Monday.", "swarming", "CN>"),
    (
        "The Southern Theater Command mobilised naval forces to trail USS Higgins near Second Thomas Shoal on Monday.",
        "shadowing",
        "CN>US",
    ),
    (
        "PH reported that on August 19 a Chinese coast guard ship used a floodlight to blind the crew of BRP Cabra near Sabina Shoal.",
        "laser,harassment",
        "CN>PH",
    ),
    (
        "A pair of Chinese jets buzzed a Philippine Air Force turboprop over Scarborough Shoal on Monday.",
        "air_intercept",
        "CN>PH",
    ),
    (
        "Chinese coast guardsmen boarded a Vietnamese trawler in the Paracels on Monday and confiscated its catch.",
        "boarding,seizure",
        "CN>VN",
    ),
    (
        "Vietnam says one of its fishing boats was set upon by a Chinese patrol vessel off the Paracel Islands on Sunday, its gear smashed and its fish stolen.",
        "assault,seizure,harassment",
        "CN>VN",
    ),
    (
        "On Monday, BRP Teresa Magbanua sustained damage when CCG 5205 thrice rammed it at Escoda Shoal.",
        "ramming",
        "CN>PH",
    ),
    (
        "China Coast Guard ships formed a cordon around Scarborough Shoal on Monday and kept Filipino boats from getting in.",
        "blocking",
        "CN>PH",
    ),
    (
        "A Chinese naval helicopter came within three metres of a BFAR aircraft over Bajo de Masinloc on Monday.",
        "air_intercept,dangerous_manoeuvre",
        "CN>PH",
    ),
    (
        "Two Chinese boats bumped a Filipino wooden supply boat near Second Thomas Shoal on Monday.",
        "collision,ramming",
        "CN>PH",
    ),
    (
        "A drone launched from a Chinese coast guard ship hovered over the boat of Filipino fishermen at Scarborough Shoal on Monday.",
        "drone",
        "CN>PH",
    ),
    (
        "Malaysia's air force scrambled jets after 16 Chinese transport aircraft came within 60 nautical miles of Sarawak on Monday.",
        "air_intercept",
        "MY>CN",
    ),
    (
        "BRP Cabra found eight Chinese trawlers at Scarborough Shoal on Monday, and its sailors boarded them.",
        "boarding",
        "PH>CN",
    ),
    (
        "Brunei charged ten Vietnamese men after its navy seized two trawlers off Muara on Monday.",
        "seizure",
        "BN>VN",
    ),
    (
        "JS Akebono was followed by a Chinese frigate in the South China Sea on Monday.",
        "shadowing",
        "CN>JP",
    ),
    (
        "Philippine and Chinese ships collided near Sabina Shoal on Monday. CCG 3104 then rammed BRP Cabra.",
        "ramming",
        "CN>PH",
    ),
    (
        "Nine Vietnamese fishermen were held for a week by Chinese sailors on Woody Island after a storm on Monday.",
        "detention",
        "CN>VN",
    ),
    (
        'Chinese troops at Triton Island had "monitored, warned and expelled" a U.S. destroyer on Monday.',
        "expulsion",
        "CN>US",
    ),
    (
        "The crew of a U.S. P-8A reported that a laser was shone at them from a Chinese corvette near Itu Aba on Monday.",
        "laser",
        "CN>US",
    ),
    (
        "A Philippine navy boat was buzzed by a Chinese helicopter near Second Thomas Shoal on Monday.",
        "harassment",
        "CN>PH",
    ),
    (
        "Chinese ships met two Philippine cutters near Sabina Shoal on Monday and would not let them pass.",
        "blocking",
        "CN>PH",
    ),
    (
        "A chase followed when a Filipino boat came to Ayungin Shoal on Monday: first came a China Coast Guard ship.",
        "harassment",
        "CN>PH",
    ),
    (
        "BRP Malabrigo had to slow down near Second Thomas Shoal on Monday as the cutters of China came within 100 yards.",
        "dangerous_manoeuvre",
        "CN>PH",
    ),
    (
        "A Chinese cutter charged at a Malaysian patrol boat near Luconia Shoals on Monday; 100 Chinese trawlers were seen off Sarawak.",
        "dangerous_manoeuvre",
        "CN>MY",
    ),
    (
        "Chinese ships ran close to a Japanese-made rig of Petronas off Sarawak on Monday and rammed it.",
        "ramming",
        "CN>MY",
    ),
    (
        "Nine vessels believed to be of the maritime militia blocked BRP Cabra near Sabina Shoal on Monday.",
        "blocking",
        "CN>PH",
    ),
    (
        "KRI Bontang held three foreign boats off Natuna on Monday. The boats, all flying the Vietnamese flag, were seized.",
        "seizure",
        "ID>VN",
    ),
    (
        "Over two hours the Chinese ships ran across the bow of BRP Cabra near Second Thomas Shoal on Monday.",
        "dangerous_manoeuvre",
        "CN>PH",
    ),
    (
        "BRP Cabra got through to Second Thomas Shoal on Monday in spite of an attempt by China's coast guard and militia to block it.",
        "blocking",
        "CN>PH",
    ),
    (
        "Reporters saw how a Chinese vessel came within 45 metres of BRP Cabra and blocked it at Second Thomas Shoal on Monday.",
        "blocking",
        "CN>PH",
    ),
    (
        "More than 135 Chinese vessels were swarming a reef on Monday; it is Julian Felipe (Whitsun) Reef, the PCG said.",
        "swarming",
        "CN>",
    ),
    (
        "Hanoi spoke of a boat from Khanh Hoa whose nets were slashed by Chinese coast guards off the Paracels on Monday.",
        "harassment",
        "CN>VN",
    ),
    (
        "A Taiwanese cutter hosed a fishing boat from Guangdong near Pratas on Monday.",
        "water_cannon",
        "TW>CN",
    ),
    (
        "The footage shows a Chinese J-11 within ten feet of a U.S. bomber over the South China Sea on Monday.",
        "dangerous_manoeuvre,air_intercept",
        "CN>US",
    ),
    (
        "Divers of the Philippine coast guard found a floating barrier at Scarborough Shoal on Monday; Chinese ships were near.",
        "barrier",
        "CN>PH",
    ),
    (
        "A Chinese frigate kept HMAS Canberra in sight in the South China Sea on Monday.",
        "shadowing",
        "CN>AU",
    ),
    (
        "The Philippine Coast Guard drove off Chinese militia boats lingering near Sabina Shoal on Monday.",
        "expulsion",
        "PH>CN",
    ),
    (
        "The Indonesian navy sank a Vietnamese fishing boat after seizing it in the North Natuna Sea on Monday.",
        "sinking,seizure",
        "ID>VN",
    ),
    (
        "Malaysian authorities arrested 20 Vietnamese fishermen off Terengganu on Monday for illegal fishing.",
        "detention",
        "MY>VN",
    ),
    (
        "Chinese vessels hounded a Philippine research mission at Pag-asa Cay on Monday, with a helicopter hovering low over scientists.",
        "harassment",
        "CN>PH",
    ),
    (
        "A Chinese warship trained its fire-control radar on the BRP Conrado Yap near Commodore Reef on Monday.",
        "radar_lock,harassment",
        "CN>PH",
    ),
    (
        "China's coast guard said it lawfully expelled a Philippine vessel from waters near Huangyan Dao on Monday.",
        "expulsion",
        "CN>PH",
    ),
    (
        "China's military said it tailed and warned away the USS Dewey near the Nansha Islands on Monday.",
        "expulsion,shadowing",
        "CN>US",
    ),
    (
        "Vietnamese vessels were pelted with stones and hosed by Chinese ships near the Paracels on Monday, Hanoi said.",
        "assault,water_cannon",
        "CN>VN",
    ),
    (
        "Crew of the FB Hadassah said Chinese coast guard boats sideswiped them off Escoda Shoal on Monday.",
        "collision,ramming",
        "CN>PH",
    ),
    (
        "The Philippines said a Chinese navy ship came dangerously close to one of its patrol vessels, nearly causing a collision off Scarborough Shoal on Monday.",
        "dangerous_manoeuvre",
        "CN>PH",
    ),
    (
        "A Chinese ship dangerously crossed the bow of the BRP Malabrigo near Second Thomas Shoal on Monday.",
        "dangerous_manoeuvre",
        "CN>PH",
    ),
    (
        "China's maritime militia swarmed Whitsun Reef again on Monday, with 135 boats counted by the Philippine Coast Guard.",
        "swarming",
        "CN>",
    ),
    (
        "The Philippine coast guard on Monday removed a floating barrier that China had installed at Scarborough Shoal.",
        "barrier",
        "CN>PH",
    ),
    (
        "A Chinese survey ship was spotted conducting research inside Vietnam's exclusive economic zone near Vanguard Bank on Monday.",
        "survey_intrusion",
        "CN>VN",
    ),
    (
        "A Chinese research vessel was challenged by the Philippine Coast Guard off Cagayan on Monday after it was found 60 nautical miles from shore in the South China Sea.",
        "survey_intrusion,expulsion",
        "",
    ),
    (
        "Chinese fighters fired flares at a Philippine patrol aircraft flying near Subi Reef on Monday.",
        "flare",
        "CN>PH",
    ),
    (
        "A Canadian navy helicopter had flares shot in front of it by a Chinese J-11 over the South China Sea on Monday.",
        "flare",
        "CN>CA",
    ),
    (
        "An Australian diver was hurt by sonar pulses from a Chinese destroyer in the South China Sea on Monday.",
        "sonar",
        "CN>AU",
    ),
    (
        "Chinese ships blared a long-range acoustic device at the BRP Cabra off Zambales on Monday.",
        "acoustic_device",
        "CN>PH",
    ),
    (
        "A Philippine boat carrying troops and supplies was turned back by Chinese vessels at Ayungin Shoal on Monday.",
        "expulsion,blocking",
        "CN>PH",
    ),
    ("Vietnamese fishermen were shot at by a Chinese vessel near the Paracels on Monday.", "shots_fired", "CN>VN"),
    (
        "A Filipino fisherman was killed when a Philippine boat was hit by a passing Chinese vessel near Scarborough Shoal on Monday.",
        "collision,ramming",
        "CN>PH",
    ),
    (
        "A Taiwanese coast guard vessel fired its water cannon to chase a Chinese trawler from Taiping Island waters on Monday.",
        "water_cannon,expulsion",
        "TW>CN",
    ),
    (
        "Taiwan's coast guard seized a Chinese fishing boat near the Pratas Islands on Monday and detained its crew.",
        "seizure,detention",
        "TW>CN",
    ),
    (
        "Vietnam's fisheries surveillance boats were surrounded by Chinese ships near the oil rig in the Paracels on Monday.",
        "blocking",
        "CN>VN",
    ),
    ("China detained six Vietnamese fishermen near the Hoang Sa archipelago on Monday.", "detention", "CN>VN"),
    (
        "The Chinese navy is holding eight Vietnamese fishermen it captured near the Paracels on Monday.",
        "detention",
        "CN>VN",
    ),
    (
        "A standoff between Chinese and Philippine coast guard ships at Sabina Shoal entered a second day on Tuesday.",
        "standoff",
        "",
    ),
    ("Chinese and Vietnamese ships faced off near Vanguard Bank on Monday.", "standoff", ""),
    (
        "Chinese and Philippine ships collided near Sabina Shoal on Monday, and both sides traded blame.",
        "collision",
        "",
    ),
    (
        "Chinese drones flew over the BRP Sierra Madre at Second Thomas Shoal on Monday, the Philippine Navy said.",
        "drone",
        "CN>PH",
    ),
    ("A Chinese drone circled the Philippine ship BRP Sindangan near Escoda Shoal on Monday.", "drone", "CN>PH"),
    (
        "China jammed the radios of Philippine vessels during a resupply run to Second Thomas Shoal on Monday.",
        "jamming",
        "CN>PH",
    ),
    (
        "A military-grade laser was pointed by a Chinese ship at a Philippine Coast Guard vessel near Second Thomas Shoal on Monday.",
        "laser",
        "CN>PH",
    ),
    (
        "Chinese personnel on rigid-hulled boats destroyed the fishing nets of Filipino fishermen at Scarborough Shoal on Monday.",
        "harassment,seizure",
        "CN>PH",
    ),
    (
        "A Chinese coast guard crew threw bottles at Filipino fishermen at Scarborough Shoal on Monday.",
        "assault",
        "CN>PH",
    ),
    (
        "Philippine marines fired warning shots at a Chinese boat approaching Second Thomas Shoal on Monday.",
        "warning_shots",
        "PH>CN",
    ),
    (
        "Brunei's navy stopped a Vietnamese fishing boat in its waters in the South China Sea on Monday and arrested the crew.",
        "detention",
        "BN>VN",
    ),
    ("Chinese boats shadowed an Indonesian survey vessel in the North Natuna Sea on Monday.", "shadowing", "CN>ID"),
    (
        "A Chinese coast guard cutter harassed a drilling rig chartered by Petronas off Sarawak on Monday.",
        "harassment",
        "CN>MY",
    ),
    (
        "Chinese Coast Guard vessels forced a Philippine ship delivering fuel to fishermen away from Scarborough Shoal on Monday with water jets.",
        "water_cannon,expulsion",
        "CN>PH",
    ),
    (
        "China conducted a live-fire exercise near a Philippine vessel on Monday at Scarborough Shoal, forcing it to change course.",
        "*",
        "",
    ),
    (
        "Manila lodged a protest on Tuesday over what it said was the illegal pursuit of a Philippine fishing boat by a China Coast Guard ship at Scarborough Shoal on Monday.",
        "harassment",
        "CN>PH",
    ),
    (
        "The Philippine government condemned the unprovoked use of water cannon against BRP Datu Sanday by Chinese ships near Sabina Shoal on Monday.",
        "water_cannon",
        "CN>PH",
    ),
    ("The ramming on Monday of BRP Bagacay by CCG 21551 at Sabina Shoal left a hole a metre wide.", "ramming", "CN>PH"),
    (
        "Hanoi has demanded compensation from Beijing for a boat sunk by a Chinese vessel near the Paracels on Monday.",
        "sinking,collision",
        "CN>VN",
    ),
    (
        "Four crewmen were hurt on Monday when a Chinese coast guard vessel's water cannon smashed the windshield of their boat, the Unaizah May 4, off Second Thomas Shoal.",
        "water_cannon",
        "CN>PH",
    ),
    (
        "CCG 3105 was caught on video on Monday blasting BRP Datu Pagbuaya with water off Thitu Island.",
        "water_cannon",
        "CN>PH",
    ),
    (
        "Caught on video: CCG 21612 slams into the stern of BRP Datu Pagbuaya off Pag-asa on Monday.",
        "ramming,collision",
        "CN>PH",
    ),
    (
        "Beijing says its coast guard took control measures against a Philippine vessel that it said had rammed its ship near Xianbin Jiao on Monday.",
        "ramming,blocking,expulsion",
        "",
    ),
    (
        "Philippine soldiers at Ayungin on Monday were denied a medical evacuation when Chinese boats barred the way, the military said.",
        "blocking",
        "CN>PH",
    ),
    (
        "Chinese vessels obstructed the medical evacuation of a sick Filipino soldier from Second Thomas Shoal on Monday.",
        "blocking",
        "CN>PH",
    ),
]


@pytest.mark.parametrize(("text", "types", "sides"), TOLD, ids=[text[:60] for text, _, _ in TOLD])
def test_sentence_tells_of_one_incident(text, types, sides, read_text):
    (found,) = read_text(text, TODAY).incidents
    assert types == "*" or set(types.split(",")) & set(found.types), found.types
    initiators, targets = ({code[:2] for code in codes} for codes in (found.initiators, found.targets))
    if sides:
        one, other = sides.split(">")
        assert initiators == {one}
        assert not other or targets == {other}
