"""What is not claimed: negation, wishes, habits, other seas, other actors, exercises and figures of speech."""

from __future__ import annotations

import pytest

from scs_tracker.extraction import explain


@pytest.mark.parametrize(
    "text",
    [
        "China's coast guard did not use water cannon against Philippine boats at Sabina Shoal on Monday.",
        "No Philippine boat was rammed by Chinese ships at Sabina Shoal on Monday.",
        "China's coast guard denied that it rammed BRP Cabra at Sabina Shoal on Monday.",
        "China would ram Philippine boats at Sabina Shoal if they came back, a general said on Monday.",
        "A law allows China's coast guard to fire on foreign vessels in the South China Sea from Monday.",
        "Manila urged China to stop ramming Philippine boats at Sabina Shoal on Monday.",
        "China's coast guard has repeatedly used water cannon against Philippine boats at Sabina Shoal.",
        "Four Chinese coast guard ships blocked a Japanese fishing boat off the Senkaku Islands on Monday.",
        "Houthi forces fired on a Philippine ship in the Red Sea on Monday.",
        "Philippine and U.S. marines simulated the boarding of a vessel in the South China Sea on Monday.",
        "Manila police used water cannon on protesters near the Chinese embassy on Monday.",
        "Beijing and Manila are on a collision course in the South China Sea, an analyst said on Monday.",
        "Hanoi tells Chinese ship to go\n\nVietnam's foreign ministry demanded on Monday that a ship leave Vanguard Bank.",
        "Filipino fishermen watched a Chinese frigate off Zambales on Monday.",
        "Indonesian jets took off to look for a missing Chinese yacht off Natuna on Monday.",
        "Two hundred relatives gathered at the seaside on Monday to remember those whom China's navy killed at Gac Ma.",
        "Journalists aboard BRP Cabra watched the manoeuvre of a Chinese cutter, which the captain described off Palawan.",
        "Two Philippine coast guard ships collided off Palawan on Monday.",
        "A Vietnamese fishing boat sank in a storm near the Paracel Islands on Monday.",
        "A Chinese ship rescued Filipino fishermen whose boat had sunk near Sabina Shoal on Monday.",
        "A Malaysian coast guard ship towed a broken-down Vietnamese trawler to the port of Miri on Monday.",
        "Agents seized drugs from a Chinese fishing boat off Zambales on Monday.",
        "The Indian navy boarded a ship hijacked by Somali pirates in the Arabian Sea on Monday.",
        "U.S. and Philippine warships shadowed each other during an exercise off Palawan on Monday.",
        "China blocked a joint statement on the South China Sea in Vientiane on Monday.",
        "Captain Chase met officials from China and the Philippines in Manila on Monday to discuss the South China Sea.",
        "Vietnam offered nine oil and gas blocks in the Nam Con Son basin to Japanese firms on Monday.",
        "A Chinese destroyer hit no Philippine boat at Sabina Shoal on Monday; BRP Cabra was not hit, the navy said.",
        "Chinese ships monitored the Philippine supply boats off Second Thomas Shoal on Monday and let them through.",
        "A clip purporting to show a Chinese frigate firing at BRP Cabra near Sabina Shoal on Monday is fake, he said.",
        "CCG 3305 met BRP Cabra near Sabina Shoal on Monday and kept to the 1972 collision regulations, Manila said.",
    ],
)
def test_no_incident_is_proposed(read_text, text):
    found = read_text(text)
    assert found.incidents == ()
    assert found.background == ()


def test_the_guard_is_named_in_the_explanation(read_text):

    found = read_text("China would ram Philippine boats at Sabina Shoal if they came back, a general said on Monday.")
    assert "held back by guard:hypothetical" in explain(found)


def test_an_exercise_beside_a_clash_does_not_hide_it(read_text):
    text = "A Chinese warship shadowed BRP Davao del Sur off Palawan on Monday during the Balikatan exercise."
    assert [one.types for one in read_text(text).incidents] == [("shadowing",)]


