"""Parse and check database URLs of ledgers, and format them for display without secrets."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from scs_tracker.errors import TrackerError

_PLAIN_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]*")
_TRY = "try sqlite:///tracker.db"
#: A text without a scheme that ends so is a file.
_FILES = (".db", ".sqlite", ".sqlite3")


def parsed(url: str | sa.URL | Path) -> sa.URL:
    """Parse a database URL, or turn the path of a file into a SQLite URL; raise TrackerError for an invalid URL."""
    if isinstance(url, Path) or (isinstance(url, str) and "://" not in url and url.endswith(_FILES)):
        return sa.URL.create("sqlite", database=str(url))
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError):
        raise TrackerError(f"ledger {shown(url)!r} is not a database URL; {_TRY}") from None
    if address.get_backend_name() != "sqlite" and "@" in (address.host or "") + (address.database or ""):
        raise TrackerError(f"ledger {shown(url)!r}: in a user name or password, write @ as %40, : as %3A and / as %2F")
    return address


def shown(url: str | sa.URL) -> str:
    """Return a database URL for display, without its password, parameters and any part that may reveal a password.

    >>> shown("postgresql://anna:secret@db.example/ledger?options=-cx"), shown("postgresql://anna:p@ss@db/x")
    ('postgresql://anna:***@db.example/ledger', 'postgresql://…')
    >>> shown("sqlite:///tracker.db")
    'sqlite:///tracker.db'
    """
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError):
        return _scheme(str(url))
    if address.get_backend_name() == "sqlite":
        return f"{address.drivername}://{'/' + address.database if address.database else ''}"
    if "@" in (address.database or "") or not _PLAIN_HOST.fullmatch(address.host or ""):
        return _scheme(str(url))
    bare = address.set(query={})
    return bare.render_as_string(hide_password=True)


def without_secrets(words: str, address: sa.URL) -> str:
    """Return a database's error message with the password and the URL parameters replaced by ``***``."""
    secrets = [str(address.password or "")]
    for value in address.query.values():
        secrets += [value] if isinstance(value, str) else list(value)
    for secret in sorted(secrets, key=len, reverse=True):
        if secret:
            words = words.replace(secret, "***")
    return words


def _scheme(url: str) -> str:
    scheme, found, _ = url.partition("://")
    return f"{scheme}://…" if found and re.fullmatch(r"[A-Za-z0-9+]{1,30}", scheme) else "…"
