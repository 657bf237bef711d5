"""A fresh ledger of the recorded incidents, by the command line of the code that answers."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from store import Asked

COMMAND = "import sys; from scs_tracker.cli import main; sys.exit(main())"


def command(code: Path, folder: Path, *words: str) -> None:
    """Run scs-tracker in a folder; an error ends all."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words], cwd=folder, check=False, capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(code), "SCS_TRACKER_LEDGER": f"sqlite:///{folder}/tracker.db", "TZ": "UTC"},
    )  # fmt: skip
    if done.returncode not in {0, 3}:
        raise SystemExit(
            f"scs-tracker {' '.join(words)}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        )


def ledger(asked: Asked) -> Path:
    """Return a folder with a ledger of the recorded incidents and events."""
    inputs, folder = asked.inputs, asked.inputs / "work"
    if not (folder / "tracker.db").is_file():
        folder.mkdir(exist_ok=True)
        (folder / "tracker.toml").write_text("")
        command(asked.code, folder, "import", str(inputs / "ledger/incidents.csv"), str(inputs / "ledger/events.csv"))
    return folder