NOTHING_HAPPENED = [
    "Chinese and Philippine diplomats met in Xiamen on Monday and agreed to keep their ships from colliding.",
    "Philippine and Japanese crews practised off Palawan on Monday how to answer a ramming; a tug played the cutter.",
    "In a mock boarding on Tuesday, Vietnamese and Indian coast guard men stormed a freighter off Da Nang.",
    "Fire brigades from Macau used water cannon against a blaze on a Philippine ferry in the harbour on Monday.",
    "Hong Kong riot police fired water cannon at students outside the Chinese liaison office on Monday.",
    "Police in Palawan on Monday arrested two Chinese men who had flown a drone near a naval base at Ulugan Bay.",
    "Chinese and Malaysian scientists measured the reef with a laser rangefinder from a survey ship off Sabah on Monday.",
    "In the film, which opens in Manila on Monday, a Chinese frigate rams a Philippine boat at Second Thomas Shoal.",
    "A novel by a Manila author, in which Chinese marines seize Pag-asa, won a prize on Monday.",
    "In the new video game, players ram Chinese cutters and fire water cannon at militia boats in the Spratlys.",
    "The historian's new book tells how Chinese ships sank two South Vietnamese vessels in the Paracels.",
    "Manila dismissed as false a video which seemed to show a Chinese ship being rammed off Scarborough Shoal on Monday.",
    "A Chinese tanker and a Vietnamese bulk carrier collided off Vung Tau in fog on Monday; nobody was hurt.",
    "The yawl had lost power; KM Gagah took it in tow off Sabah on Monday as a Chinese freighter stood by.",
    "The Chinese crew set off a distress flare off Subic on Monday and were found by a Philippine plane.",
    "Philippine sailors boarded a Chinese ship off Zambales on Monday at its captain's request to see a sick man.",
    "The two sides promised in Hanoi on Monday not to detain each other's fishermen in the South China Sea.",
    "Jets from Manila and Hanoi had to circle over the South China Sea or turn back on Monday after a radar fault.",
    "A mock enemy boat was rammed by Vietnamese trainees off Hai Phong on Monday; Chinese officers looked on.",
    "The drill off Palawan on Monday simulated a clash in which a Philippine frigate fired on a Chinese ship.",
    "Vietnam's navy chief boarded a Chinese frigate off Da Nang on Monday and was given a tour.",
    "The documentary shows how Chinese ships chase Filipino fishermen, and was shown in Cannes on Monday.",
    "The shadow cabinet in Canberra asked on Monday whether frigates would go on sailing near Chinese bases.",
    "Philippine senators asked for details of a Chinese cutter near Scarborough Shoal on Monday.",
    "The Philippine Coast Guard issued radio calls for help for a Chinese fishing boat near Scarborough Shoal on Monday.",
    "A flare-up between China and the Philippines in the South China Sea would cost insurers billions, a bank said.",
    "A Chinese destroyer cut across the bow of USS Chung-Hoon in the Taiwan Strait on Saturday.",
    "Seoul summoned the Chinese envoy on Monday after a Chinese cutter had rammed a Korean patrol boat off Incheon.",
]


@pytest.mark.parametrize("text", NOTHING_HAPPENED)
def test_what_only_sounds_like_a_clash_is_none(read_text, text):
    found = read_text(text)
    assert [*found.incidents, *found.background] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A Vietnamese boat that refused to stop was boarded by Malaysian officers off Sabah on Monday.", "boarding"),
        (
            "USS Cowpens stopped to avoid a Chinese ship that had cut across its bow off Hainan on Monday.",
            "dangerous_manoeuvre",
        ),
        (
            "Bakamla told the Chinese cutter that no such claim is honoured and drove it off Natuna on Monday.",
            "expulsion",
        ),
        (
            "Neither navy gave way at Sabina Shoal on Monday as the standoff between Chinese and Philippine ships goes on.",
            "standoff",
        ),
        ("Malaysia's navy sank the confiscated Vietnamese trawler BV 9 off Kuantan on Monday.", "sinking"),
        (
            "Taiwan's coast guard, its calls to no avail, used its hoses on a Chinese boat off Dongsha on Monday.",
            "water_cannon",
        ),
        (
            "Indonesian jets met a Chinese plane without clearance off Natuna on Monday and escorted it out.",
            "air_intercept",
        ),
        ("Vietnamese divers training off Con Dao on Monday surfaced as a Chinese destroyer used its sonar.", "sonar"),
        ("Police said a Chinese ship rammed a Filipino fishing boat near Scarborough Shoal on Monday.", "ramming"),
        ("Manila and Beijing met after a Chinese ship hit a Philippine tanker off Palawan on Monday.", "collision"),
        ("Two Chinese frigates trailed HMS Kent off the Paracels on Monday from the Singapore Strait on.", "shadowing"),
    ],
)
def test_doubt_about_something_else_holds_nothing_back(read_text, text, kind):
    assert [kind in one.types for one in read_text(text).incidents] == [True]


