"""A researcher: uses of water cannon per year, with dates known only to the month or year listed separately."""

import pandas as pd

import scs_tracker as scs

incidents = scs.typed(scs.Ledger("tracker.db").incidents())
incidents["year"] = incidents["begin"].dt.year
incidents["day_known"] = incidents["begin"] == incidents["end"]
acts = incidents.assign(type=incidents["types"].str.split(";")).explode("type")
cannon = acts[acts["type"] == "water_cannon"]
table = pd.crosstab(cannon["year"], cannon["day_known"].map({True: "day known", False: "month or year only"}))
table["most_severe"] = cannon.groupby("year")["severity"].max().astype("int64")
table.to_csv("water_cannon_by_year.csv")
