"""The catalogue: every row is right, has its evidence, and is found by its id or near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker import geodata
from scs_tracker.config import Settings, Source
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.intake import catalogue
from scs_tracker.intake.adapters import FORMATS, adapter

if TYPE_CHECKING:
    from pathlib import Path


#: Formats for a user's own sources; no row of the catalogue has them.
OWN = {"telegram", "news-sitemap"}


def test_every_row_is_right_and_has_its_evidence() -> None:
    known = catalogue.catalogue()
    assert len(known) >= 150
    assert all(
        one.evidence and one.last_seen and one.confidence in {"tested", "listed", "conflict"} for one in known.values()
    )
    assert len({one.address for one in known.values()}) == len(known)
    assert {one.format for one in known.values()} == set(FORMATS) - {
        "telegram",
        "news-sitemap",
    }  # which sources of a user's own may have
    for format_ in FORMATS:
        assert callable(adapter(format_))


def test_the_starter_set_needs_no_key() -> None:
    known = catalogue.catalogue()
    ids = catalogue.starter()
    assert len(ids) >= 38
    assert not any(known[one].keys for one in ids)
    assert {known[one].country for one in ids} >= {"PH", "CN", "VN", "MY", "ID", "TW", "US"}


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean ph-rappler"):
        catalogue.find("ph-raplr", catalogue.catalogue())
    with pytest.raises(UsageError, match="see scs-tracker sources list"):
        catalogue.find("qqqq", catalogue.catalogue())


@pytest.fixture
def own_rows(tmp_path: Path) -> Path:
    file = tmp_path / "sources.csv"
    columns = (
        "id", "name", "address", "format", "country", "kind", "language", "text", "pages", "keys", "quiet_days",
        "starter", "confidence", "last_seen", "evidence", "terms",
    )  # fmt: skip
    file.write_text(
        ",".join(columns)
        + "\n"
        + "my-paper,My Paper,https://paper.example/feed,feed,,,,,,,,,,,,\n"
        + "Bad Id,X,https://x.example/,feed,,,,,,,,,,,,\n"
        + "no-name,,https://x.example/,feed,,,,,,,,,,,,\n"
        + "no-format,X,https://x.example/,fee,,,,,,,,,,,,\n"
        + "no-address,X,paper.example,feed,,,,,,,,,,,,\n"
        + "no-days,X,https://x.example/,feed,,,,,,,soon,,,,,\n"
        + "us-usni,USNI by another way,https://usni.example/feed,feed,US,,,,,,,,,,,\n",
        encoding="utf-8",
    )
    geodata.configure(tmp_path)
    return file


def test_rows_of_ones_own_stand_beside_ours_and_wrong_ones_stop_nothing(own_rows: Path) -> None:
    problems: list[str] = []
    known = catalogue.catalogue(problems)
    assert known["my-paper"].quiet_days == 3
    assert known["us-usni"].address == "https://usni.example/feed"
    assert len(problems) == 5
    assert "sources.csv, Bad Id: id is not valid; use a-z, digits" in "\n".join(problems)
    assert "use one of feed, afp-articles" in "\n".join(problems)
    assert all("\n" not in problem for problem in problems)
    with pytest.raises(TrackerError):
        catalogue.catalogue()


def test_what_is_enabled() -> None:
    feed = Source(feed="https://www.paper.example/feed", follow=True)
    settings = Settings(
        live=("ph-nsc", "ph-nsv", "ph-nsc"), sources=(feed, Source(feed="https://b.example/", format="fee"))
    )
    problems: list[str] = []
    live = catalogue.enabled(settings, problems)
    assert [one.id for one in live] == ["ph-nsc", "https://www.paper.example/feed"]
    assert (live[1].name, live[1].follows) == ("paper.example", True)
    assert problems[0].startswith("live: source 'ph-nsv' is not known; did you mean ph-nsc")
    assert problems[1].startswith("https://b.example/: format 'fee' is not known")


def test_keys_come_from_variables_and_are_never_named(monkeypatch: pytest.MonkeyPatch) -> None:
    acled = catalogue.catalogue()["xx-acled"]
    monkeypatch.setenv("ACLED_USERNAME", "me")
    with pytest.raises(TrackerError, match="xx-acled needs ACLED_PASSWORD in the environment"):
        catalogue.secrets(acled, Settings())
    monkeypatch.setenv("ACLED_PASSWORD", "hidden")
    assert catalogue.secrets(acled, Settings()) == ("me", "hidden")
    monkeypatch.setenv("MY_NAME", "you")
    assert catalogue.secrets(acled, Settings(keys={"xx-acled": ("MY_NAME", "ACLED_PASSWORD")})) == ("you", "hidden")
    with pytest.raises(TrackerError) as missing:
        catalogue.secrets(acled, Settings(keys={"xx-acled": ("MY_NAME",)}))
    assert "hidden" not in str(missing.value)


def test_what_stands_before_the_comma_of_a_name_is_a_publisher_and_no_remark() -> None:
    """Reports cite it: 'USNI News', and not 'USNI News (Fleet Tracker'."""
    publishers = {one.name.partition(",")[0] for one in catalogue.catalogue().values()}
    assert not [name for name in publishers if name.count("(") != name.count(")") or ";" in name or "/" in name]