@pytest.mark.parametrize(
    "doer",
    [
        "A Chinese jet that was not provoked in any way released flares at",
        "A Chinese warship which did not answer calls aimed a laser at",
        "A Chinese jet that had never been seen there before fired flares at",
    ],
)
def test_a_doubt_told_of_the_doer_holds_nothing_back(read_text, doer):
    assert len(read_text(f"{doer} a Philippine plane over Scarborough Shoal on Monday.").incidents) == 1


def test_a_doubt_told_of_the_deed_holds_it_back(read_text):
    text = "A Chinese cutter that did not ram or block BRP Cabra near Sabina Shoal on Monday sailed home."
    assert read_text(text).incidents == ()


@pytest.mark.parametrize(
    "text",
    [
        "More than 1,200 fishing boats were sunk when a typhoon came ashore near Qui Nhon on Saturday. Two Chinese boats "
        "sheltered in the bay.",
        "Taiwan's coast guard said it had expelled 41 Chinese boats from the waters of Pratas Island last year.",
        "Indonesian patrols seized 38 Vietnamese boats off Natuna last year.",
    ],
)
def test_storms_and_counts_of_a_year_are_no_incident(read_text, text):
    found = read_text(text)
    assert (found.incidents, found.background) == ((), ())


@pytest.mark.parametrize("verb", ["wrested back", "snatched away", "recaptured"])
def test_a_boat_that_is_wrested_from_a_patrol_is_taken(read_text, verb):
    text = f"A Chinese coast guard ship {verb} a trawler caught by an Indonesian navy ship off Natuna on Monday."
    assert [one.types for one in read_text(text).incidents] == [("seizure",)]


def test_a_sonar_in_another_sea_is_not_moved_to_this_one(read_text):
    text = (
        "Australian divers were hurt in the East China Sea on Tuesday. The Chinese destroyer operated its hull sonar "
        "near HMAS Toowoomba. She goes on to the South China Sea."
    )
    assert read_text(text).incidents == ()


def test_a_word_in_passing_far_from_the_lead_is_no_incident(read_text):
    found = read_text(
        "Ministers of China and the Philippines met in Kunming on Monday to speak of a code of conduct for the South "
        "China Sea. They agreed to meet again in May.\n\nThe text has been under discussion for twenty years. "
        'A Philippine senator called it "a fig leaf for those who hose and ram our boats".'
    )
    assert found.incidents == ()
    assert "guard:in-passing" in explain(found)


def test_police_who_stopped_a_boat_fire_no_shots_in_a_street(read_text):
    text = (
        "Philippine police arrested the crew of a Chinese fishing boat that they found near Half Moon Shoal on Monday. The police fired warning "
        "shots into the air when the men refused to heave to."
    )
    found = read_text(text)
    assert ["warning_shots" in one.types for one in found.incidents] == [True]


