"""Access control: a secret URL, a cookie that no other site can use, a token on every form.

The desk writes to the ledger for whoever holds the address, so every request is asked: is it for this host, does it
hold the cookie that came with the address, did the page itself send it, and does a form carry the token of that page.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: A pasted article has at most a million characters; as JSON none of them takes more than six bytes.
LARGEST_BODY: Final = 7_000_000
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
#: So long a browser knows a desk whose address stays.
_DAYS: Final = 30
_NOTHING: Final = b"default-src 'none'; frame-ancestors 'none'"
#: Methods that only read.
_READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """The checks of the desk on a request.

    ``hosts``: names by which the desk may be called, each with its port; ``people``: secret of an address to who
    decides with it; ``days``: for how long a browser keeps the cookie; 0 until it is closed.
    """

    hosts: frozenset[str]
    people: Mapping[str, str]
    days: int = 0
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def derived(self, purpose: str, token: str) -> str:
        """Return a value derived from a URL's secret for a cookie or a form; the secret cannot be recovered from it."""
        return hmac.new(self._salt + token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def create_access_policy(hosts: Sequence[str], port: int, people: Sequence[str], login: bytes = b"") -> AccessPolicy:
    """Return a policy with a secret for each user: a new one, or one derived from ``login`` and the name.

    Parameters
    ----------
    hosts
        Names and addresses of this machine by which the desk is called.
    port
        Where it listens.
    people
        Who decides.
    """
    named = frozenset(f"{host}:{port}" for host in hosts) | (frozenset(hosts) if port == 80 else frozenset())
    if not login:
        return AccessPolicy(named, {secrets.token_urlsafe(24): name for name in people})
    keep = AccessPolicy(named, {}, _salt=login)
    return AccessPolicy(
        named, {keep.derived(f"address of {name}", "")[:40]: name for name in people}, _DAYS, _salt=login
    )


def cookie_name(door: AccessPolicy) -> str:
    """Return the name of the cookie; it includes the port because ports of a host share cookies."""
    return "scs-desk-" + "".join(sorted({host.rpartition(":")[2] for host in door.hosts if ":" in host}))


def require_access(app: ASGIApp, door: AccessPolicy) -> ASGIApp:
    """Return an application that admits only users with a URL of the policy."""

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        held = _held(headers, door)
        opened = _opened(scope, door)
        token, fresh = opened or held, bool(opened)
        refusal = _refusal(scope, headers, door, token) or _other_person(door, opened, held)
        if refusal is not None:
            await _refuse(scope, _safely(send), *refusal)
            return
        scope.setdefault("state", {})
        scope["state"]["person"] = door.people[token]
        scope["state"]["form_token"] = door.derived("form", token)
        cookie = f"{cookie_name(door)}={door.derived('cookie', token)}; Path=/; HttpOnly; SameSite=Strict"
        cookie += f"; Max-Age={door.days * 86400}" if door.days else ""
        await app(scope, receive, _safely(send, cookie if fresh else ""))

    return ask


def _opened(scope: Scope, door: AccessPolicy) -> str:
    """Return the secret of the URL that a request opens, or an empty string."""
    if scope["path"] == "/" and scope["method"] in _READING:
        for given in parse_qs(scope["query_string"].decode("latin-1")).get("token", []):
            for token in door.people:
                if hmac.compare_digest(given.encode(), token.encode()):
                    return token
    return ""


def _held(headers: Mapping[str, str], door: AccessPolicy) -> str:
    """Return the secret that the cookie of a request belongs to, or an empty string if it is not of this desk."""
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(cookie_name(door))
    except CookieError:
        return ""
    value = b"" if held is None else held.value.encode()
    return next(
        (one for one in door.people if hmac.compare_digest(value, door.derived("cookie", one).encode())),
        "",
    )


def _other_person(door: AccessPolicy, opened: str, held: str) -> tuple[int, str] | None:
    """Return why a URL is not opened: another user's link must not change the user of this browser."""
    if not opened or not held or opened == held:
        return None
    return 409, (
        f"this browser decides as {door.people[held]}, and the address is that of {door.people[opened]}; open it in "
        "another browser or a private window, or close this browser first"
    )


def _refusal(scope: Scope, headers: Mapping[str, str], door: AccessPolicy, token: str) -> tuple[int, str] | None:
    """Return why a request is rejected, or None."""
    host = headers.get("host", "").lower()
    if host not in door.hosts:
        return 400, f"this desk is not called {host[:100]!r}; use the address that it printed at its start"
    if not token:
        return 403, (
            "this desk opens by the whole address that it printed at its start, with its token; "
            "after a new start the old address no longer opens it, unless login in [desk] names a file"
        )
    if scope["method"] in _READING:
        if scope["path"] != "/" and headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return 403, "another site asked for this; nothing was given to it"
        return None
    return _form_refusal(headers, door, token)


def _form_refusal(headers: Mapping[str, str], door: AccessPolicy, token: str) -> tuple[int, str] | None:
    """Return why a form is rejected, or None."""
    origin = headers.get("origin")
    foreign = origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()
    if foreign or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403, "another site sent this; nothing was written"
    if not hmac.compare_digest(headers.get("x-form-token", "").encode(), door.derived("form", token).encode()):
        return 403, "this form carries no token of this desk; load the page again; nothing was written"
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return 415, "a decision is sent as JSON; nothing was written"
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or int(length) > LARGEST_BODY:
        return 413, f"a form says how long it is, at most {LARGEST_BODY:,} bytes; nothing was written"
    return None


def _safely(send: Send, cookie: str = "") -> Send:
    """Return a sender that adds the headers that isolate a page from other sites."""

    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", []), *_HEADERS]
            if not any(name.lower() == b"content-security-policy" for name, _ in headers):
                headers.append((b"content-security-policy", _NOTHING))
            if cookie:
                headers.append((b"set-cookie", cookie.encode("latin-1")))
            message = {**message, "headers": headers}
        await send(message)

    return send_safely


async def _refuse(scope: Scope, send: Send, status: int, sentence: str) -> None:
    api = scope["path"].startswith("/api/")
    page = (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Desk</title><p>{html.escape(sentence)}</p></html>'
    )
    body = (json.dumps({"error": sentence}) if api else page).encode()
    kind = b"application/json" if api else b"text/html; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
