"""What has been read of a place and waits for the name that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.geocoding.names import Name
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.numbers import Distance
    from scs_tracker.geocoding.records import Bearing
    from scs_tracker.geocoding.tokens import Token

#: After so many unknown words a distance or a relation no longer belongs to the name that follows.
PATIENCE: Final = 5
#: 'Cách', from which a distance counts that follows, waits longer: cách vũng neo đậu tàu thuyền Lý Sơn 2 hải lý.
_LONG_PATIENCE: Final = 8
#: Kinds of tokens with which a distance can begin.
MEASURES: Final = frozenset({"number", "vague", "about", "over", "under", "within", "distance", "han", "between"})


@dataclass(slots=True)
class Pending:
    """What has been read and waits for its anchor."""

    start: int = -1
    distance: Distance | None = None
    bearing: Bearing | None = None
    linked: bool = False
    counted: bool = False
    direct: bool = False
    apart: bool = False
    relation: str = ""
    source: bool = False
    part: str = ""
    part_azimuth: float | None = None
    coast: bool = False
    shore: bool = False
    zone: str = ""
    owned: bool = False
    gap: int = 0
    apposed: bool = False
    kept: bool = False
    owner: Name | None = None
    landmark: tuple[int, int] | None = None
    denied: int = 0
    beyond_km: float = 0.0
    lost: tuple[Distance | None, Bearing | None] = (None, None)

    def measures(self) -> bool:
        """Say whether a distance or a bearing waits."""
        return self.distance is not None or self.bearing is not None

    def clear(self) -> None:
        """Let nothing wait any longer."""
        lost = self.lost
        Pending.__init__(self)
        self.lost = lost

    def wear_out(self) -> None:
        """Let nothing wait any longer, and keep the distance that nothing has taken, if something leads on from it."""
        if (
            self.distance is not None
            and (self.bearing is not None or (self.linked and self.distance.km > 1))
            and not any(self.lost)
        ):
            self.lost = (self.distance, self.bearing)
        beyond_km = self.beyond_km
        self.clear()
        self.beyond_km = beyond_km

    def pass_word(self, token: Token, folded: Folded) -> None:
        """Let an unknown word, which begins nothing, come between what is pending and its anchor."""
        if self.kept:
            self.clear()
        if "relative" in token.kinds and self.gap and self.measures() and self.linked:
            self.beyond_km = self.distance.high_km if self.distance is not None else 0.0
            self.wear_out()  # 18 miles south of the rig that China deployed
        leads = (self.linked or self.direct) and (self.apart or self.measures())
        if leads and folded.cased and folded.source(token.start, token.end)[:1].isupper():
            self.landmark = (self.landmark[0] if self.landmark else token.start, token.end)
        self.owned = False
        self.gap += 1
        if self.gap >= (_LONG_PATIENCE if self.apart and not self.measures() else PATIENCE):
            self.wear_out()
