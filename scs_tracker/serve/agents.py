"""Provide read-only tools for AI agents (Model Context Protocol): claims at a point, places, incidents, weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from scs_tracker.errors import TrackerError
from scs_tracker.geodata import attribution
from scs_tracker.serve import queries
from scs_tracker.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

    _Tool = Callable[[str], Callable[[Callable[..., Any]], Callable[..., Any]]]

#: Maximum number of incidents in one answer.
MOST: Final = 50
_INSTRUCTIONS: Final = (
    "Incidents at sea and in the air in the South China Sea, from public sources. Everything here is read-only. A "
    "position is a point with an uncertainty radius in km: repeat the radius. An act is attributed: repeat who said it "
    "(said_by, denied_by) and its certainty, and cite the sources. A zone is a claim or a distance and takes no "
    "position on sovereignty. If the ledger has nothing, say so; the absence of a record is not evidence."
)
#: Fields of an incident in a list; the tool ``incident`` returns all fields.
_SHORT: Final = (
    "id", "date_start", "date_end", "types", "initiators", "targets", "place", "lat", "lon", "radius_km", "method",
    "severity", "injured", "killed", "detained", "corroboration", "flags", "summary", "sources",
)  # fmt: skip
_WEEK: Final = (
    "label", "period", "data", "honesty", "coverage", "lead", "incidents", "events", "sources", "citation",
)  # fmt: skip

Day = Annotated[str, Field(description="A date: YYYY-MM-DD, YYYY-MM or YYYY.", max_length=10)]
Span = Annotated[str, Field(description="2024-06-17, 2024-06-01/2024-06-30, ../2023-12-31 or 2024-01-01/..")]
#: The schema states the limits; the tool checks them itself, for an error message with a next step.
Limit = Annotated[
    int, Field(description="Maximum number of incidents to return.", json_schema_extra={"minimum": 1, "maximum": MOST})
]
Box = Annotated[str, Field(description="west,south,east,north in degrees, such as 117,14,118,16.", max_length=80)]


class _StrictServer(MCPServer):
    """A server that rejects unknown arguments, so that a misspelt condition is not silently ignored."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        for tool in await self.list_tools():
            known = list(tool.input_schema["properties"])
            if tool.name == name and (unknown := sorted(arguments.keys() - known)):
                raise ToolError(f"argument {unknown[0]!r} is not known; {name} takes {', '.join(known)}")
        return await super().call_tool(name, arguments, context)


def agent_server(ledger: Ledger, settings: Settings) -> MCPServer:
    """Return a server with the tools locate, geocode, incidents, incident and week, for an open ledger."""
    server = _StrictServer("scs-tracker", version=VERSION, instructions=_INSTRUCTIONS, log_level="ERROR")

    def tool(title: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        hints = ToolAnnotations(title=title, read_only_hint=True, idempotent_hint=True, open_world_hint=False)
        return server.tool(title=title, annotations=hints)

    _add_places(tool)
    _add_incidents(tool, ledger)

    @tool("Weekly report")
    def week(
        week: Annotated[str, Field(max_length=10, description="An ISO week, such as 2024-W25.")],
    ) -> dict[str, Any]:
        """Return the facts of one week's report: top incidents with sources, and the sources that were not searched."""

        def facts() -> dict[str, Any]:
            from scs_tracker.reporting import weekly_facts

            with ledger.one_state():
                as_of = ledger.last_instant()
                if as_of is None:
                    raise TrackerError("the ledger is empty, so no week can be reported; import incidents first")
                told = weekly_facts(
                    ledger.incidents(), ledger.events(), week=week, zone=settings.zone, as_of=as_of,
                    show_unchecked=False,
                )  # fmt: skip
            return {name: told[name] for name in _WEEK}

        return _answer(facts, ledger)

    return server


def _add_places(tool: _Tool) -> None:
    @tool("Claims at a location")
    def locate(
        lat: Annotated[float, Field(ge=-90, le=90, description="Latitude, decimal degrees, WGS 84.")],
        lon: Annotated[float, Field(ge=-180, le=180, description="Longitude, decimal degrees, WGS 84.")],
        date: Day = "",
        radius_km: Annotated[float, Field(ge=0, description="Uncertainty radius in km.")] = 0.0,
    ) -> dict[str, Any]:
        """List the claims, limits and distances at a point on a date (default: today), each with its legal basis."""
        from scs_tracker.sentences import classification

        return _answer(lambda: classification.locate(lat, lon, date=date or None, radius_km=radius_km))

    @tool("Geocode a place")
    def geocode(
        text: Annotated[str, Field(max_length=2_000, description="A place description in any language.")],
    ) -> dict[str, Any]:
        """Geocode a place description such as '10 nm E of Sabina Shoal', with its uncertainty radius.

        With the status ambiguous or unresolved, the answer has a reason instead of a position.
        """
        from scs_tracker.geocoding import as_answer, resolve_text

        return _answer(lambda: as_answer(resolve_text(text)))


def _add_incidents(tool: _Tool, ledger: Ledger) -> None:
    @tool("Find incidents")
    def incidents(
        dates: Span = "",
        types: Annotated[str, Field(description="Codes of acts, separated by commas: water_cannon,ramming.")] = "",
        parties: Annotated[str, Field(description="Country or actor codes of either side, separated by commas.")] = "",
        severity: Annotated[str, Field(description="0 to 5, or a range such as 3..", max_length=6)] = "",
        bbox: Box = "",
        limit: Limit = 20,
        offset: Annotated[int, Field(ge=0, description="Number of incidents to skip.")] = 0,
    ) -> dict[str, Any]:
        """List reviewed incidents that meet all conditions, by date; ``matched`` is the number of all that do so."""

        def found() -> dict[str, Any]:
            if not 1 <= limit <= MOST:
                raise TrackerError(
                    f"limit={limit} is not valid; one answer has 1 to {MOST} incidents: narrow the conditions, or ask "
                    "again with offset"
                )
            where = {name: value for name, value in (("types", types), ("severity", severity)) if value}
            matched, features = queries.find_incidents(
                ledger, where=where, parties=parties, box=bbox, when=dates, limit=limit, offset=offset
            )
            rows = [{name: one["properties"][name] for name in _SHORT} for one in features]
            return {"matched": matched, "returned": len(rows), "incidents": rows}

        return _answer(found, ledger)

    @tool("One incident")
    def incident(
        id: Annotated[str, Field(max_length=200, description="Id of an incident, as the tool incidents returns it.")],  # noqa: A002
    ) -> dict[str, Any]:
        """Return the full record of one reviewed incident: attributed acts, accounts, sources and claims."""
        return _answer(lambda: {"incident": queries.one_incident(ledger, id)["properties"]}, ledger)


def _answer(make: Callable[[], Mapping[str, Any]], ledger: Ledger | None = None) -> dict[str, Any]:
    """Return the result of ``make`` with the ledger's time and the attribution; a TrackerError becomes a ToolError."""
    try:
        answer = dict(make())
    except TrackerError as error:
        raise ToolError(str(error)) from None
    as_of = {} if ledger is None else {"as_of": ledger.last_instant()}
    return answer | as_of | {"attribution": attribution.sentence()}
