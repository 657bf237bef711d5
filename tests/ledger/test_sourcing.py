from __future__ import annotations

import pytest

from scs_tracker import geodata
from scs_tracker.ledger.sourcing import independent_sources, voice_of, voices_of


def source(url: str, publisher: str) -> dict[str, str]:
    return {"url": url, "publisher": publisher, "published": ""}


def test_a_name_without_an_address_is_the_outlet_that_has_this_name() -> None:
    article = source("https://www.rappler.com/a", "Rappler")
    assert independent_sources(voices_of([article, source("", "Rappler"), source("", "Rappler (Philippines)")])) == 1
    assert independent_sources(voices_of([article, source("", "A paper that nobody knows")])) == 2


def test_names_of_one_government_are_one_voice() -> None:
    chinese = source("https://english.news.cn/a", "Xinhua")
    assert (
        independent_sources(
            voices_of([chinese, source("", "Xinhua"), source("https://www.globaltimes.cn/b", "Global Times")])
        )
        == 1
    )


def test_every_site_of_one_government_is_one_voice() -> None:
    sites = ("www.pco.gov.ph", "coastguard.gov.ph", "www.navy.mil.ph", "www.pna.gov.ph")
    assert independent_sources(voices_of([source(f"https://{site}/a", site) for site in sites])) == 1
    assert (
        independent_sources(
            voices_of([source("https://www.state.gov/a", "State"), source("https://www.cpf.navy.mil/b", "Navy")])
        )
        == 1
    )
    assert (
        independent_sources(voices_of([source("https://www.gov.uk/a", "UK"), source("https://mofa.go.jp/b", "Japan")]))
        == 2
    )


def test_a_country_behind_a_name_is_no_agency() -> None:
    assert independent_sources(voices_of([source("", "First (Philippines)"), source("", "Second (Philippines)")])) == 2


@pytest.mark.parametrize(
    ("url", "publisher", "key", "country"),
    [
        ("https://wtop.com/a", "WTOP (AP)", "apnews.com", "US"),
        ("https://apnews.com/a", "AP", "apnews.com", "US"),
        ("https://balita.com/a", "Balita (PNA)", "government of PH", "PH"),
        ("https://dotchuoinon.com/a", "Dot Chuoi Non (Tuoi Tre News copy)", "government of VN", "VN"),
        ("https://github.com/a/b", "South China Sea Data Initiative (copy)", "scsdi.org", "US"),
        ("https://focustaiwan.tw/a", "Focus Taiwan (CNA)", "government of TW", "TW"),
        ("https://www.straitstimes.com/a", "The Straits Times (CNA)", "government of SG", "SG"),
        ("https://mric.gov.ph/a", "Maritime Research Information Center (PH)", "government of PH", "PH"),
        ("https://www.vietnambotschaft.org/a", "Vietnamese Embassy (foreign ministry)", "government of VN", "VN"),
        ("https://www.bangkokpost.com/a", "Bangkok Post (A Paper Unknown)", "a paper unknown", ""),
        ("https://www.taipeitimes.com/a", "Taipei Times (agencies)", "taipeitimes.com", "TW"),
        ("https://pjmedia.com/a", "PJ Media (on Navy Times and AP)", "pjmedia.com", "US"),
        ("https://topnews.in/a", "TopNews (dpa)", "dpa.com", "DE"),
        ("https://www.rappler.com/a", "Rappler (Xinhua, Philippine Star)", "rappler.com", "PH"),
        ("https://www.rappler.com/a", "Rappler (AP and others)", "rappler.com", "PH"),
        ("https://www.rappler.com/a", "Rappler (Xinhua/AFP)", "rappler.com", "PH"),
        ("https://www.expressandstar.com/a", "Express & Star (AP/PA)", "apnews.com", "US"),
        ("https://archive.is/a", "South China Morning Post", "scmp.com", "HK"),
        ("https://archive.is/a", "A Paper Unknown", "archive.is", ""),
        ("https://mukahpages.blogspot.com/a", "Mukah Pages (Siakapkeli)", "siakapkeli.my", "MY"),
    ],
)
def test_the_origin_of_a_copy_speaks_and_not_who_prints_it(url: str, publisher: str, key: str, country: str) -> None:
    voice = voice_of(source(url, publisher))
    assert (voice.key, voice.country) == (key, country)


def test_most_sources_of_the_shipped_incidents_have_a_country() -> None:
    rows = geodata.rows("incident_sources")
    unknown = sum(not voice_of(row).country for row in rows)
    assert unknown / len(rows) < 0.07
