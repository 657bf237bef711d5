"""Open a listening socket on this machine, and serve an ASGI application on it."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Message, Send

LOCAL: Final = "127.0.0.1"


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket for a host name or IPv4 address of this machine; port 0 means any free port."""
    if not 0 <= port <= 65_535:
        raise UsageError(f"--port {port} is not valid; use 1 to 65535, or 0 for any free port")
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(64)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise TrackerError(
                f"port {port} is already in use; choose another with --port, or --port 0 for any"
            ) from None
        if error.errno == errno.EACCES:
            raise TrackerError(
                f"you do not have permission to use port {port}; choose a port above 1023 with --port"
            ) from None
        raise TrackerError(f"cannot listen on {host}:{port}: {error.strerror or error}; change --host") from None
    return listening


def adding_headers(send: Send, headers: Iterable[tuple[bytes, bytes]]) -> Send:
    """Return an ASGI ``send`` that adds headers to each response unless the response already has them."""

    async def send_all(message: Message) -> None:
        if message["type"] == "http.response.start":
            held = message.get("headers", [])
            there = {name.lower() for name, _ in held}
            message = {**message, "headers": [*held, *(one for one in headers if one[0] not in there)]}
        await send(message)

    return send_all


def run_until_interrupted(application: Any, listening: socket.socket) -> None:
    """Serve an ASGI application on a listening socket until the process is interrupted."""
    import uvicorn

    configuration = uvicorn.Config(
        application, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=2, lifespan="off", limit_concurrency=64,
    )  # fmt: skip
    with listening:
        uvicorn.Server(configuration).run(sockets=[listening])
