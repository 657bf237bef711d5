"""Who says, denies or justifies, in the words of the text."""

from __future__ import annotations

import pytest

TEXT = (
    "A China Coast Guard ship rammed BRP Cabra near Sabina Shoal on Monday, the Philippine Coast Guard said, calling it a "
    "dangerous act. China's foreign ministry said that the Philippine ship had intruded. Beijing denied that its ship hit "
    "anyone."
)


def test_each_side_has_its_account(read_text):
    (one,) = read_text(TEXT).incidents
    kinds = {(each.party, each.kind) for each in one.said}
    assert {("CN", "denies"), ("CN", "justifies"), ("PH", "says")} <= kinds
    assert one.accounts.startswith(
        'CN: "China\'s foreign ministry said that the Philippine ship had intruded.", "Beijing denied that its ship hit'
    )


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
    assert "CN: " in found.incidents[0].accounts
    assert [(one.types, one.accounts) for one in found.background] == [(("water_cannon",), "")]


SPOKE = (
    "A China Coast Guard cutter rammed a Philippine supply boat near Sabina Shoal on Monday, the Philippine Coast Guard said. "
    "China's coast guard spokesman said that the Philippine boats had intruded. %s denied that anyone was hurt."
)


def test_he_who_denies_is_he_who_spoke_before_and_not_whose_boats_were_told_of(read_text):
    (one,) = read_text(SPOKE % "He").incidents
    assert one.accounts.endswith('"He denied that anyone was hurt."')
    assert [each.party for each in one.said] == ["CN", "CN"]


def test_he_who_speaks_after_somebody_of_no_country_is_of_none(read_text):
    (one,) = read_text(SPOKE % "A sailor said so. He").incidents
    assert one.accounts == 'CN: "China\'s coast guard spokesman said that the Philippine boats had intruded."'


INVENTED = [
    # a sentence in which nobody, or somebody else, says what its words are about
    "Vessels released flares near a Philippine aircraft in a dangerous act.",
    "China was the target of a protest by Manila over the dangerous act.",
    "A protest by Manila over the harassment was sent to China.",
]


@pytest.mark.parametrize("sentence", INVENTED)
def test_nobody_is_said_to_say_what_no_verb_of_saying_tells(read_text, sentence):
    (one,) = read_text(f"{SPOKE % 'A sailor said so. He'} {sentence}").incidents
    assert not any(sentence[:20] in each.words for each in one.said)


def test_what_another_denies_is_no_denial_of_who_speaks(read_text):
    text = "China said its navy had driven the ship away off Sabina Shoal on Monday, a claim the US Navy denied."
    assert [
        (each.party, each.kind)
        for one in read_text(f"A ship. {text}").incidents
        for each in one.said
        if each.kind == "denies"
    ] == []
