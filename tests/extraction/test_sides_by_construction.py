"""Who did what to whom where a turn of phrase, rather than a verb with its subject, says so."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "initiator", "target"),
    [
        (
            "Manila released footage of a Chinese navy ship that cut across the bow of BRP Cabra off Zambales on Monday.",
            "dangerous_manoeuvre",
            "CN-PLAN",
            "PH-PCG",
        ),
        (
            "A Chinese trawler that hit a Philippine Coast Guard boat off Zambales on Monday has left.",
            "collision",
            "CN-FISH",
            "PH-PCG",
        ),
        (
            "Two Chinese trawlers placed themselves across the path of USNS Impeccable south of Hainan on Monday.",
            "blocking",
            "CN-FISH",
            "US-NAVY",
        ),
        (
            "HMNZS Te Kaha was tracked by up to three Chinese warships in the South China Sea on Monday.",
            "shadowing",
            "CN-PLAN",
            "NZ-NAVY",
        ),
        (
            "HMNZS Te Kaha was followed by as many as eight Chinese warships in the South China Sea on Monday.",
            "shadowing",
            "CN-PLAN",
            "NZ-NAVY",
        ),
        (
            "The Chinese tug No. 175 came within five metres of a Philippine supply boat off Zambales on Monday.",
            "dangerous_manoeuvre",
            "CN-CIV",
            "PH-RESUPPLY",
        ),
        (
            "Filipino fishermen had guns pointed at them by a Chinese cutter's crew near Sabina Shoal on Monday.",
            "harassment",
            "CN-CCG",
            "PH-FISH",
        ),
        (
            "A Philippine supply boat had to give up and turn for home on Monday when CCG 5205 lay across its track at "
            "Second Thomas Shoal.",
            "blocking",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        (
            "A Chinese frigate had its fire-control radar trained on BRP Cabra off Zambales on Monday.",
            "radar_lock",
            "CN-PLAN",
            "PH-PCG",
        ),
        (
            "Crew of BRP Cabra covered their ears on Monday when a sonic weapon on CCG 5205 was turned towards them off "
            "Zambales.",
            "acoustic_device",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "Two Philippine supply boats had their way barred by CCG 5205 at Second Thomas Shoal on Monday.",
            "blocking",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        (
            "Six Vietnamese fishermen returned with fractured ribs after men from two Chinese ships beat them off the "
            "Paracels on Monday.",
            "assault",
            "CN-UNK",
            "VN-FISH",
        ),
        (
            "Two Chinese air force jets flew up to a Philippine air force plane over Scarborough Shoal on Monday and made "
            "a hazardous pass to turn it away.",
            "air_intercept",
            "CN-PLAAF",
            "PH-AF",
        ),
        (
            "Prospecting by the Chinese survey ship Haiyang Dizhi 8 inside waters of Malaysia was seen off Borneo on Monday.",
            "survey_intrusion",
            "CN-SURVEY",
            "MY-UNK",
        ),
        (
            "MIRI - A trawler, believed to be Vietnamese, from which stones were thrown at a Malaysian navy boat off Miri "
            "on Monday, got away.",
            "assault",
            "VN-FISH",
            "MY-RMN",
        ),
        (
            "MANILA - Three militia trawlers rammed BRP Cabra off Zambales on Monday.",
            "ramming",
            "CN-MM",
            "PH-PCG",
        ),
        (
            "The frigate HMAS Toowoomba met a Chinese destroyer near the Paracels on Monday. The destroyer, hull 139, "
            "used its sonar.",
            "sonar",
            "CN-PLAN",
            "AU-NAVY",
        ),
        (
            "A Chinese grey ship aimed its fire-control radar at BRP Conrado Yap near Commodore Reef on Monday.",
            "radar_lock",
            "CN-PLAN",
            "PH-NAVY",
        ),
        (
            "The maritime police caught eleven Chinese nationals at Half Moon Shoal on Monday, Manila said.",
            "detention",
            "PH-PCG",
            "CN-UNK",
        ),
        (
            "The AIS signal of BRP Cabra was being scrambled by CCG 5205 off Zambales on Monday.",
            "jamming",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "A Philippine coast guard team was put aboard a Chinese trawler off Zambales on Monday.",
            "boarding",
            "PH-PCG",
            "CN-FISH",
        ),
        (
            "An American underwater glider was plucked from the sea by a Chinese navy ship off Subic Bay on Monday.",
            "seizure",
            "CN-PLAN",
            "US-UNK",
        ),
        (
            "A US Navy Triton, an unmanned plane, passed close by a Chinese carrier southeast of the Paracels on Monday.",
            "drone",
            "US-NAVY",
            "CN-PLAN",
        ),
        (
            "A Vietnamese fisherman was hit by a round from a Chinese navy ship off the Paracels on Monday.",
            "shots_fired",
            "CN-PLAN",
            "VN-FISH",
        ),
        (
            "BRP Cabra and the Chinese cutter 5205 touched sides off Zambales on Monday. Manila speaks of reckless handling "
            "by the cutter.",
            "collision",
            "CN-CCG",
            "PH-PCG",
        ),
        (
            "A Chinese patrol took ten men from Quang Ngai prisoner off the Paracels on Monday.",
            "detention",
            "CN-UNK",
            "VN-FISH",
        ),
        (
            "A boat from Quang Ngai was blocked by CCG 5205 near Triton Island on Monday.",
            "blocking",
            "CN-CCG",
            "VN-FISH",
        ),
        (
            "Filipino sailors, one of whom had a thumb cut off, were attacked by men of CCG 5205 near Sabina Shoal on Monday.",
            "assault",
            "CN-CCG",
            "PH-NAVY",
        ),
        (
            "Filipino divers cut through the rope of a floating barrier laid by the Chinese coast guard at Scarborough Shoal "
            "on Monday.",
            "barrier",
            "CN-CCG",
            "PH-UNK",
        ),
        (
            "A bump between the supply boat Unaizah May 2 and CCG 5205 at Second Thomas Shoal on Monday did little harm.",
            "collision",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        (
            "Australian navy divers of HMAS Toowoomba were freeing a fouled screw off the Paracels on Monday when a Chinese "
            "destroyer used its sonar.",
            "sonar",
            "CN-PLAN",
            "AU-NAVY",
        ),
        (
            "Chaff went into an engine of an Australian P-8 off the Paracels on Monday when a Chinese J-16 cut in front of it.",
            "flare",
            "CN-PLAAF",
            "AU-RAAF",
        ),
        (
            "A near miss was reported by KP Orca 03 after a Vietnamese coast guard ship cut across her bow off Natuna on "
            "Monday.",
            "dangerous_manoeuvre",
            "VN-VCG",
            "ID-PSDKP",
        ),
        (
            "Two boats chartered by its navy could not get through to the Sierra Madre on Monday, Manila said, as Chinese "
            "coast guard ships had formed a wall.",
            "blocking",
            "CN-CCG",
            "PH-RESUPPLY",
        ),
        (
            "A Chinese ship opened fire on a ship of the Saigon navy off Duncan Island on 10 June.",
            "shots_fired",
            "CN-UNK",
            "RVN-NAVY",
        ),
        (
            "A Chinese navy ship and a Philippine fishing boat touched off Zambales on Monday.",
            "collision",
            "CN-PLAN",
            "PH-FISH",
        ),
        (
            "Chinese officers were accused by survivors in a report in which four of the Vietnamese crew were said to have "
            "been beaten with rods off the Paracels on Monday.",
            "assault",
            "CN-UNK",
            "VN-FISH",
        ),
    ],
)
def test_construction_gives_the_sides(read_text, text, kind, initiator, target):
    (found,) = read_text(text).incidents
    assert kind in found.types
    assert (found.initiators, found.targets) == ((initiator,), (target,))


def test_the_warship_of_the_country_is_that_of_the_dateline(read_text):
    text = "MANILA - The country's largest warship and a Chinese cutter eyed each other off Zambales on Monday."
    (found,) = read_text(text).incidents
    assert {*found.initiators, *found.targets} == {"PH-NAVY", "CN-CCG"}


def test_one_of_several_boats_is_who_was_boarded(read_text):
    text = (
        "TAIPEI - A coast guard cutter of Taiwan found eleven mainland trawlers off Dongsha on Monday; it boarded one and "
        "took it to port."
    )
    found = [one for one in read_text(text).incidents if "boarding" in one.types]
    assert [(one.initiators, one.targets) for one in found] == [(("TW-CGA",), ("CN-FISH",))]


def test_a_month_behind_a_number_is_no_march(read_text):
    (found,) = read_text("CCG 3305 closed in on BRP Cabra on 2 March off Bajo de Masinloc, Manila said.").incidents
    assert (found.date_start, found.types) == ("2024-03-02", ("blocking",))


def test_what_was_beside_the_grounded_ship_was_at_her_shoal(read_text):
    text = (
        "MANILA - A Chinese coast guard ship rammed a Philippine navy boat beside the BRP Sierra Madre on Monday. CCG 5205 "
        "blocked BRP Cabra at Sabina Shoal on Tuesday."
    )
    found = read_text(text, "2024-06-20").incidents
    assert [one.place for one in found] == ["Second Thomas Shoal", "Sabina Shoal"]


def test_fishers_shot_dead_in_a_headline_shot_nobody(read_text):
    text = "Nine Vietnamese fishermen shot dead in Gulf of Tonkin\n\nChinese patrol boats fired on them on Monday, Hanoi said."
    assert {one.targets for one in read_text(text).incidents} == {("VN-FISH",)}


def test_foreign_vessels_are_all_those_that_the_next_sentence_lists(read_text):
    text = (
        "The Philippine Coast Guard made seven foreign vessels leave Marie Louise Bank on Monday. BRP Cabra came upon five "
        "Chinese and two Vietnamese boats there."
    )
    (found,) = read_text(text).incidents
    assert {code[:2] for code in found.targets} == {"CN", "VN"}


def test_hours_later_in_one_sentence_is_another_clash(read_text):
    text = (
        "CCG 5203 bumped the supply boat Unaizah May 2 at Second Thomas Shoal on Monday; two hours later a militia trawler "
        "knocked against BRP Cabra."
    )
    found = read_text(text).incidents
    assert [(one.initiators, one.targets) for one in found] == [
        (("CN-CCG",), ("PH-RESUPPLY",)),
        (("CN-MM",), ("PH-PCG",)),
    ]


def test_a_coast_guard_ship_is_of_those_who_did_it_before(read_text):
    text = (
        "MANILA - Supplies for troops were grabbed by Chinese boats at Second Thomas Shoal on Monday. Last year another "
        "delivery was hindered there when a Filipino wooden boat was hosed down by a coast guard vessel."
    )
    assert [one.initiators for one in read_text(text).background] == [("CN-CCG",)]


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "MANILA - Six Filipino supply boats sailed to Sabina Shoal on Monday. Four Chinese cutters had been drawn up "
            "across the approaches.",
            ("CN-CCG",),
            ("PH-RESUPPLY",),
        ),
        (
            "KUALA LUMPUR - The drillship West Capella ended a face-off with a Chinese research ship off Sabah on Monday.",
            ("CN-SURVEY",),
            ("MY-OIL",),
        ),
        (
            "HANOI - The Chinese survey ship Haiyang Dizhi 8 entered the waters of Vietnam at Vanguard Bank on Monday, "
            "guarded by the coast guard cutters 3901 and 37111.",
            ("CN-SURVEY", "CN-CCG"),
            ("VN-UNK",),
        ),
        (
            "HAIKOU - A fishing boat from Hainan was shot at by a vessel without a flag off Mischief Reef on Monday. China "
            "asked the Philippines for an inquiry.",
            ("XX-UNK",),
            ("CN-FISH",),
        ),
        (
            "QUANG TRI - Border guards boarded six Chinese fishing boats off Con Co on Monday.",
            ("VN-CIV",),
            ("CN-FISH",),
        ),
        (
            "MANILA - Two China Coast Guard boats came up at Sabina Shoal on Monday. According to the fisherman, one of "
            "them bumped his hull before he turned back to his mother boat.",
            ("CN-CCG",),
            ("PH-FISH",),
        ),
        (
            "MANILA - A Chinese cutter blocked the fisheries bureau's research ship near Sabina Shoal on Monday.",
            ("CN-CCG",),
            ("PH-BFAR",),
        ),
        (
            "KUALA LUMPUR - The Chinese survey ship Haiyang Dizhi 8 entered the waters of Malaysia off Sabah on Monday, with "
            "cutter 4203 of the China Coast Guard and a train of militia trawlers for company.",
            ("CN-SURVEY", "CN-CCG", "CN-MM"),
            ("MY-UNK",),
        ),
        (
            "DA NANG - A maritime safety patrol ship and the Chinese tug Bin Hai rammed the Vietnamese ship KN 951 off Triton "
            "Island on Monday.",
            ("CN-MSA", "CN-CIV"),
            ("VN-VFRS",),
        ),
        (
            "MANILA - A Philippine Coast Guard vessel that was to bring home the body of a fisherman who had died at sea was "
            "blocked by a Chinese cutter off Zambales on Monday.",
            ("CN-CCG",),
            ("PH-PCG",),
        ),
        (
            "MANILA - Three China Coast Guard ships blocked a Philippine convoy south of Half Moon Shoal on Monday. On the "
            "Philippine side there were two coast guard cutters and a ship of the fisheries bureau.",
            ("CN-CCG",),
            ("PH-PCG", "PH-BFAR"),
        ),
    ],
)
def test_sides_of_ships_at_odds(read_text, text, initiators, targets):
    (found,) = read_text(text).incidents
    assert ({*found.initiators}, {*found.targets}) == ({*initiators}, {*targets})


def test_a_headline_takes_its_sides_from_the_sentence_below(read_text):
    text = (
        "Cutter dogs ship off Zambales\n\nMANILA - A Philippine Coast Guard vessel that was to bring home a body was dogged "
        "by a Chinese cutter off Zambales on Monday."
    )
    (found,) = read_text(text).incidents
    assert (found.initiators, found.targets) == (("CN-CCG",), ("PH-PCG",))


def test_ships_at_a_reef_are_of_the_militia_that_is_told_later(read_text):
    text = (
        "MANILA - Forty Chinese vessels were rafted up at Sabina Shoal on Monday. Divers filmed the sea bed. It was rubble. "
        "Most ships were of a type that Manila puts down as militia."
    )
    (found,) = read_text(text).incidents
    assert found.initiators == ("CN-MM",)
