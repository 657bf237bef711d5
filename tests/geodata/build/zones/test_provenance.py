"""A change of the code or of a source that makes zones is seen; one that makes none is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geodata.build.zones import provenance
from scs_tracker import geodata
from scs_tracker.geodata import loader

CHECKOUT = Path(provenance.__file__).parents[3]


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the modules to be changed."""
    ignored = shutil.ignore_patterns("__pycache__")
    for room in ("scs_tracker/zones", "scs_tracker/geodata", "geodata/build/zones"):
        shutil.copytree(CHECKOUT / room, tmp_path / room, ignore=ignored)
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, "the test would change nothing"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("geodata/build/zones/build.py", "_MARGIN: Final = 2.0", "_MARGIN: Final = 3.0"),
        ("scs_tracker/zones/limits.py", "NAUTICAL_MILE", "NAUTICAL_MILES"),  # imported by what build imports
        ("geodata/build/zones/splicing.py", "def ", "def _"),  # by what that imports
        ("scs_tracker/geodata/region.py", "27", "28"),
    ],
)
def test_code_that_decides_a_zone_counts(code: Path, module: str, old: str, new: str) -> None:
    assert provenance.code_digest(code) == provenance.code_digest()
    edit(code / module, old, new)
    assert provenance.code_digest(code) != provenance.code_digest()


def test_words_and_other_rooms_do_not_count(code: Path) -> None:
    edit(code / "geodata/build/zones/build.py", "def zone_table", "# one more word\n\n\ndef zone_table")
    edit(code / "geodata/build/zones/build.py", '"""Return zones.csv:', '"""Return the table:')
    edit(code / "scs_tracker/zones/nearness.py", "import", "import this; import")
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
