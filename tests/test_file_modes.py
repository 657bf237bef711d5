from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from scs_tracker.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o027, 0o640)])
def test_a_file_is_as_open_as_its_owner_lets_it_be(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        written = write_atomically(tmp_path / "week.html", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(written.stat().st_mode) == mode
    assert os.umask(before) == before
