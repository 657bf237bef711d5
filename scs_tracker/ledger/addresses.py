"""URLs of ledgers: their display without secrets, and checks before any connection."""

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
    """Return a parsed URL, with the path of a file as a SQLite URL; raise an error if it is not valid."""
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
    """Return a URL for display, without password, fragments that may belong to a password, and parameters.

    Examples
    --------
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
    """Return a database's message without the password and the URL parameters that it may quote."""
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
