"""A researcher: how often water cannon were used a year, with what is only known to the month kept apart."""

import pandas as pd

import scs_tracker as scs

incidents = scs.typed(scs.Ledger("tracker.db").incidents())
incidents["year"] = incidents["begin"].dt.year
incidents["day_known"] = incidents["begin"] == incidents["end"]
acts = incidents.assign(type=incidents["types"].str.split(";")).explode("type")
cannon = acts[acts["type"] == "water_cannon"]
table = pd.crosstab(cannon["year"], cannon["day_known"].map({True: "day known", False: "month or year alone"}))
table["gravest"] = cannon.groupby("year")["severity"].max().astype("int64")
table.to_csv("water_cannon_by_year.csv")
