"""Select the incidents shown on the first screen and in stories, with their sentences in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.mapping.incident_layer import plain
from scs_tracker.model import first_day, last_day
from scs_tracker.sentences import incident_sentence, languages, use_language

if TYPE_CHECKING:
    import geopandas as gpd

#: Number of incidents of each kind; the page shows five and needs a few more if a filter removes some.
_MOST: Final = 8
#: Number of incidents in episodes that have a sentence; for others, a story shows only the summary.
_MOST_TOLD: Final = 300


def leads(frame: gpd.GeoDataFrame, *, opens: str = "") -> dict[str, list[tuple[int, str]]]:
    """Return, by language, row numbers and sentences of the latest, the most severe and the episodes' incidents.

    ``opens`` is the first date of the period shown at opening; if it is empty, all dates are shown.
    """
    import pandas as pd

    if not len(frame):
        return {}
    days = frame["date_start"].map(last_day)
    rows = [row for row, day in enumerate(days) if not opens or day >= first_day(opens)]
    grades = [-1.0 if value is None else float(value) for value in map(plain, frame["severity"].tolist())]
    grave = sorted(rows, key=lambda row: (-grades[row], -row))
    told = [row for row, episode in enumerate(frame["episode"]) if episode]
    chosen = sorted({*rows[-_MOST:], *grave[:_MOST], *told[-_MOST_TOLD:]})
    records = frame.iloc[chosen].drop(columns=frame.geometry.name).to_dict("records")
    known = [{key: None if pd.isna(value) else value for key, value in record.items()} for record in records]
    found = {}
    for language in languages():
        with use_language(language):
            found[language] = list(zip(chosen, map(incident_sentence, known), strict=True))
    return found
