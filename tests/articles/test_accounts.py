"""Who says, denies or justifies, in our own words."""

from __future__ import annotations

TEXT = (
    "A China Coast Guard ship rammed BRP Cabra near Sabina Shoal on Monday, the Philippine Coast Guard said, calling it a "
    "dangerous act. China's foreign ministry said that the Philippine ship had intruded. Beijing denied that its ship hit "
    "anyone."
)


def test_each_side_has_its_account(read_text):
    (one,) = read_text(TEXT).incidents
    kinds = {(each.party, each.kind) for each in one.said}
    assert {("CN", "denies"), ("CN", "justifies"), ("PH", "says")} <= kinds
    assert "CN: says that the other side intruded, denies it" in one.accounts


def test_accounts_lead_to_their_sentences(read_text):
    found = read_text(TEXT)
    (one,) = found.incidents
    denial = next(each for each in one.said if each.kind == "denies")
    assert found.text[denial.start : denial.end].startswith("Beijing denied")


def test_what_is_said_of_the_news_is_no_account_of_what_was_before(read_text):
    found = read_text(
        f"{TEXT} On 5 March 2024 China Coast Guard ships fired water cannon at the Philippine supply boat Unaizah May 4 near "
        "Second Thomas Shoal, and four of its crew were hurt."
    )
    assert "CN: says that the other side intruded" in found.incidents[0].accounts
    assert [(one.types, one.accounts) for one in found.background] == [(("water_cannon",), "")]


SPOKE = (
    "A China Coast Guard cutter rammed a Philippine supply boat near Sabina Shoal on Monday, the Philippine Coast Guard said. "
    "China's coast guard spokesman said that the Philippine boats had intruded. %s denied that anyone was hurt."
)


def test_he_who_denies_is_he_who_spoke_before_and_not_whose_boats_were_told_of(read_text):
    (one,) = read_text(SPOKE % "He").incidents
    assert one.accounts == "CN: says that the other side intruded, denies it"


def test_he_who_speaks_after_somebody_of_no_country_is_of_none(read_text):
    (one,) = read_text(SPOKE % "A sailor said so. He").incidents
    assert one.accounts == "CN: says that the other side intruded"
