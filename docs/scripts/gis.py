"""A GIS user: incidents within 12 nm of Scarborough Shoal, and those possibly within."""

import geopandas as gpd

import scs_tracker as scs

ledger = scs.Ledger("tracker.db")
ledger.export("sea.gpkg")
incidents = gpd.read_file("sea.gpkg", layer="incidents").to_crs(32650)
belt = scs.load_zones().set_index("id").loc[["ts-scarborough-shoal"]].to_crs(32650).geometry.iloc[0]

discs = incidents.set_geometry(incidents.geometry.buffer(incidents["radius_km"].fillna(0) * 1000))
inside = discs[discs.within(belt)]
touching = discs[discs.intersects(belt) & ~discs.within(belt)]
inside.to_file("scarborough.gpkg", layer="within", driver="GPKG")
touching.to_file("scarborough.gpkg", layer="possibly_within", driver="GPKG")
