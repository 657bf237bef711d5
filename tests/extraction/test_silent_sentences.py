"""One sentence at a time: what only looks as if it told of an incident."""

from __future__ import annotations

import pytest

TODAY = "2024-08-20"

NOT_TOLD = [
    "A Chinese ship reached the drifting Vietnamese boat near Woody Island on Monday; its crew took the men aboard.",
    "A Chinese destroyer trained a laser on a U.S. Navy plane in the Philippine Sea west of Guam on Monday.",
    "Chinese ships near Scarborough Shoal did nothing to hamper the Philippine drills on Monday, an officer said.",
    "A Philippine ship carried out hydrographic work in Manila Bay on Monday; China took note.",
    "The Philippine Coast Guard took charge of the port of Puerto Princesa on Monday, and China said nothing.",
    "The Philippine Coast Guard picked up two Chinese fishermen near Scarborough Shoal on Monday after their engine failed.",
    "Defense Secretary Teodoro on Monday told Chinese boats to go home from Sabina Shoal.",
    "China bothered to send a note to Manila over Scarborough Shoal on Monday.",
    "China sent ships to keep Chinese boats away from a typhoon near the Paracel Islands on Monday; Vietnam did the same.",
    "Philippine and Chinese diplomats came close to each other in talks on Scarborough Shoal on Monday.",
    "The Philippine navy discharged crew from a base near Thitu Island on Monday, and China protested.",
    "Rains halted a Philippine supply flight to Thitu Island on Monday; a Chinese ship was anchored there.",
    "Chinese hackers attacked the Philippine coast guard off Luzon on Monday, but were blocked.",
    "Chinese bombers flew over the reef near Scarborough Shoal on Monday while Japan and the Philippines were at drills.",
    "A fishing boat race in Masinloc drew Chinese and Filipino visitors on Monday, sprayed by fire trucks in the heat.",
    "Vietnamese and Chinese ships ended a patrol in the Gulf of Tonkin on Monday and inspected 14 fishing boats.",
    "A Chinese navy ship came to the aid of 17 Filipinos near Scarborough Shoal on Monday and took over the men.",
    "The Philippine Coast Guard and the Chinese coast guard held talks in Manila on Monday on how to avoid collisions at Scarborough Shoal.",
    "Philippine and U.S. warships fired at a decommissioned vessel off Zambales on Monday in the Balikatan drills.",
    "China urged Japan on Monday to stop its boats from entering waters near the Diaoyu Islands, where a Chinese coast guard ship chased a Japanese boat.",
    "South Korea's coast guard seized a Chinese fishing boat in the Yellow Sea on Monday and detained nine fishermen.",
    "A Chinese navy ship rescued three Filipino fishermen whose boat sank in a storm near Scarborough Shoal on Monday.",
    "Two cargo ships collided off Singapore on Monday, injuring four Filipino seamen.",
    "Police used water cannon on protesters outside the Chinese embassy in Manila on Monday, and several students were arrested.",
    "Pirates boarded a Vietnamese tanker in the Sulu Sea on Monday and abducted two crewmen.",
    "The Philippine Coast Guard intercepted a boat smuggling cigarettes off Tawi-Tawi on Monday.",
    "Chinese investigators said on Monday that a trawler had been rammed by a cargo ship in the East China Sea.",
    "The Philippines and Vietnam signed an agreement on Monday to prevent incidents between their coast guards in the South China Sea.",
    "A Chinese dentist used a laser on a patient aboard the hospital ship Peace Ark in Manila on Monday.",
    "Marcos said on Monday that if a Filipino were killed in a ramming by China at Ayungin Shoal, it would be close to an act of war.",
    "The coast guard warned on Monday that Chinese ships could ram Philippine boats during the next resupply mission to Second Thomas Shoal.",
    "Vietnamese and Chinese coast guards ended a joint patrol in the Gulf of Tonkin on Monday.",
    "China's coast guard drove a Japanese fishing boat out of waters around the Senkakus on Monday.",
    "Taiwan's coast guard chased Chinese speedboats off Kinmen on Monday; two men drowned when their boat capsized.",
    "A Philippine court on Monday ordered the release of six Chinese nationals arrested for spying on the navy in Palawan.",
    "Shares of Chinese shipbuilders surged on Monday after state media said the navy would get 12 new frigates.",
    "Malaysian police rammed a car of drug smugglers in Sabah on Monday.",
    "The Philippine Navy's BRP Jose Rizal fired missiles in an exercise off Zambales on Monday.",
    "Houthi forces fired at a Philippine-crewed ship in the Red Sea on Monday, killing two Filipino sailors.",
    "Russian fighters intercepted a U.S. B-52 over the Baltic Sea on Monday.",
    "Chinese and Philippine teams collided in the pool as the water polo match turned rough on Monday.",
    "A Filipino boxer blocked and rammed his way past a Chinese rival on Monday in Guangzhou.",
    "The Philippines has blocked Chinese websites that harassed Filipino users, officials said on Monday.",
    "Vietnam detained a Chinese man in Hanoi on Monday for fraud.",
    "A Chinese company seized control of the port operator, blocking a Malaysian bid on Monday.",
    "The US Navy's USS Halsey sailed near the Paracels on Monday in a freedom of navigation operation, the Seventh Fleet said.",
    "China announced on Monday that its annual fishing ban in the South China Sea would begin in May; Vietnam protested.",
    "The Philippines on Monday launched a new coast guard vessel that can withstand water cannon.",
    "Experts said on Monday that China's use of water cannon shows how the grey zone works.",
    "A Vietnamese boat with 30 fishermen caught fire and sank off Truong Sa on Monday; all were saved by a passing ship.",
    "The Chinese embassy on Monday denied that its coast guard had rammed any Philippine boat.",
    "Philippine Coast Guard divers practised boarding in Subic on Monday with U.S. trainers.",
    "Indonesia blew up 40 impounded foreign fishing boats in Natuna on Monday, among them 38 Vietnamese vessels.",
]


@pytest.mark.parametrize("text", NOT_TOLD, ids=[text[:60] for text in NOT_TOLD])
def test_sentence_tells_of_none(text, read_text):
    found = read_text(text, TODAY)
    assert found.incidents + found.background == ()
