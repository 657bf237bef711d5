"""The waters of a state cut the curve of a distance off a coast."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text
from scs_tracker.zones import zones_at


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("in Vietnamese waters 60 nm off Hainan", ("vn-",)),
        ("in the waters of Viet Nam, 60 nm off Hainan", ("vn-",)),
        ("trong vùng biển Việt Nam, cách đảo Hải Nam 60 hải lý", ("vn-",)),
        ("越南海域距海南岛60海里", ("vn-",)),
        ("within Vietnam's exclusive economic zone, 60 nm off Hainan", ("vn-eez",)),
    ],
)
def test_only_the_part_of_the_arc_in_those_waters_is_left(text: str, zones: tuple[str, ...]) -> None:
    found, whole = resolve_text(text), resolve_text("60 nm off Hainan")
    assert found.radius_km < whole.radius_km - 50
    held = zones_at([lon for _, lon in found.outline], [lat for lat, _ in found.outline])
    sets = [held.sets[code] for code in held.codes]
    assert all(any(zone.startswith(zones) for zone in ids) for ids in sets)
    assert "only the part in the waters of" in found.reason


@pytest.mark.parametrize("text", ["in Philippine waters 60 nm off Zambales", "60 nm off Zambales in calm waters"])
def test_waters_that_hold_the_whole_arc_or_are_nobodys_change_nothing(text: str) -> None:
    found, whole = resolve_text(text), resolve_text("60 nm off Zambales")
    assert (found.lat, found.lon, found.radius_km) == (whole.lat, whole.lon, whole.radius_km)


def test_waters_that_hold_no_part_of_the_arc_are_said() -> None:
    found = resolve_text("in Vietnamese waters 60 nm off Zambales")
    assert found.radius_km == resolve_text("60 nm off Zambales").radius_km
    assert "no part of it lies in the waters of Viet Nam" in found.reason
