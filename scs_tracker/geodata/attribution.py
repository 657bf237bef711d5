"""Define the attribution of the data sources, which every map, report and export shows."""

from __future__ import annotations

from typing import Final, NamedTuple


class Origin(NamedTuple):
    """A source of the reference data: its name, its licence, and a URL with details."""

    name: str
    licence: str
    url: str


#: As geodata/README.md asks for it; what is in the public domain needs no name.
ORIGINS: Final = (
    Origin("scs-tracker", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    Origin("© OpenStreetMap contributors", "ODbL 1.0", "https://www.openstreetmap.org/copyright"),
    Origin("Marine Regions", "CC BY 4.0", "https://doi.org/10.14284/632"),
    Origin("GeoNames", "CC BY 4.0", "https://www.geonames.org/"),
    Origin("GSHHG", "LGPL", "https://www.soest.hawaii.edu/pwessel/gshhg/"),
)


def sentence() -> str:
    """Return the attribution of all data sources and their licences as one sentence.

    Examples
    --------
    >>> sentence()[:63]
    'Data: scs-tracker (ODbL 1.0), with © OpenStreetMap contributors'
    """
    own, *others = (f"{origin.name} ({origin.licence})" for origin in ORIGINS)
    return f"Data: {own}, with {', '.join(others[:-1])} and {others[-1]}."
