from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

INCIDENTS = Path(__file__).parents[2] / "geodata/incidents/incidents.csv"
#: In the small ledger: the first is placed, the second has no place, the last is retracted.
LASER, BATTLE, GONE = "20230206-second-thomas-laser", "19740119-paracels-battle", "20240618-gone"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two accepted incidents, proposals that await review, and one incident that was retracted."""
    import pandas as pd

    folder = tmp_path_factory.mktemp("serve")
    frame = pd.read_csv(INCIDENTS, dtype=str, keep_default_na=False)
    kept = frame[frame["id"].isin([LASER, BATTLE])].copy()
    kept.loc[kept["id"] == BATTLE, ["location_text", "place", "lat", "lon"]] = ["place unknown", "x", "", ""]
    kept.to_csv(folder / "incidents.csv", index=False)
    sources = pd.read_csv(INCIDENTS.with_name("incident_sources.csv"), dtype=str, keep_default_na=False)
    sources[sources["incident_id"].isin(kept["id"])].to_csv(folder / "incident_sources.csv", index=False)
    ledger = Ledger(folder / "tracker.db", create=True, by="Dana")
    ledger.import_file(folder / "incidents.csv")
    facts = {"id": GONE, "date_start": "2024-06-18", "types": "blocking", "initiators": "CN-CCG", "targets": "PH-BFAR",
             "place": "Scarborough Shoal", "location_text": "Scarborough Shoal", "summary": "A vessel was blocked.",
             "corroboration": "single"}  # fmt: skip
    ledger.create(facts, reason="for the test")
    ledger.retract(GONE, reason="for the test")
    assert ledger.import_file(Path(__file__).parents[1] / "sources/data/scsdi.csv").added
    assert set(ledger.incidents(statuses=None)["status"]) == {"accepted", "proposed", "retracted"}
    ledger.engine.dispose()
    return folder / "tracker.db"


@pytest.fixture
def address(shipped_ledger: Path, tmp_path: Path) -> Iterator[str]:
    """The address of `scs-tracker serve` over the shipped incidents, in a process of its own."""
    command = [Path(sys.executable).with_name("scs-tracker"), "--ledger", f"sqlite:///{shipped_ledger}", "serve"]
    process = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()
