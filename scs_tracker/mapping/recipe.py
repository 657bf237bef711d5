"""Map recipes: a small TOML file with the incidents, extent, layers and colours of a map."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.mapping.interface_text import texts
from scs_tracker.model import first_day, is_partial_date, last_day
from scs_tracker.zones.coordinates import REGION

ColourField = Literal["actor", "date", "type", "severity"]

_TILES: Final = re.compile(r"^https://[^\s\"'<>;,*{}/]+/[^\s\"'<>;,]*$")
_Week = Annotated[str, StringConstraints(pattern=r"^(latest|\d{4}-W\d{2})$")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _checked_date(value: str) -> str:
    if value and not is_partial_date(value):
        raise ValueError("not a date; a date is YYYY-MM-DD, YYYY-MM or YYYY, in quotation marks")
    return value


class Filter(_Section):
    """Selection of incidents for the map; incidents left out are not in the file.

    Attributes
    ----------
    since, until
        First and last date, as precise as needed; in the file they are called ``from`` and ``to``.
    week
        An ISO week such as ``2024-W25``, or ``latest`` for the last week that has incidents.
    types, actors, zones, episodes
        At least one of these; an actor is a service (``CN-CCG``) or a country (``CN``), on either side.
    severity_at_least
        0 to 5.
    inside_extent
        Only incidents whose place is inside the extent.
    """

    since: str = Field(default="", alias="from")
    until: str = Field(default="", alias="to")
    week: _Week | None = None
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()
    severity_at_least: int = Field(default=0, ge=0, le=5)
    inside_extent: bool = False

    @field_validator("since", "until")
    @classmethod
    def _date(cls, value: str) -> str:
        return _checked_date(value)

    @model_validator(mode="after")
    def _order(self) -> Filter:
        if self.since and self.until and last_day(self.until) < first_day(self.since):
            raise ValueError(f"empty: to {self.until} lies before from {self.since}")
        return self


class Extent(_Section):
    """The extent of the map at opening, in decimal degrees."""

    west: float = Field(ge=-180, le=180)
    south: float = Field(ge=-85, le=85)
    east: float = Field(ge=-180, le=180)
    north: float = Field(ge=-85, le=85)

    @model_validator(mode="after")
    def _order(self) -> Extent:
        if self.west >= self.east or self.south >= self.north:
            raise ValueError("empty: west must be less than east, and south less than north")
        if self.west >= EAST or self.east <= WEST or self.south >= NORTH or self.north <= SOUTH:
            raise ValueError(f"outside the region that the map draws, {REGION}; give degrees that meet it")
        return self


class Layers(_Section):
    """The layers shown at opening.

    Attributes
    ----------
    claims
        Zone ids; a trailing ``*`` stands for any ending (``ts-*``).
    sea
        Depths, reefs, islands and outposts.
    floor
        The shaded sea floor.
    events
        Whether context events stand on the timeline.
    """

    claims: tuple[str, ...] = ()
    sea: bool = True
    floor: bool = True
    events: bool = True


class Tiles(_Section):
    """An optional online background; without it the page can load nothing."""

    url: Annotated[str, StringConstraints(pattern=_TILES.pattern)]
    attribution: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    max_zoom: int = Field(default=18, ge=1, le=22)


class Own(_Section):
    """A layer of your own over the sea, with an entry in the legend.

    Attributes
    ----------
    file
        A GeoJSON, or any file that GDAL reads; a relative path starts at the recipe.
    name
        What the legend calls it; empty takes the name of the file.
    colour
        Column whose values colour its shapes, or nothing.
    """

    file: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    name: str = ""
    colour: str = ""


def ground_tiles(name: str) -> Tiles:
    """Return the tiles with a name of xyzservices, such as ``Esri.WorldImagery``.

    Raises
    ------
    ValueError
        There is no such ground, it needs a token, or its address is not https.
    """
    import xyzservices

    known = xyzservices.providers.flatten()
    usable = {key: each for key, each in known.items() if not each.requires_token() and _TILES.match(each.build_url())}
    if name not in usable:
        if name in known:
            raise ValueError("that ground needs a token, or its address is not a plain https one; use [tiles]")
        near = difflib.get_close_matches(name, usable, n=1, cutoff=0.5)
        raise ValueError(f"no such ground; did you mean {near[0]}?" if near else f"grounds are {', '.join(usable)}")
    ground = usable[name]
    return Tiles(url=ground.build_url(), attribution=ground.attribution, max_zoom=int(ground.get("max_zoom", 18)))


class Recipe(_Section):
    """A whole recipe.

    Attributes
    ----------
    title
        Heading of the map.
    description
        One or two sentences below it, or nothing.
    language
        Language of the interface.
    colour
        What colours the incidents at opening: actor, date, type or severity.
    opens
        The first day of the period that is shown at opening; what is older is in the file, one click away.
    embed
        Whether the map is made to stand in another page: no panels until asked, folded credits, the page's scrolling
        left alone.
    extent
        None fits the incidents.
    ground
        Name of xyzservices of a background that the reader may switch on, as ``[tiles]`` are.
    own
        Layers of your own.
    """

    title: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    description: str = ""
    language: str = Field(default="en", alias="lang")
    opens: str = ""
    embed: bool = False
    colour: ColourField = "actor"
    filter: Filter = Filter()
    extent: Extent | None = None
    layers: Layers = Layers()
    ground: str = ""
    tiles: Tiles | None = None
    own: tuple[Own, ...] = ()

    @field_validator("ground")
    @classmethod
    def _known_ground(cls, value: str) -> str:
        if value:
            ground_tiles(value)
        return value

    @model_validator(mode="after")
    def _extent_there(self) -> Recipe:
        if self.ground and self.tiles:
            raise ValueError("ground and [tiles] are both given; a map has one background")
        if self.filter.inside_extent and self.extent is None:
            raise ValueError("inside_extent needs an [extent]")
        return self

    @field_validator("opens")
    @classmethod
    def _date(cls, value: str) -> str:
        return _checked_date(value)

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        try:
            texts(value)
        except TrackerError as error:
            raise ValueError(str(error)) from None
        return value


def shipped_names() -> list[str]:
    """Return the names of the recipes that ship, in alphabetical order."""
    return sorted(file.stem for file in geodata.recipes().glob("*.toml"))


def load(name: str | Path) -> Recipe:
    """Read a recipe.

    Parameters
    ----------
    name
        A path to a TOML file, or the name of a shipped recipe such as ``overview``.

    Raises
    ------
    TrackerError
        No such file or recipe, not TOML, empty, or a key or value that is not allowed.
    """
    if not isinstance(name, (str, Path)):
        raise TrackerError(f"a recipe is a name, a file or a result of parse(), not a {type(name).__name__}")
    file = Path(name)
    shipped = geodata.recipes() / f"{name}.toml"
    if not file.is_file() and file.suffix == "" and shipped.is_file():
        file = shipped
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        if file.is_dir():
            raise TrackerError(f"recipe {name} is a folder; name a file in it") from None
        names = shipped_names()
        near = difflib.get_close_matches(file.stem, names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"shipped recipes are {', '.join(names)}"
        raise TrackerError(f"recipe {name} does not exist; {hint}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TrackerError(f"recipe {file} cannot be read: {error}") from None
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, a number of 5,000 digits, a thousand brackets
        raise TrackerError(f"recipe {file} is not valid TOML: {error}") from None
    for own in values["own"] if isinstance(values.get("own"), list) else []:
        if isinstance(own, dict) and isinstance(own.get("file"), str):
            own["file"] = str(file.parent / own["file"])
    return parse(values, source=str(file))


def parse(values: dict[str, Any], *, source: str = "the recipe") -> Recipe:
    """Check the values of a recipe; ``source`` names it in messages.

    Raises
    ------
    TrackerError
        It is empty, or a key or value is not allowed.

    Examples
    --------
    >>> parse({"title": "Sabina Shoal", "colour": "date"}).colour
    'date'
    """
    if not values:
        raise TrackerError(f"{source} is empty; a recipe needs at least a title")
    try:
        return Recipe(**values)
    except ValidationError as error:
        raise TrackerError("\n".join(_sentence(fault, source) for fault in error.errors())) from None


def _sentence(fault: Any, source: str) -> str:
    location = [str(part) for part in fault["loc"]]
    name = ".".join(location)
    if fault["type"] == "extra_forbidden":
        allowed = _keys(location[:-1])
        near = difflib.get_close_matches(location[-1], allowed, n=1)
        hint = f"did you mean {near[0]}?" if near else f"allowed are {', '.join(allowed)}"
        return f"{source}: key {name} is not known; {hint}"
    if fault["type"] == "missing":
        return f"{source}: key {name} is missing; add it"
    message = fault["msg"].removeprefix("Value error, ")
    if not name:
        return f"{source}: {message}"
    return f"{source}: {name} = {fault['input']!r} is not allowed: {message[0].lower()}{message[1:]}"


def _keys(section: list[str]) -> list[str]:
    sections: dict[str, type[BaseModel]] = {
        "filter": Filter,
        "extent": Extent,
        "layers": Layers,
        "tiles": Tiles,
        "own": Own,
    }
    model = sections[section[0]] if section else Recipe
    return [field.alias or name for name, field in model.model_fields.items()]
