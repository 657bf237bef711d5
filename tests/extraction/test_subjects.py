"""Articles that are about something else than a clash: works, drills, crimes, rescues, visits and studies."""

from __future__ import annotations

import pytest

OF_SOMETHING_ELSE = {
    "a play": (
        "New play at the Manila theatre\n\n"
        "A Chinese cutter rams the supply boat in the first act, and the audience gasps.\n\n"
        "Two actors share the parts. Chinese marines seize Second Thomas Shoal before the curtain falls.\n\n"
        "The playwright is from Cebu. The critics liked it."
    ),
    "a game of a think tank": (
        "What if? Officers play out a crisis at Thitu\n\n"
        "On day one Chinese boats block Thitu Island. On day three a cutter rams BRP Cabra.\n\n"
        "The scenario was played at a college. The red team won.\n\n"
        "It is no forecast, the colonel said."
    ),
    "a drill": (
        "Two navies train off Palawan\n\n"
        "The hijacked ferry did not stop, so BRP Cabra crossed the bow of USS Benfold off Palawan and hosed her.\n\n"
        "The hijackers were cadets. The training ends on Friday, and observers came from Hanoi."
    ),
    "a drill in one sentence": (
        "In the exercise, a Chinese militia captain seizes a Vietnamese survey boat near Vanguard Bank. "
        "Officers took part in Singapore on Monday."
    ),
    "thieves of oil": (
        "Stolen diesel found off Tioman\n\n"
        "Malaysia's coast guard seized a tanker off Tioman on Monday after it had rammed a patrol boat.\n\n"
        "The syndicate siphons oil at night. Its gang is in remand."
    ),
    "shelter": (
        "Vietnamese boats find shelter at Woody Island\n\n"
        "A China Coast Guard ship took 12 Vietnamese boats to Woody Island on Monday as the typhoon bore down on them.\n\n"
        "The crews were given blankets and noodles. They thanked the doctor."
    ),
    "a visit": (
        "Port call at Da Nang\n\n"
        "Fishing boats swarmed around the American carrier at Da Nang on Monday.\n\n"
        "The visitors were met with flowers. A reception was held on the quay, and Vietnamese pupils circled the ship."
    ),
    "a race": (
        "Regatta reaches Subic\n\n"
        "The Chinese sloop Black Jack crossed the bows of the Filipino yacht Centennial off Subic on Monday.\n\n"
        "The yacht club gave prizes. The helmsman had won the cup before."
    ),
    "a boat on the rocks": (
        "Men saved off Bolinao\n\nThe Philippine coast guard helped a Chinese yacht that had been driven towards the "
        "rocks off Bolinao on Monday. The two men thanked the crew for the tow."
    ),
    "what took time": (
        "Rangers free dolphin off Layang-Layang\n\nIt took two Malaysian boats a whole day to cut the Vietnamese nets "
        "away off Layang-Layang on Monday."
    ),
    "the price of a risk": (
        "Underwriters raise rates for the Spratlys\n\n"
        "They put a price on the risk in the Spratlys: a Chinese cutter rams a Vietnamese survey ship, and who pays?\n\n"
        "The insurers met in London. The premiums rise in May."
    ),
    "a president on board": "President Duterte boarded a Chinese destroyer at Davao, off Palawan, on Monday.",
    "a study": (
        "Linguist writes down words of fishers\n\n"
        "Chinese boats kiss Filipino boats, or they drove us off, say fishers at Scarborough Shoal.\n\n"
        "The list is part of a study. A second volume is planned."
    ),
}


@pytest.mark.parametrize("text", OF_SOMETHING_ELSE.values(), ids=OF_SOMETHING_ELSE.keys())
def test_an_article_about_something_else_tells_of_no_clash(read_text, text):
    found = read_text(text)
    assert [*found.incidents, *found.background] == []


CLASHES = {
    "beside a film": (
        "The documentary's film crew was on board when a Chinese cutter rammed a Philippine supply boat near "
        "Second Thomas Shoal on Monday, the director said. The film opens in May.",
        "ramming",
    ),
    "like a film": (
        'Chinese jet crosses in front of plane\n\nIt was "like a scene in a movie": a Chinese jet cut in front of a '
        "Philippine plane over Scarborough Shoal on Monday, the pilot said. No film could have it, he told readers.",
        "air_intercept",
    ),
    "beside a drill": (
        "Chinese frigate trails drill\n\nA Chinese frigate shadowed BRP Cabra off Palawan on Monday during an exercise.\n\n"
        "The training went on. The drill ends on Friday.",
        "shadowing",
    ),
    "beside a search for thieves": (
        "Customs boat chased off Zambales\n\nA Philippine customs boat that was looking for stolen oil was chased by a "
        "China Coast Guard ship off Zambales on Monday. The gang got away.",
        "harassment",
    ),
    "before a rescue": (
        "Rescued after hours in the water\n\nA Chinese ship rammed and sank a Vietnamese boat near the Paracels on "
        "Monday. The survivors were saved by another boat and thanked it from a hospital.",
        "ramming",
    ),
    "in the way of help": (
        "Sick marine waits\n\nTwo Chinese cutters blocked a Philippine boat near Second Thomas Shoal on Monday as it "
        "went for a sick marine. A doctor saw him a day later in hospital.",
        "blocking",
    ),
    "over turtles": (
        "A nursery for turtles\n\nPhilippine maritime police stopped a Chinese fishing boat off Palawan on Monday, "
        "found turtles in its hold and arrested the 11 crew. A vet looks after the turtles.",
        "detention",
    ),
    "before a ship sails home": (
        "Drillship goes home\n\nThe drillship West Capella left the Luconia Shoals for home on Monday.\n\nChina Coast "
        "Guard vessels had been circling it and telling its crew to leave. They went home, too.",
        "harassment",
    ),
    "after a visit": (
        "Carrier shadowed after port call\n\nA Chinese frigate shadowed USS Carl Vinson off the Paracels on Monday after "
        "her visit to Da Nang. The welcome had been warm.",
        "shadowing",
    ),
}


@pytest.mark.parametrize(("text", "kind"), CLASHES.values(), ids=CLASHES.keys())
def test_a_clash_beside_it_stands(read_text, text, kind):
    assert [kind in one.types for one in read_text(text).incidents] == [True]
