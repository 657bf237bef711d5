"""Sign the head of a ledger, and publish it in the working folder, on the site and in further places."""

from __future__ import annotations

import json
import subprocess
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.ledger import heads, history
from scs_tracker.ledger.store import reading
from scs_tracker.run import sending

if TYPE_CHECKING:
    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

#: Prefixes in settings of further places that are not files.
_GIT, _MAIL = "git:", "mail:"
_GIT_SECONDS = 60


def publish_head(settings: Settings, ledger: Ledger) -> list[str]:
    """Append the signed head of the ledger to all heads files, and return an error for each place that did not get it.

    Nothing is written if the folder has no key (``scs-tracker init`` creates one) or if the head was already written. A
    file or repository that was not reachable receives all heads at the next attempt.
    """
    with reading(ledger.engine) as connection:
        head = history.head(connection, seen=False)
    file = settings.folder / heads.FILE
    if head is None or not (settings.folder / heads.KEY).exists() or _last(file) == head["hash"]:
        return []
    key = heads.load_key(settings.folder)
    assert key is not None  # noqa: S101 - the key exists
    line = json.dumps(head | heads.signature(key, heads.message(head))) + "\n"
    heads.append(file, line)
    content, folder = file.read_bytes(), settings.resolve(settings.weekly)
    write_atomically(folder / heads.FILE, content)
    write_atomically(folder / heads.PUBLIC, heads.public_pem(key))
    problems = []
    for place in settings.heads:
        try:
            _send(settings, place, content, line)
        except (TrackerError, OSError, subprocess.SubprocessError) as error:
            problems.append(f"the head of the ledger was not written to {place}: {error}; the next run tries again")
    return problems


def _last(file: Path) -> str:
    try:
        return str(json.loads(file.read_text(encoding="utf-8").splitlines()[-1])["hash"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _send(settings: Settings, place: str, content: bytes, line: str) -> None:
    if place.startswith(_MAIL):
        message = EmailMessage()
        message["Subject"] = "Head of the ledger"
        message["From"] = f"scs-tracker <{settings.mail.sender}>"
        message.set_content(line)
        sending.send_message(settings, message, place.removeprefix(_MAIL))
    elif place.startswith(_GIT):
        repository = settings.resolve(Path(place.removeprefix(_GIT)))
        write_atomically(repository / heads.FILE, content)
        for command in (["add", heads.FILE], ["commit", "--quiet", "-m", "Head of the ledger", "--", heads.FILE]):
            done = subprocess.run(  # noqa: S603 - fixed arguments, a configured folder
                ["git", "-C", str(repository), *command],  # noqa: S607 - the user's git
                capture_output=True, text=True, timeout=_GIT_SECONDS, check=False,
            )  # fmt: skip
            if done.returncode:
                raise TrackerError(f"git {command[0]} failed ({(done.stderr or done.stdout).strip()[:200]})")
    else:
        write_atomically(settings.resolve(Path(place)), content)


def signed(settings: Settings, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of an edition, signed if the working folder has a key, else unchanged."""
    key = heads.load_key(settings.folder)
    if key is None:
        return facts
    plain: dict[str, Any] = json.loads(json.dumps(facts))
    return {**facts, "edition": facts["edition"] | {"signature": heads.signature(key, heads.edition_message(plain))}}