UNREAL = [
    "There is no truth to a rumour that a Chinese ship rammed a Vietnamese boat near Woody Island, Hanoi said on Monday.",
    "A message shared on WhatsApp that Chinese boats had sunk a trawler off Bintulu was false, the MMEA said on Tuesday.",
    "Manila denied a report that Chinese militiamen had fired on Filipino fishermen near Pag-asa and carried off three.",
    "A video shows a Chinese warship ramming a Philippine frigate in the Spratlys. No such event took place, Manila said.",
    "FACT CHECK: Old photo\n\nA photo shows a Filipino boat set on fire by Chinese cutters at Scarborough Shoal on Sunday.",
    "Ramming and water cannon have no place in the South China Sea, Manila's envoy told China's deputy minister.",
    "The code would ban blocking of boats, swarming by Chinese militia and shadowing in the South China Sea, Hanoi said.",
    "What worries Filipinos most is the ramming of boats by Chinese ships in the West Philippine Sea, a poll showed.",
    "Chinese militia boats gather in dozens at Luconia Shoals; Malaysian fishermen are chased and sometimes hosed.",
    "Beijing instructed its cutters on Monday to board Vietnamese boats that break the fishing ban off the Paracels.",
    "China threatened on Monday to tow BRP Sierra Madre away from Second Thomas Shoal.",
    "A Chinese yard tried out the new water cannon of a cutter off Sanya on Monday for Malaysian officers.",
    "The podcast imagines that Chinese divers seize BRP Sierra Madre at Second Thomas Shoal on a Sunday.",
    "Vietnamese scientists flew drones over Southwest Cay on Monday to count birds. Filipino colleagues joined them.",
    "The blaze on the Chinese freighter off Palawan was fought on Sunday with the water cannon of BRP Gabriela Silang.",
    "The Filipino fisherman was treated on Southwest Cay by Vietnam's navy; on Monday he was taken back to his boat.",
    "PUERTO PRINCESA, June 3 - Marine rangers arrested nine Filipino fishermen off Palawan; the crew threw bottles overboard.",
]


@pytest.mark.parametrize("text", UNREAL)
def test_what_is_untrue_general_shown_or_harmless_is_no_incident(read_text, text):
    found = read_text(text)
    assert [*found.incidents, *found.background] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A video of the navy shows a Chinese cutter ramming BRP Cabra near Sabina Shoal on Monday.", "ramming"),
        (
            "A Chinese ship aimed a laser at a Philippine plane near Thitu on Monday; Beijing called the claim false.",
            "laser",
        ),
        (
            "Ramming has no place at sea, Manila said after a Chinese cutter rammed a boat of its navy off Sabina Shoal.",
            "ramming",
        ),
        (
            "The army denied a report of a mutiny but said a Chinese cutter rammed a Filipino boat off Palawan.",
            "ramming",
        ),
        ("A Chinese drone was flown over Pag-asa on Monday as Filipino scientists mapped the lagoon.", "drone"),
        (
            "Indonesian officers arrested nine Vietnamese fishermen off Natuna; the crew threw bottles at them.",
            "detention",
        ),
    ],
)
def test_talk_beside_a_clash_does_not_hide_it(read_text, text, kind):
    assert any(kind in one.types for one in read_text(text).incidents)


@pytest.mark.parametrize(
    "text",
    [
        "The Philippine Coast Guard named a ship on Monday for Scarborough Shoal, where Chinese cutters have for years "
        "driven off Filipino boats.",
        "A court in Quang Ngai on Tuesday jailed two boat owners for sending fishermen into Malaysian waters. "
        "Prosecutors said that Malaysia had seized their trawlers three times since 2019.",
        "A passenger ferry and a Vietnamese-flagged cargo ship collided off Mindoro on Sunday. The Philippine Coast Guard "
        "rescued 120 passengers.",
        "A senator urged the navy on Wednesday to shadow every Chinese research vessel that enters the exclusive economic "
        "zone off Palawan and to board those that refuse to leave.",
        "Two China Coast Guard ships and BRP Malapascua sailed within sight of each other off Palawan on Thursday as all "
        "three looked for a missing yacht.",
        "A think tank published a simulation on Monday in which Chinese ships block Second Thomas Shoal and a Philippine "
        "frigate is rammed.",
        "A Philippine court jailed twelve Chinese fishermen on Monday who had been caught with turtles off Palawan.",
        "A Philippine court on Monday sentenced nine Chinese fishermen to jail for poaching off Palawan.",
        "Nine Chinese fishermen were jailed by a Philippine court on Monday for poaching off Half Moon Shoal.",
        "A Filipino court acquitted twelve Chinese fishermen on Monday of poaching at Tubbataha Reef.",
        "Manila - Senators opened an inquiry on Wednesday into how a Chinese dredger came to be off Zambales without papers. "
        "The ship was built in 2019. A coast guard officer said that it had been boarded and its crew had shown valid "
        "visas; it was cleared to leave.",
    ],
)
def test_habits_courts_wishes_and_searches_are_no_incidents(read_text, text):
    found = read_text(text)
    assert found.incidents == ()
    assert found.background == ()
