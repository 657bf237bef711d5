"""One list of whom to name, in every place that names them."""

from __future__ import annotations

from scs_tracker import geodata
from scs_tracker.geodata import attribution
from scs_tracker.ledger.export import ATTRIBUTION
from scs_tracker.reporting.method import attribution as of_reports


def test_every_origin_is_one_that_the_readme_of_the_data_asks_to_name():
    readme = " ".join(geodata.shipped("README.md").read_text(encoding="utf-8").split())
    names = {"scs-tracker": "this project compiled them", "Marine Regions": "Maritime Boundaries Geodatabase"}
    for origin in attribution.ORIGINS:
        assert names.get(origin.name, origin.name) in readme
        assert origin.licence.split()[0] in readme
        assert origin.url.startswith("https://")


def test_exports_and_reports_say_the_same():
    assert attribution.sentence() == ATTRIBUTION == of_reports()[0]
    assert all(f"{origin.name} ({origin.licence})" in ATTRIBUTION for origin in attribution.ORIGINS)
