"""A change of the code or of a source that makes zones is seen; one that makes none is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scs_tracker import geodata
from scs_tracker.geodata import loader
from scs_tracker.zones import provenance

PACKAGE = Path(provenance.__file__).parents[1]


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the modules to be changed."""
    ignored = shutil.ignore_patterns("__pycache__")
    for room in ("zones", "geodata"):
        shutil.copytree(PACKAGE / room, tmp_path / "scs_tracker" / room, ignore=ignored)
    return tmp_path / "scs_tracker"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, "the test would change nothing"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("zones/build.py", "PRECISION: Final = 1e-6", "PRECISION: Final = 1e-5"),
        ("zones/limits.py", "NAUTICAL_MILE", "NAUTICAL_MILES"),  # imported by what build imports
        ("zones/splicing.py", "def ", "def _"),  # by what that imports
        ("geodata/region.py", "27", "28"),
    ],
)
def test_code_that_decides_a_zone_counts(code: Path, module: str, old: str, new: str) -> None:
    assert provenance.code_digest(code) == provenance.code_digest()
    edit(code / module, old, new)
    assert provenance.code_digest(code) != provenance.code_digest()


def test_words_and_other_rooms_do_not_count(code: Path) -> None:
    edit(code / "zones/build.py", "def zone_table", "# one more word\n\n\ndef zone_table")
    edit(code / "zones/build.py", '"""Return zones.csv:', '"""Return the table:')
    edit(code / "zones/standing.py", "import", "import this; import")
    assert provenance.code_digest(code) == provenance.code_digest()


def test_every_source_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = geodata.shipped("zones").parent
    before = provenance.sources_digest()
    shutil.copytree(stored, tmp_path / "geodata", ignore=shutil.ignore_patterns("*.npz", "incidents", "lexicon"))
    monkeypatch.setattr(loader, "_ROOTS", (tmp_path,))
    assert provenance.sources_digest() == before
    for name in ("zones/sources/vn_baseline_1982.csv", "zones/feature_claims.csv", "gazetteer/features.csv"):
        file = tmp_path / "geodata" / name
        content = file.read_bytes()
        file.write_bytes(content + b"\n")
        assert provenance.sources_digest() != before, name
        file.write_bytes(content)
