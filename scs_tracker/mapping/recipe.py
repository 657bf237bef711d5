"""Read map recipes: small TOML files that set the incidents, extent, layers and colours of a map."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, ValidationError, model_validator

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, suggestion, unreadable
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.mapping.interface_text import texts
from scs_tracker.model import first_day, is_partial_date, last_day
from scs_tracker.zones.coordinates import REGION

ColourField = Literal["actor", "date", "type", "severity"]

_TILES: Final = re.compile(r"^https://[^\s\"'<>;,*{}/]+/[^\s\"'<>;,]*$")
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_Week = Annotated[str, StringConstraints(pattern=r"^(latest|\d{4}-W\d{2})$")]


class _Section(BaseModel):
    model_config = {"extra": "forbid", "frozen": True, "populate_by_name": True}


def _checked_date(value: str) -> str:
    if value and not is_partial_date(value):
        raise ValueError("not a date; use YYYY-MM-DD, YYYY-MM or YYYY, in quotation marks")
    return value


_Date = Annotated[str, AfterValidator(_checked_date)]


class Filter(_Section):
    """Filter of the map's incidents, each of which must match a value of every list that is given."""

    #: First date (YYYY, YYYY-MM or YYYY-MM-DD); its key in the file is ``from``.
    since: _Date = Field(default="", alias="from")
    #: Last date (YYYY, YYYY-MM or YYYY-MM-DD); its key in the file is ``to``.
    until: _Date = Field(default="", alias="to")
    #: An ISO week such as ``2024-W25``, or ``latest`` for the last week that has incidents.
    week: _Week | None = None
    types: tuple[str, ...] = ()
    #: Services (``CN-CCG``) or countries (``CN``), on either side.
    actors: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()
    severity_at_least: int = Field(default=0, ge=0, le=5)
    #: Whether only incidents located inside the extent are on the map.
    inside_extent: bool = False

    @model_validator(mode="after")
    def _order(self) -> Filter:
        if self.since and self.until and last_day(self.until) < first_day(self.since):
            raise ValueError(f"empty: to {self.until} is before from {self.since}; correct one of them")
        return self


class Extent(_Section):
    """Extent of the map at opening, in decimal degrees."""

    west: float = Field(ge=-180, le=180)
    south: float = Field(ge=-85, le=85)
    east: float = Field(ge=-180, le=180)
    north: float = Field(ge=-85, le=85)

    @model_validator(mode="after")
    def _order(self) -> Extent:
        if self.west >= self.east or self.south >= self.north:
            raise ValueError("empty: west must be less than east, and south less than north")
        if self.west >= EAST or self.east <= WEST or self.south >= NORTH or self.north <= SOUTH:
            raise ValueError(f"outside the region of the map, {REGION}; use degrees inside it")
        return self


class Layers(_Section):
    """Layers that are visible at opening."""

    #: Zone ids; a trailing ``*`` matches any ending (``ts-*``).
    claims: tuple[str, ...] = ()
    #: Depths, reefs, islands and outposts.
    sea: bool = True
    #: The shaded sea floor.
    floor: bool = True
    #: Whether context events are shown on the timeline.
    events: bool = True


class Tiles(_Section):
    """Optional online background map; a page without one loads nothing from the network."""

    url: Annotated[str, StringConstraints(pattern=_TILES.pattern)]
    attribution: _Text
    max_zoom: int = Field(default=18, ge=1, le=22)


class Own(_Section):
    """User's own map layer, with an entry in the legend."""

    #: A GeoJSON, or any file that GDAL reads; a relative path starts at the recipe's folder.
    file: _Text
    #: Name in the legend; if it is empty, the name of the file.
    name: str = ""
    #: Column whose values colour the shapes, or empty.
    colour: str = ""


def ground_tiles(name: str) -> Tiles:
    """Return the tiles that xyzservices lists under a name, such as ``Esri.WorldImagery``.

    Raise ``ValueError`` if the name is unknown, the tiles need a token, or their URL is not a plain https URL.
    """
    import xyzservices

    known = xyzservices.providers.flatten()
    usable = {key: each for key, each in known.items() if not each.requires_token() and _TILES.match(each.build_url())}
    if name not in usable:
        if name in known:
            reason = "needs a token, or its address is not a plain https URL"
            raise ValueError(f"this base map {reason}; configure it in [tiles]")
        near = difflib.get_close_matches(name, usable, n=1, cutoff=0.5)
        raise ValueError(
            f"not a known base map; did you mean {near[0]}?"
            if near
            else f"not a known base map; use one of {', '.join(usable)}"
        )
    ground = usable[name]
    return Tiles(url=ground.build_url(), attribution=ground.attribution, max_zoom=int(ground.get("max_zoom", 18)))


