"""Sign heads of the hash chain, append them to a file outside the ledger, and compare that file with the ledger.

A file of heads has one JSON line per scheduled run that changed the head: number, time and hash of the last run, the
public key, and an Ed25519 signature over ``message``. Keys and signatures are in base64.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.ledger.tables import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from sqlalchemy.engine import Connection

#: Names of files: the private key, which stays in the working folder, the public key for verification, the heads.
KEY: Final = "heads.key"
PUBLIC: Final = "heads.pub"
FILE: Final = "heads.jsonl"
_MOST_LINE: Final = 4096


def make_key(folder: Path) -> list[Path]:
    """Create a signing key pair in a working folder and return its files, or an empty list if a key exists."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = folder / KEY
    if key.exists():
        return []
    made = Ed25519PrivateKey.generate()
    content = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with os.fdopen(os.open(key, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise TrackerError(f"{key} cannot be written: {error.strerror or error}; check the folder") from None
    return [key, write_atomically(folder / PUBLIC, public_pem(made))]


def load_key(folder: Path) -> Ed25519PrivateKey | None:
    """Return the private signing key of a working folder, or None if the folder has no key."""
    file = folder / KEY
    if not file.exists():
        return None
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise TrackerError(f"{file} cannot be read as a key ({error}); restore it from a backup") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise TrackerError(f"{file} is not an Ed25519 key; restore it from a backup")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the public part of a signing key in PEM format."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def message(head: Mapping[str, Any]) -> bytes:
    r"""Return the bytes to sign for a head: the number, time and hash of its run.

    >>> message({"run": 7, "at": "2026-12-02T04:00:00.000000Z", "hash": "ab"})
    b'scs-tracker head\n7\n2026-12-02T04:00:00.000000Z\nab\n'
    """
    return "scs-tracker head\n{run}\n{at}\n{hash}\n".format(**head).encode()


def edition_message(facts: Mapping[str, Any]) -> bytes:
    """Return the bytes to sign for an edition: its label, number, ledger head and the SHA-256 of its JSON.

    The hash covers ASCII JSON with sorted keys and no spaces, without the signature and with ``withdrawn`` null.
    """
    told = facts["edition"] | {"withdrawn": None}
    told.pop("signature", None)
    plain = json.dumps({**facts, "edition": told}, sort_keys=True, separators=(",", ":")).encode()
    chain = facts["data"]["chain"] or {"run": 0, "hash": ""}
    parts = (facts["label"], told["number"], chain["run"], chain["hash"], hashlib.sha256(plain).hexdigest())
    return "\n".join(("scs-tracker edition", *map(str, parts), "")).encode()


def signature(key: Ed25519PrivateKey, content: bytes) -> dict[str, str]:
    """Return the raw public key and the signature of ``content``, both in base64."""
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    return {"key": public, "signature": base64.b64encode(key.sign(content)).decode()}


def append(file: Path, line: str) -> None:
    """Append a line to a file of heads and flush it to disk; raise TrackerError if that fails."""
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise TrackerError(f"{file} cannot be written: {error.strerror or error}; check the folder") from None


def compare(connection: Connection, file: Path, *, trusted: Path | None = None) -> list[str]:
    """Return the first difference between a file of signed heads and the ledger's runs, or an empty list.

    All runs before the reported one are as published. Every head must be signed with the public key in the file
    ``trusted`` (PEM), or with the key of the first line if ``trusted`` is None or does not exist.
    """
    key = _public_key(trusted) if trusted is not None and trusted.exists() else ""
    held = {row.id: row for row in connection.execute(sa.select(run.c.id, run.c.at, run.c.hash))}
    before = 0
    for number, head in enumerate(_lines(file), 1):
        where = f"{file}, line {number}"
        key = key or head["key"]
        if head["key"] != key or not _is_signed(head):
            return [f"{where}: the signature is not by the key of this folder, or the line was changed"]
        if head["run"] < before:
            return [f"{where}: run {head['run']} comes after run {before}; the file was changed"]
        row, before = held.get(head["run"]), head["run"]
        if row is None or (row.at, row.hash) != (head["at"], head["hash"]):
            there = "is not in this ledger" if row is None else f"now has the hash {row.hash[:16]}…"
            said = f"run {head['run']} of {head['at'][:16]}Z, published with hash {head['hash'][:16]}…, {there}"
            return [f"{where}: {said}; the lines before it are as published"]
    return []


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(_MOST_LINE), b""), 1):
                head = json.loads(line)
                if {name: type(head[name]) for name in _KINDS} != _KINDS:
                    raise TrackerError(f"{file}, line {number} is not a signed head; restore the file")
                yield head
    except OSError as error:
        raise TrackerError(f"{file} cannot be read: {error.strerror or error}; check the path") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise TrackerError(
            f"{file} is not a file of signed heads; use the file {FILE} that scs-tracker run writes"
        ) from None


_KINDS: Final = {"run": int, "at": str, "hash": str, "key": str, "signature": str}


def _is_signed(head: Mapping[str, Any]) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(head["key"], validate=True))
        public.verify(base64.b64decode(head["signature"], validate=True), message(head))
    except (ValueError, InvalidSignature):
        return False
    return True


def _public_key(file: Path) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise TrackerError(
            f"{file} cannot be read as a public key ({error}); use the published key file of the ledger"
        ) from None
    if not isinstance(key, Ed25519PublicKey):
        raise TrackerError(f"{file} is not an Ed25519 public key; use the published key file of the ledger")
    return base64.b64encode(key.public_bytes_raw()).decode()
