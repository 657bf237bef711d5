"""Build the lexicon of articles from the phrases of ``text.phrases`` and the gazetteer's place names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.geocoding.names import SEA_GROUPS, gazetteer
from scs_tracker.text.phrases import with_places

if TYPE_CHECKING:
    from scs_tracker.text.phrases import Lexicon


@geodata.cached
def lexicon() -> Lexicon:
    """Return the lexicon with the gazetteer's place names, cached until the user's geodata change."""
    names = gazetteer()
    rows = [row for row in geodata.rows("not_places") if row["kind"] == "doubtful"]
    doubtful = {phrase for row in rows for phrase in row["phrases"].split(";")}
    found: dict[str, dict[str, Any]] = {}
    for key, name in names.names.items():
        features = [names.features[one] for one in name.features]
        sea = all(one.group in SEA_GROUPS for one in features)
        if name.needs_context or key in doubtful:
            if len(features) == 1 and features[0].kind != "oil_gas_block":
                found[key] = {"doubtful": name.features}
        elif name.quality == "part" and not (sea and len(features) == 1 and len(key) > 4):
            continue
        elif len(key) > 2 or not key.isascii():
            found[key] = {"place": name.features}
    return with_places(found)
