from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import httpx2
import pytest
import uvicorn

from scs_tracker.desk.serving import require_local
from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.ledger import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def test_the_command_prints_its_address_on_a_line_of_its_own_and_serves_under_a_name(ledger: Ledger, tmp_path: Path):
    command = [Path(sys.executable).with_name("scs-tracker"), "--ledger", str(ledger.engine.url), "desk"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--no-browser", "--by", "Dana"], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        answer = httpx2.get(address, timeout=60)
        assert answer.status_code == 200
        assert '"person":"Dana"' in answer.text
        assert httpx2.get(address.partition("?")[0], timeout=60).status_code == 403
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        process.stdout.close()


def test_a_port_in_use_is_one_sentence(call: Callable, ledger: Ledger):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = call("--ledger", str(ledger.engine.url), "desk", "--port", str(port), "--no-browser")
    assert answer.code == 1
    assert answer.err.strip() == (
        f"scs-tracker: port {port} is already in use; choose another with --port, or --port 0 for any"
    )


def test_without_a_ledger_it_says_how_to_make_one(call: Callable):
    answer = call("desk", "--no-browser")
    assert answer.code == 1
    assert "there is no ledger" in answer.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--port", "70000"], "--port 70000 is not valid"),
        (["--host", "192.0.2.1"], "add --allow-remote"),
        (["--host", "0.0.0.0", "--allow-remote", "--by", "A"], "means all addresses"),  # noqa: S104 - it is refused
        *(
            (["--host", host, "--allow-remote", "--by", "A"], "means all addresses")
            for host in ("0", "0x0", "0.0", "000.0.0.0", "0.")
        ),
        (["--host", "192.0.2.1", "--allow-remote"], "needs the name of each user"),
        (["--host", "::1", "--allow-remote", "--by", "A"], "IPv6"),
        (["--allow-remote"], "needs --host ADDRESS"),
    ],
)
def test_wrong_options_are_wrong_usage(call: Callable, ledger: Ledger, options: list[str], words: str):
    answer = call("--ledger", str(ledger.engine.url), "desk", "--no-browser", *options)
    assert answer.code == 2
    assert words in answer.err


def test_others_are_let_in_only_by_name():
    require_local("192.0.2.7", ["Ana", "Ben"], allow_remote=True)
    with pytest.raises(UsageError, match="each user"):
        require_local("192.0.2.7", [], allow_remote=True)


def test_the_secret_of_an_address_stands_on_no_command_line(
    call: Callable, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
):
    """The browser is given a page that only this user can read; it leads on, and goes with the desk."""
    opened: list[tuple[str, str, int]] = []
    seen = threading.Event()

    def browse(address: str) -> bool:
        file = Path(unquote(urlsplit(address).path))
        opened.append((address, file.read_text(encoding="utf-8"), file.parent.stat().st_mode & 0o777))
        seen.set()
        return True

    def run(_server: object, sockets: object = None) -> None:
        assert seen.wait(20)

    monkeypatch.setattr(webbrowser, "open", browse)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    answer = call("--ledger", str(ledger.engine.url), "desk", "--port", "0", "--by", "Dana")
    ((address, page, mode),) = opened
    token = answer.out.split("token=")[1].split()[0]
    assert address.startswith("file://")
    assert token not in address
    assert token in page
    assert mode == 0o700
    assert not Path(unquote(urlsplit(address).path)).exists()
