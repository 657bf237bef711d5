"""What stands in deploy/ names only what is there: files, extras, verbs, services."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from scs_tracker import cli
from scs_tracker.config import Settings
from scs_tracker.run import doctor

ROOT = Path(__file__).parents[2]
EXTRAS = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"])
#: The user of the image, everywhere the same.
UID = 10001


def containerfile() -> list[list[str]]:
    """Return the instructions as words, joined where they go over several lines."""
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    return [shlex.split(line) for line in joined.splitlines() if line.strip()]


def test_the_container_is_made_of_what_the_project_has() -> None:
    instructions = containerfile()
    copies = [words for kind, *words in instructions if kind == "COPY" and not words[0].startswith("--from")]
    copied = [word for words in copies for word in words[:-1]]
    assert all((ROOT / name).exists() for name in copied)
    named = {
        extra for words in instructions for word in words for extra in re.findall(r"(?:\.|tracker)\[([a-z,-]+)\]", word)
    }
    assert {extra for group in named for extra in group.split(",")} == EXTRAS - {"zones-build"}


def test_the_container_runs_as_nobody_in_particular_and_without_network() -> None:
    instructions = containerfile()
    users = [words[0] for kind, *words in instructions if kind == "USER"]
    assert users[-1] == f"{UID}:{UID}"
    after = instructions[instructions.index(["USER", users[-1]]) :]
    assert not any(kind == "RUN" for kind, *_ in after)
    assert ["ENTRYPOINT", "[scs-tracker]"] in instructions


def commands_in(text: str) -> list[list[str]]:
    """Return the words after each ``scs-tracker`` of a line of the shell."""
    plain = re.sub(r"\$?\$\([^)]*\)", "NOW", text)
    return [shlex.split(one)[1:] for one in re.findall(r"scs-tracker(?: [\w./+-]+)+", plain)]


def require_verb(words: list[str]) -> None:
    """Let the command line take the words as far as its options."""
    command: Any = typer.main.get_command(cli.app)
    while hasattr(command, "commands"):
        command, words = command.commands[words[0]], words[1:]
    command.make_context("", words)


def test_the_services_run_the_whole_way_as_one_user_with_secrets_from_files() -> None:
    content: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
    services = content["services"]
    assert set(services) == {"ledger", "run", "backup", "api"}
    assert set(content["secrets"]) == {"ledger_password", "ledger_url"}
    for name in ("run", "backup", "api"):
        service = services[name]
        assert service["user"] == f"{UID}:{UID}"
        assert service["environment"]["SCS_TRACKER_LEDGER_FILE"] == "/run/secrets/ledger_url"
        assert service["depends_on"] == {"ledger": {"condition": "service_healthy"}}
        assert (ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).exists()
        words = commands_in(service["entrypoint"][-1]) if "entrypoint" in service else [service["command"]]
        assert words
        for one in words:
            require_verb(one)
    assert all("healthcheck" in services[name] for name in ("ledger", "run", "api"))
    assert not re.search(r"PASSWORD(?!_FILE)\b.*:", (ROOT / "deploy/compose.yaml").read_text().replace("PASSWORD@", ""))


@pytest.mark.parametrize(("code", "ends"), [(0, False), (3, False), (1, True), (2, True)])
def test_the_loop_of_runs_goes_on_where_something_is_left_and_ends_with_the_code_of_a_failure(
    tmp_path: Path, code: int, ends: bool
) -> None:
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    (shell, option, line) = services["run"]["entrypoint"]
    for name, body in (
        ("scs-tracker", f"exit {code}"),
        ("sleep", f": > {tmp_path}/slept; kill -TERM $PPID; exec /bin/sleep 5"),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [shell, option, line.replace("$$", "$")], check=False, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, timeout=30
    )
    assert done.returncode == (code if ends else 0), "a container that is told to stop ends with 0"
    assert (tmp_path / "slept").exists() is not ends


def test_kubernetes_runs_the_whole_way_as_the_user_of_the_image() -> None:
    documents = list(yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text(encoding="utf-8")))
    by_name = {(one["kind"], one["metadata"]["name"]): one["spec"] for one in documents}
    jobs = {
        name: one["jobTemplate"]["spec"]["template"]["spec"]
        for (kind, name), one in by_name.items()
        if kind == "CronJob"
    }
    assert set(jobs) == {"scs-run", "scs-backup"}
    pods = [*jobs.values(), by_name["Deployment", "scs-api"]["template"]["spec"]]
    for pod in pods:
        assert {pod["securityContext"][name] for name in ("runAsUser", "runAsGroup", "fsGroup")} == {UID}
        (container,) = pod["containers"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
        assert {one["name"]: one["value"] for one in container["env"]}["SCS_TRACKER_LEDGER_FILE"].startswith(
            "/run/secrets"
        )
        for words in commands_in(container["command"][-1]) if "command" in container else [container["args"]]:
            require_verb(words)
    service, api = by_name["Service", "scs-api"], by_name["Deployment", "scs-api"]["template"]
    assert service["selector"] == api["metadata"]["labels"]
    port = api["spec"]["containers"][0]["ports"][0]["containerPort"]
    assert (
        service["ports"][0]["targetPort"] == port == api["spec"]["containers"][0]["readinessProbe"]["httpGet"]["port"]
    )


def test_the_units_of_systemd_start_commands_that_exist_and_doctor_knows_them(tmp_path: Path) -> None:
    units = ROOT / "deploy/systemd"
    assert {file.stem for file in units.glob("*.timer")} == {"scs-tracker", "scs-tracker-backup"}
    for file in units.iterdir():
        content = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
        content.optionxform = str  # type: ignore[assignment, method-assign]
        content.read_string(file.read_text(encoding="utf-8"))
        if file.suffix == ".service":
            assert content["Service"]["NoNewPrivileges"] == "yes"
            for words in commands_in(content["Service"]["ExecStart"].replace("%%", "%")):
                require_verb(words)
    shutil.copytree(units, tmp_path / "units")
    settings = Settings(folder=Path("/srv/scs"))
    assert {one.state for one in doctor._timers(settings, tmp_path / "units")} == {"note"}
    (tmp_path / "units/timers.target.wants").mkdir()
    for timer in (tmp_path / "units").glob("*.timer"):
        (tmp_path / "units/timers.target.wants" / timer.name).symlink_to(timer)
    assert {one.state for one in doctor._timers(settings, tmp_path / "units")} == {"ok"}
    (other, _) = doctor._timers(Settings(folder=tmp_path), tmp_path / "units")
    assert "enabled for another working folder, /srv/scs" in other.words
    (tmp_path / "units/scs-tracker.service").unlink()
    assert "problem" in {one.state for one in doctor._timers(settings, tmp_path / "units")}


def bulk_options() -> set[str]:
    command = typer.main.get_command(cli.app).commands["bulk"]
    return {name for parameter in command.params for name in parameter.opts}


def test_the_cluster_on_kubernetes_shares_one_disk_and_one_address() -> None:
    documents = list(yaml.safe_load_all((ROOT / "deploy/kubernetes-bulk.yaml").read_text(encoding="utf-8")))
    by_name = {(one["kind"], one["metadata"]["name"]): one for one in documents}
    port = by_name["Service", "scs-scheduler"]["spec"]["ports"][0]["port"]
    claim = by_name["PersistentVolumeClaim", "scs-data"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    pods = {key: one["spec"]["template"]["spec"] for key, one in by_name.items() if "template" in one["spec"]}
    assert {pod["securityContext"]["runAsUser"] for pod in pods.values()} == {UID}
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


def test_the_recipe_for_conda_needs_what_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    recipe = yaml.safe_load((ROOT / "deploy/conda/recipe.yaml").read_text(encoding="utf-8"))
    assert recipe["context"]["version"] == project["version"]
    needed = {re.sub(r"[^\w.-].*", "", one).lower() for one in project["dependencies"]}
    assert {one.split()[0] for one in recipe["requirements"]["run"]} - {"python"} == needed
    (entry,) = recipe["build"]["python"]["entry_points"]
    assert entry == f"scs-tracker = {project['scripts']['scs-tracker']}"


def test_forms_for_issues_ask_for_a_source_and_a_licence() -> None:
    forms = {
        file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")
    }
    assert forms.pop("config")["blank_issues_enabled"] is True
    required = {
        name: {one["id"] for one in form["body"] if one.get("validations", {}).get("required")}
        for name, form in forms.items()
    }
    assert required == {
        "correction": {"subject", "wrong", "source"},
        "fault": {"command", "happened", "doctor"},
        "format": {"head", "means", "licence"},
    }