def _known_ground(value: str) -> str:
    if value:
        ground_tiles(value)
    return value


def _known_language(value: str) -> str:
    try:
        texts(value)
    except TrackerError as error:
        raise ValueError(str(error)) from None
    return value


class Recipe(_Section):
    """Complete recipe of a map."""

    #: Heading of the map.
    title: _Text
    #: One or two sentences below the title, or empty.
    description: str = ""
    #: Language of the interface.
    language: Annotated[str, AfterValidator(_known_language)] = Field(default="en", alias="lang")
    #: First day of the period shown at opening; older incidents are in the file, one click away.
    opens: _Date = ""
    #: Whether the map is for embedding in another page: panels closed, credits folded, page scrolling unchanged.
    embed: bool = False
    #: Property that colours the incidents at opening.
    colour: ColourField = "actor"
    filter: Filter = Filter()
    #: Extent at opening; None fits the map to the incidents.
    extent: Extent | None = None
    layers: Layers = Layers()
    #: Name, in xyzservices, of a background that the reader may switch on, like ``[tiles]``.
    ground: Annotated[str, AfterValidator(_known_ground)] = ""
    tiles: Tiles | None = None
    #: Your own layers.
    own: tuple[Own, ...] = ()

    @model_validator(mode="after")
    def _extent_there(self) -> Recipe:
        if self.ground and self.tiles:
            raise ValueError("ground and [tiles] cannot be used together; omit one")
        if self.filter.inside_extent and self.extent is None:
            raise ValueError("inside_extent needs an [extent]; add one, or omit inside_extent")
        return self


def shipped_names() -> list[str]:
    """Return the names of the shipped recipes in alphabetical order."""
    return sorted(file.stem for file in geodata.recipes().glob("*.toml"))


def load(name: str | Path) -> Recipe:
    """Load a recipe from a TOML file, or a shipped recipe by name.

    Parameters
    ----------
    name
        A path to a TOML file, or the name of a shipped recipe such as ``overview``.

    Raises
    ------
    TrackerError
        The file or recipe does not exist, is empty or is not TOML, or a key or value is not allowed.
    """
    if not isinstance(name, (str, Path)):
        raise TrackerError(f"a recipe cannot be a {type(name).__name__}; use a name, a file or a result of parse()")
    file = Path(name)
    shipped = geodata.recipes() / f"{name}.toml"
    if not file.is_file() and file.suffix == "" and shipped.is_file():
        file = shipped
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        if file.is_dir():
            raise TrackerError(f"recipe {name} is a folder; choose a file in it") from None
        names = shipped_names()
        hint = suggestion(file.stem, names, f"use a TOML file or one of {', '.join(names)}")
        raise TrackerError(f"recipe {name} does not exist; {hint}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TrackerError(f"recipe {unreadable(file, error)}") from None
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, a number of 5,000 digits, a thousand brackets
        raise TrackerError(f"recipe {file} is not valid TOML: {error}; correct the file") from None
    for own in values["own"] if isinstance(values.get("own"), list) else []:
        if isinstance(own, dict) and isinstance(own.get("file"), str):
            own["file"] = str(file.parent / own["file"])
    return parse(values, source=str(file))


def parse(values: dict[str, Any], *, source: str = "the recipe") -> Recipe:
    """Return the recipe with the given values; error messages refer to it as ``source``.

    Raises
    ------
    TrackerError
        The recipe is empty, or a key or value is not allowed.

    Examples
    --------
    >>> parse({"title": "Sabina Shoal", "colour": "date"}).colour
    'date'
    """
    if not values:
        raise TrackerError(f"{source} is empty; add at least a title")
    try:
        return Recipe(**values)
    except ValidationError as error:
        raise TrackerError("\n".join(_sentence(fault, source) for fault in error.errors())) from None


def _sentence(fault: Any, source: str) -> str:
    location = [str(part) for part in fault["loc"]]
    name = ".".join(location)
    if fault["type"] == "extra_forbidden":
        allowed = _keys(location[:-1])
        hint = suggestion(location[-1], allowed, f"use one of {', '.join(allowed)}")
        return f"{source}: key {name} is not known; {hint}"
    if fault["type"] == "missing":
        return f"{source}: key {name} is missing; add it"
    message = fault["msg"].removeprefix("Value error, ")
    if not name:
        return f"{source}: {message}"
    return f"{source}: {name} = {fault['input']!r} is not allowed: {message[0].lower()}{message[1:]}"


def _keys(section: list[str]) -> list[str]:
    sections: dict[str, type[BaseModel]] = {
        each.__name__.lower(): each for each in (Filter, Extent, Layers, Tiles, Own)
    }
    model = sections[section[0]] if section else Recipe
    return [field.alias or name for name, field in model.model_fields.items()]
