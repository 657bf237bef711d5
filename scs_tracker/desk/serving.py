"""Start the web server of the desk, and open the desk in a browser."""

from __future__ import annotations

import html
import os
import secrets
import socket
import tempfile
import threading
import webbrowser
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.serve.listening import LOCAL, listen, run_until_interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

#: A secret of fewer characters can be guessed.
_LEAST_SECRET: Final = 32


def serve(
    ledger: Ledger,
    settings: Settings,
    people: Sequence[str],
    *,
    host: str,
    port: int,
    tell: Callable[[str], None],
    browser: bool,
) -> None:
    """Serve the desk until it is interrupted.

    ``people``: names of the users, each of whom gets a separate URL; ``host``: 127.0.0.1, or an address at which others
    reach this machine; ``port``: 0 for any free port; ``tell``: prints each URL; ``browser``: whether to open the first
    URL. Raises a TrackerError if the port is in use or the address is not one of this machine.
    """
    from scs_tracker.desk import place
    from scs_tracker.desk.app import application
    from scs_tracker.desk.safety import create_access_policy

    login = b"" if settings.desk.login is None else login_secret(settings.resolve(settings.desk.login))
    listening = listen(host, port)
    port = listening.getsockname()[1]
    door = create_access_policy([LOCAL, "localhost"] if host == LOCAL else [host], port, people, login)
    addresses = {name: f"http://{host}:{port}/?token={token}" for token, name in door.people.items()}
    threading.Thread(target=place.preload_geodata, daemon=True).start()
    for name, address in addresses.items():
        tell(address if len(addresses) == 1 else f"{address}  {name}")
    with _door_file(next(iter(addresses.values()))) if browser else nullcontext() as file:
        if file is not None:
            threading.Thread(target=webbrowser.open, args=(file.as_uri(),), daemon=True).start()
        run_until_interrupted(application(ledger, door, settings), listening)


def login_secret(file: Path) -> bytes:
    """Return the secret from which the URLs of users are derived; create its file if it is missing."""
    try:
        with suppress(FileExistsError):
            made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            os.write(made, secrets.token_urlsafe(32).encode())
            os.close(made)
        shared = os.name == "posix" and file.stat().st_mode & 0o077
        secret = file.read_bytes().strip()
    except OSError as error:
        raise TrackerError(f"cannot read or create {file} (login in [desk]): {error.strerror}; change it") from None
    if shared:
        raise TrackerError(f"other users may read {file}, login in [desk]; run chmod 600 {file}")
    if len(secret) < _LEAST_SECRET:
        raise TrackerError(
            f"{file} (login in [desk]) is too short to be a secret; delete it and a new one will be created"
        )
    return secret


@contextmanager
def _door_file(address: str) -> Iterator[Path]:
    """Yield a file that opens a URL and that only this user can read, because all users can see command lines."""
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:  # nobody else may look into it
        file = Path(folder) / "desk.html"
        target = html.escape(address)
        file.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Desk</title>'
            f'<meta http-equiv="refresh" content="0; url={target}"><p><a href="{target}">Open the desk</a></p>',
            encoding="utf-8",
        )
        yield file


def require_local(host: str, people: Sequence[str], *, allow_remote: bool) -> None:
    """Raise a UsageError if other machines could reach the desk, unless this is enabled with named users."""
    if host == LOCAL:
        if allow_remote:
            raise UsageError(f"--allow-remote needs --host ADDRESS; without --host the desk listens only on {LOCAL}")
        return
    if not allow_remote:
        raise UsageError(
            f"--host {host} lets other machines change your ledger; add --allow-remote to allow this, or omit --host"
        )
    if _is_every_address(host):
        raise UsageError(f"--host {host!r} means all addresses; use the one at which others reach this machine")
    if ":" in host:
        raise UsageError(f"--host {host} is an IPv6 address; use an IPv4 address or a host name")
    if not people:
        raise UsageError("--allow-remote needs the name of each user; give --by NAME once per user")


def _is_every_address(host: str) -> bool:
    """Return True if a host, in any notation (0, 0x0, 0.0), means all addresses of this machine."""
    try:
        return not host.strip(".") or not any(socket.inet_aton(host.strip(".")))
    except (OSError, ValueError):
        return host.startswith("[") or host.strip(":0") == ""
