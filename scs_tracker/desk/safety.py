"""Access control: a secret URL, a same-site cookie, and a token on every form.

Anyone with a user's URL can write to the ledger, so every request is checked: its host, the cookie that was set with
the URL, whether the desk's own page sent it, and, for a form, the token of that page.
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

from scs_tracker.serve.listening import adding_headers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

#: A pasted article has at most a million characters; as JSON none of them takes more than six bytes.
LARGEST_BODY: Final = 7_000_000
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
#: So long a browser knows a desk whose address stays.
_DAYS: Final = 30
#: Methods that only read.
_READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Access rules of the desk: its host names, and the secret of each user's URL.

    ``hosts``: accepted host names, each with its port; ``people``: user name for each URL's secret; ``days``: days for
    which a browser keeps the cookie; 0 until the browser is closed.
    """

    hosts: frozenset[str]
    people: Mapping[str, str]
    days: int = 0
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def derived(self, purpose: str, token: str) -> str:
        """Return a cookie or form value derived from a URL's secret, which cannot be recovered from the value."""
        return hmac.new(self._salt + token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def create_access_policy(hosts: Sequence[str], port: int, people: Sequence[str], login: bytes = b"") -> AccessPolicy:
    """Return a policy with a secret for each user, random or derived from ``login`` and the user's name.

    ``hosts`` are the names and IP addresses of this machine under which the desk is reached, at ``port``.
    """
    named = frozenset(f"{host}:{port}" for host in hosts) | (frozenset(hosts) if port == 80 else frozenset())
    if not login:
        return AccessPolicy(named, {secrets.token_urlsafe(24): name for name in people})
    keep = AccessPolicy(named, {}, _salt=login)
    return AccessPolicy(named, {keep.derived(f"link of {name}", "")[:40]: name for name in people}, _DAYS, _salt=login)


def cookie_name(door: AccessPolicy) -> str:
    """Return the name of the desk's cookie, which includes the port because ports of a host share cookies."""
    return "scs-desk-" + "".join(sorted({host.rpartition(":")[2] for host in door.hosts if ":" in host}))


def require_access(app: ASGIApp, door: AccessPolicy) -> ASGIApp:
    """Wrap an application so that it admits only users with a URL of the policy, or with the cookie set by that URL."""

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        held = _held(headers, door)
        opened = _opened(scope, door)
        token = opened or held
        refusal = _refusal(scope, headers, door, token) or _other_person(door, opened, held)
        if refusal is not None:
            await _refuse(scope, adding_headers(send, _HEADERS), *refusal)
            return
        scope.setdefault("state", {})
        scope["state"]["person"] = door.people[token]
        scope["state"]["form_token"] = door.derived("form", token)
        cookie = f"{cookie_name(door)}={door.derived('cookie', token)}; Path=/; HttpOnly; SameSite=Strict"
        cookie += f"; Max-Age={door.days * 86400}" if door.days else ""
        fresh = [(b"set-cookie", cookie.encode("latin-1"))] if opened else []
        await app(scope, receive, adding_headers(send, [*_HEADERS, *fresh]))

    return ask


def _opened(scope: Scope, door: AccessPolicy) -> str:
    """Return the secret in the URL of a request for the page, or an empty string if it has no valid one."""
    if scope["path"] == "/" and scope["method"] in _READING:
        for given in parse_qs(scope["query_string"].decode("latin-1")).get("token", []):
            for token in door.people:
                if hmac.compare_digest(given.encode(), token.encode()):
                    return token
    return ""


def _held(headers: Mapping[str, str], door: AccessPolicy) -> str:
    """Return the secret that the cookie of a request belongs to, or an empty string if there is none."""
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
    """Return status and error if a URL belongs to another user than the browser's cookie, or None if not."""
    if not opened or not held or opened == held:
        return None
    return 409, (
        f"this browser is signed in as {door.people[held]}, but the URL is for {door.people[opened]}; open it in "
        "another browser or a private window, or close this browser first"
    )


def _refusal(scope: Scope, headers: Mapping[str, str], door: AccessPolicy, token: str) -> tuple[int, str] | None:
    """Return the status and error with which a request is rejected, or None if it is admitted."""
    host = headers.get("host", "").lower()
    if host not in door.hosts:
        return 400, f"the desk does not answer at {host[:100]!r}; use the URL that it printed when it started"
    if not token:
        return 403, (
            "open the desk with the complete URL, including the token, that it printed when it started; "
            "a restart makes the old URL invalid, unless login in [desk] names a file"
        )
    if scope["method"] in _READING:
        if scope["path"] != "/" and headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return 403, "the request came from another site; open the desk by its own URL"
        return None
    return _form_refusal(headers, door, token)


def _form_refusal(headers: Mapping[str, str], door: AccessPolicy, token: str) -> tuple[int, str] | None:
    """Return the status and error with which a form is rejected, or None if it is accepted."""
    origin = headers.get("origin")
    foreign = origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()
    if foreign or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403, "the request came from another site; nothing was written; use the page of the desk"
    if not hmac.compare_digest(headers.get("x-form-token", "").encode(), door.derived("form", token).encode()):
        return 403, "the form token is missing or out of date; reload the page; nothing was written"
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return 415, "the request must be sent as JSON; nothing was written; reload the page"
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or int(length) > LARGEST_BODY:
        return 413, f"the request has no length or over {LARGEST_BODY:,} bytes; nothing was written; shorten the text"
    return None


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
