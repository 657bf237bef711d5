"""The tools for agents, asked by the client of the same kit, in the process and through the command."""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters

from scs_tracker.config import Settings
from scs_tracker.ledger import Ledger
from scs_tracker.serve.agents import MOST, agent_server

if TYPE_CHECKING:
    from collections.abc import Coroutine

Answer = TypeVar("Answer")
LASER, GONE = "20230206-second-thomas-laser", "20240618-gone"


def answered(call: Coroutine[Any, Any, Answer]) -> Answer:
    """Return what a coroutine answers, in a thread of its own: the browser's tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, call).result()


def ask(ledger: Path, name: str, **arguments: Any) -> tuple[bool, Any]:
    """Return whether a tool failed, and its answer or the sentence that says why."""

    async def call() -> tuple[bool, Any]:
        async with Client(agent_server(Ledger(ledger), Settings())) as client:
            answer = await client.call_tool(name, arguments)
            return bool(answer.is_error), answer.content[0].text if answer.is_error else answer.structured_content

    return answered(call())


def test_every_tool_has_a_schema_and_says_that_it_only_reads(small: Path) -> None:
    async def listed() -> list[Any]:
        async with Client(agent_server(Ledger(small), Settings())) as client:
            return list((await client.list_tools()).tools)

    tools = {tool.name: tool for tool in answered(listed())}
    assert set(tools) == {"locate", "geocode", "incidents", "incident", "week"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert all(one.get("description") for one in tool.input_schema["properties"].values()), tool.name
    assert tools["incidents"].input_schema["properties"]["limit"]["maximum"] == MOST


def test_an_argument_that_a_tool_does_not_know_is_refused(small: Path) -> None:
    failed, said = ask(small, "incidents", since="2024-06-01", limit=5)
    assert failed
    assert "'since' is not known; incidents takes dates, types, parties, severity, bbox, limit, offset" in said


def test_places_come_with_their_doubt(small: Path) -> None:
    _, found = ask(small, "geocode", text="10 nm E of Sabina Shoal")
    assert (found["status"], found["radius_km"] > 0) == ("resolved", True)
    assert ask(small, "geocode", text="somewhere")[1]["status"] == "unresolved"
    _, claims = ask(small, "locate", lat=15.15, lon=117.76, date="2024-06-17")
    assert {one["membership"] for one in claims["zones"]} <= {"certain", "possible"}
    assert "OpenStreetMap" in claims["attribution"]


def test_incidents_come_with_sources_and_only_what_is_accepted(small: Path) -> None:
    _, answer = ask(small, "incidents", dates="2023-01-01/2023-12-31", types="laser", parties="PH")
    assert answer["matched"] == 1
    (incident,) = answer["incidents"]
    assert incident["id"] == LASER
    assert incident["sources"][0]["url"].startswith("http")
    assert incident["radius_km"] > 0
    assert ask(small, "incidents")[1]["matched"] == 2
    _, one = ask(small, "incident", id=LASER)
    assert one["incident"]["acts"][0]["type"] == "laser"
    assert one["as_of"]


def test_a_week_says_what_it_rests_on(shipped_ledger: Path) -> None:
    _, week = ask(shipped_ledger, "week", week="2024-W25")
    assert week["period"]["first_day"] == "2024-06-17"
    assert week["incidents"]
    assert week["citation"]


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("incidents", {"limit": 1_000_000}, f"one answer has 1 to {MOST} incidents"),
        ("incidents", {"types": "watercannon"}, "did you mean water_cannon?"),
        ("incidents", {"parties": "ZZ"}, "party 'ZZ' is not known"),
        ("incidents", {"dates": "soon"}, "is not a time"),
        ("incident", {"id": GONE}, "there is no accepted incident"),
        ("week", {"week": "soon"}, "soon"),
        ("locate", {"lat": 15.0, "lon": 117.0, "date": "soon"}, "soon"),
        ("locate", {"lat": 200.0, "lon": 117.0}, "less than or equal to 90"),
    ],
)
def test_a_mistake_is_one_sentence(small: Path, name: str, arguments: dict[str, Any], sentence: str) -> None:
    failed, words = ask(small, name, **arguments)
    assert failed
    assert sentence in words


def test_the_command_serves_over_standard_input_and_output(small: Path) -> None:
    before = small.read_bytes()
    program = str(Path(sys.executable).with_name("scs-tracker"))
    parameters = StdioServerParameters(
        command=program, args=["--ledger", f"sqlite:///{small}", "mcp"], env=dict(os.environ)
    )

    async def call() -> Any:
        async with Client(parameters) as client:
            return (await client.call_tool("incidents", {"limit": 1})).structured_content

    answer = answered(call())
    assert (answer["matched"], answer["returned"]) == (2, 1)
    assert small.read_bytes() == before
