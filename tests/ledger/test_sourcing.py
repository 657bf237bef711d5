from __future__ import annotations

from scs_tracker.ledger.sourcing import independent_sources


def source(url: str, publisher: str) -> dict[str, str]:
    return {"url": url, "publisher": publisher, "published": ""}


def test_a_name_without_an_address_is_the_outlet_that_has_this_name() -> None:
    article = source("https://www.rappler.com/a", "Rappler")
    assert independent_sources([article, source("", "Rappler"), source("", "Rappler (Philippines)")]) == 1
    assert independent_sources([article, source("", "A paper that nobody knows")]) == 2


def test_names_of_one_government_are_one_voice() -> None:
    chinese = source("https://english.news.cn/a", "Xinhua")
    assert (
        independent_sources([chinese, source("", "Xinhua"), source("https://www.globaltimes.cn/b", "Global Times")])
        == 1
    )


def test_every_site_of_one_government_is_one_voice() -> None:
    sites = ("www.pco.gov.ph", "coastguard.gov.ph", "www.navy.mil.ph", "www.pna.gov.ph")
    assert independent_sources([source(f"https://{site}/a", site) for site in sites]) == 1
    assert (
        independent_sources([source("https://www.state.gov/a", "State"), source("https://www.cpf.navy.mil/b", "Navy")])
        == 1
    )
    assert independent_sources([source("https://www.gov.uk/a", "UK"), source("https://mofa.go.jp/b", "Japan")]) == 2


def test_a_country_behind_a_name_is_no_agency() -> None:
    assert independent_sources([source("", "First (Philippines)"), source("", "Second (Philippines)")]) == 2
