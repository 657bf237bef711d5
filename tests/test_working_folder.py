from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker import config
from scs_tracker.errors import TrackerError
from scs_tracker.sources.formats import read_reports
from scs_tracker.working_folder import initialise

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_folder_works_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "own"
    written = initialise(folder)
    settings = config.load(folder / "tracker.toml")
    assert settings.model_dump(exclude={"sources"}) == config.Settings().model_dump(exclude={"sources"})
    assert folder / "tracker.toml" in written
    for source in settings.sources:
        assert read_reports(settings.resolve(source.path)).read == 0


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("# mine\n", encoding="utf-8")
    assert tmp_path / "tracker.toml" not in initialise(tmp_path)
    assert (tmp_path / "tracker.toml").read_text(encoding="utf-8") == "# mine\n"
    with pytest.raises(TrackerError, match="already; nothing was changed"):
        initialise(tmp_path)
    with pytest.raises(TrackerError, match="is a file; name a folder"):
        initialise(tmp_path / "tracker.toml")
