"""Read untrusted content in a separate process, with limits of time and memory that no library can evade.

One process is started when the first text has to be read, and serves until it ends or breaks a limit; the next call
starts another. Its answers are JSON, so that hostile content can at most change the values that it returns. On systems
without such limits (Windows), only the time is limited.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

#: Addresses of memory that the process may use, libraries included.
MOST_BYTES: Final = 2 * 2**30
#: Seconds of processor time are counted; a machine with much else to do may take so many times as long.
_WALL: Final = 20
_HEADER: Final = 8


class LimitError(TrackerError):
    """Raised if reading takes too much time or memory, or fails unexpectedly; the message does not name the file."""


class _Reader:
    """The process that reads untrusted content, and the pipes to it."""

    def __init__(self) -> None:
        path = os.pathsep.join(one for one in sys.path if one)
        command = [sys.executable, "-c", "from scs_tracker.limited import _serve; _serve()"]
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
        )
        self.owner = os.getpid()

    def is_ready(self) -> bool:
        """Return True if the process runs and belongs to this process; a forked one shares its parent's pipes."""
        return self.owner == os.getpid() and self.process.poll() is None

    def stop(self) -> None:
        """Kill the process and wait for its end, unless it belongs to a parent process."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.communicate()

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message to the process."""
        assert self.process.stdin is not None  # noqa: S101 - by the pipes above
        _write(self.process.stdin, message)

    def hear(self, seconds: float) -> dict[str, Any]:
        """Return the process's next message; kill the process if that takes more than ``seconds`` of wall time."""
        assert self.process.stdout is not None  # noqa: S101 - by the pipes above
        guard = threading.Timer(seconds, self.process.kill)
        guard.start()
        try:
            return _read(self.process.stdout)
        finally:
            guard.cancel()


_lock = threading.RLock()
_reader: _Reader | None = None


def call(
    function: str,
    *given: Any,
    seconds: float,
    libraries: Sequence[str] = (),
    asked: Callable[[dict[str, Any]], Any] | None = None,
) -> Any:
    """Call a function, such as ``scs_tracker.articles.read:parse``, in the reading process, and return its result.

    ``given`` are its arguments: JSON values, bytes and times. ``seconds`` is its limit of processor time, in which the
    loading of ``libraries`` (modules that it needs) and the time of ``asked`` do not count. If ``asked`` is given, the
    function's last argument is a function that passes a question to ``asked`` and returns the answer. Raise LimitError
    if a limit is exceeded; an error of the function or of ``asked`` is raised with its message and exit code.
    """
    global _reader  # noqa: PLW0603 - one process for all
    with _lock:
        if _reader is None or not _reader.is_ready():
            _reader = _Reader()
        reader = _reader
        overlay = geodata.overlay()
        refused: list[Exception] = []
        try:
            reader.tell(
                {
                    "call": function, "given": given, "seconds": seconds, "libraries": libraries,
                    "asks": asked is not None, "geodata": None if overlay is None else str(overlay),
                }
            )  # fmt: skip
            while "asked" in (answer := reader.hear(_WALL + seconds * _WALL)):
                try:
                    reader.tell({"answer": asked(answer["asked"]) if asked else None})
                except TrackerError as error:
                    refused.append(error)
                    reader.tell({"refused": str(error), "facts": _facts(error)})
        except (OSError, EOFError, ValueError) as error:
            reader.stop()
            raise LimitError(
                f"reading it took more than {seconds:g} s of processor time or {MOST_BYTES / 2**30:g} GiB of memory"
            ) from error
        except BaseException:
            reader.stop()  # whatever it is doing, nobody waits for it
            raise
    if "failed" in answer:
        raise LimitError(answer["failed"])
    if "number" in answer:
        raise refused[answer["number"]]
    if "raised" in answer:
        raised = TrackerError(answer["raised"])
        raised.exit_code = answer["exit_code"]
        raise raised
    return answer["result"]


def _facts(error: Exception) -> dict[str, Any]:
    return {name: value for name, value in vars(error).items() if isinstance(value, str | int | float | None)}


def _stop() -> None:
    if _reader is not None:
        _reader.stop()


atexit.register(_stop)


def _serve() -> None:
    """Answer calls that arrive on standard input until it is closed."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who called is interrupted, and ends this
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(EOFError, OSError):
        while True:
            _write(answers, _answer(_read(sys.stdin.buffer), answers))


def _answer(message: dict[str, Any], answers: IO[bytes]) -> dict[str, Any]:
    module, _, name = message["call"].partition(":")
    function = getattr([*map(importlib.import_module, (*message["libraries"], module))][-1], name)
    if message["geodata"] or geodata.overlay():
        geodata.configure(Path(message["geodata"]) if message["geodata"] else None)
    refused = 0

    def ask(question: dict[str, Any]) -> Any:
        nonlocal refused
        left = _limit(0)
        _write(answers, {"asked": question})
        heard = _read(sys.stdin.buffer)
        _limit(left)
        if "refused" in heard:
            refused += 1
            error = TrackerError(heard["refused"])
            error.__dict__ |= heard["facts"] | {"number": refused - 1}
            raise error
        return heard["answer"]

    _limit(message["seconds"])
    try:
        result = function(*message["given"], *([ask] if message["asks"] else []))
        json.dumps(result, default=_plain)
    except TrackerError as error:
        number = vars(error).get("number")
        return {"raised": str(error), "exit_code": error.exit_code} if number is None else {"number": number}
    except MemoryError:
        os._exit(1)
    except Exception as error:  # noqa: BLE001 - whatever it was, who called says it in a sentence
        return {"failed": f"it cannot be read ({type(error).__name__}: {str(error)[:200]})"}
    finally:
        _limit(0)
    return {"result": result}


def _limit(seconds: float) -> float:
    """Limit the processor time of this process (seconds; 0: no limit); return what remained of the previous limit."""
    if not hasattr(signal, "setitimer"):
        return seconds
    return signal.setitimer(signal.ITIMER_PROF, seconds)[0]


def _write(stream: IO[bytes], message: dict[str, Any]) -> None:
    data = json.dumps(message, default=_plain).encode()
    stream.write(len(data).to_bytes(_HEADER, "big") + data)
    stream.flush()


def _read(stream: IO[bytes]) -> dict[str, Any]:
    header = stream.read(_HEADER)
    data = stream.read(int.from_bytes(header, "big")) if len(header) == _HEADER else b""
    if not data:
        raise EOFError
    message: dict[str, Any] = json.loads(data, object_hook=_valued)
    return message


def _plain(value: Any) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"$instant": value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be passed between processes")


def _valued(value: dict[str, Any]) -> Any:
    if value.keys() == {"$bytes"}:
        return base64.b64decode(value["$bytes"])
    return datetime.fromisoformat(value["$instant"]) if value.keys() == {"$instant"} else value
