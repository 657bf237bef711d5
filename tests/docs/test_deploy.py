"""What stands in deploy/ names only what is there: files, extras, verbs, services."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import typer.main
import yaml

from scs_tracker import cli

ROOT = Path(__file__).parents[2]
EXTRAS = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"])
VERBS = set(typer.main.get_command(cli.app).commands)


def containerfile() -> list[list[str]]:
    """Return the instructions as words, joined where they go over several lines."""
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    return [shlex.split(line) for line in joined.splitlines() if line.strip()]


def test_the_container_is_made_of_what_the_project_has() -> None:
    instructions = containerfile()
    copied = [word for kind, *words in instructions if kind == "COPY" for word in words[:-1]]
    assert all((ROOT / name).exists() for name in copied)
    named = {
        extra for words in instructions for word in words for extra in re.findall(r"(?:\.|tracker)\[([a-z,-]+)\]", word)
    }
    assert {extra for group in named for extra in group.split(",")} == EXTRAS - {"zones-build"}


def test_the_container_runs_as_nobody_in_particular_and_without_network() -> None:
    instructions = containerfile()
    users = [words[0] for kind, *words in instructions if kind == "USER"]
    assert users[-1] not in {"root", "0"}
    after = instructions[instructions.index(["USER", users[-1]]) :]
    assert not any(kind == "RUN" for kind, *_ in after)
    assert ["ENTRYPOINT", "[scs-tracker]"] in instructions


def test_the_services_use_verbs_that_exist_and_one_ledger() -> None:
    services: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"ledger", "intake", "issue"}
    for name in ("intake", "issue"):
        service = services[name]
        verb = re.search(r"scs-tracker (?:--\w+ )?(\w+)", service["entrypoint"][-1])
        assert verb is not None
        assert verb[1] == name
        assert verb[1] in VERBS
        assert service["environment"]["SCS_TRACKER_LEDGER"].startswith("postgresql://")
        assert service["depends_on"] == {"ledger": {"condition": "service_healthy"}}
        assert (ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).exists()
