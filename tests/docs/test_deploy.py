"""What stands in deploy/ names only what is there: files, extras, verbs, services."""

from __future__ import annotations

import re
import shlex
import subprocess
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


def bulk_options() -> set[str]:
    command = typer.main.get_command(cli.app).commands["bulk"]
    return {name for parameter in command.params for name in parameter.opts}


def test_the_cluster_on_kubernetes_shares_one_disk_and_one_address() -> None:
    documents = list(yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text(encoding="utf-8")))
    by_name = {(one["kind"], one["metadata"]["name"]): one for one in documents}
    port = by_name["Service", "scs-scheduler"]["spec"]["ports"][0]["port"]
    claim = by_name["PersistentVolumeClaim", "scs-data"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    pods = {key: one["spec"]["template"]["spec"] for key, one in by_name.items() if "template" in one["spec"]}
    assert all(pod["securityContext"]["runAsNonRoot"] for pod in pods.values())
    for key in (("Deployment", "scs-workers"), ("Job", "scs-bulk")):
        (container,) = pods[key]["containers"]
        assert f"tcp://scs-scheduler:{port}" in container["command"]
        assert pods[key]["volumes"][0]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
        assert container["volumeMounts"][0]["mountPath"] == "/data"
    command = pods["Job", "scs-bulk"]["containers"][0]["command"]
    assert command[:2] == ["scs-tracker", "bulk"]
    assert {word for word in command if word.startswith("--")} <= bulk_options()
    selector = by_name["Deployment", "scs-scheduler"]["spec"]["template"]["metadata"]["labels"]
    assert by_name["Service", "scs-scheduler"]["spec"]["selector"] == selector


def test_the_script_for_slurm_is_sound_and_calls_what_there_is() -> None:
    file = ROOT / "deploy/slurm.sh"
    subprocess.run(["sh", "-n", str(file)], check=True)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/bin/sh"
    directives = [index for index, line in enumerate(lines) if line.startswith("#SBATCH --")]
    first_command = next(index for index, line in enumerate(lines) if line and not line.startswith("#"))
    assert len(directives) >= 4
    assert max(directives) < first_command  # SLURM reads none after a command
    words = next(shlex.split(line) for line in lines if line.startswith("scs-tracker bulk"))
    assert {word for word in words if word.startswith("--")} <= bulk_options()
