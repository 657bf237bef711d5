# An R user: incidents by year and severity, from the GeoParquet file that `scs-tracker export sea.parquet` writes.
# install.packages(c("arrow", "dplyr", "sf"))
library(arrow)
library(dplyr)
library(sf)

incidents <- read_parquet("sea.parquet") |>
  mutate(year = substr(date_start, 1, 4), geometry = st_as_sfc(structure(as.list(geometry), class = "WKB"))) |>
  st_as_sf(crs = 4326)

incidents |>
  st_drop_geometry() |>
  count(year, severity) |>
  write.csv("severity_by_year.csv", row.names = FALSE)

plot(incidents["severity"])
