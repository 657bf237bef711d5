"""Web application of the desk: one page, and the JSON requests of its script."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse
from starlette.routing import Route

from scs_tracker.desk import dossier, feeds, hand, page, queue, register, safety, sea
from scs_tracker.desk.decisions import REASONS, DecisionRequest, decide, draft, sitting
from scs_tracker.errors import StaleError, TrackerError, UsageError
from scs_tracker.ledger import worklist
from scs_tracker.mapping.payload import whole

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

    Answer = Callable[[DecisionRequest], Any]


def application(ledger: Ledger, door: safety.AccessPolicy, settings: Settings) -> ASGIApp:
    """Return the desk of a ledger as an ASGI application that admits the users of an access policy."""
    asked = partial(DecisionRequest, ledger, settings, entered={}, drafts={})
    routes = [
        Route("/", _page, methods=["GET"]),
        *(Route(f"/api/{name}", _answering(asked, answer), methods=["GET"]) for name, answer in _ASKED.items()),
        *(Route(f"/api/{name}", _taking(asked, answer), methods=["POST"]) for name, answer in _SENT.items()),
    ]
    return safety.require_access(
        Starlette(routes=routes, exception_handlers={404: _missing, 405: _missing, 500: _stumbled}), door
    )


def _pulse(asked: DecisionRequest) -> dict[str, Any]:
    """Return which items other users have open, and when the ledger last changed."""
    opened = worklist.opened(asked.ledger.engine)
    others = {subject: name for subject, name in opened.items() if name != asked.person}
    return {"open_by": others, "changed": asked.ledger.last_instant()}


_ASKED: Mapping[str, Answer] = {
    "queue": lambda asked: queue.compact_rows(
        queue.waiting_rows(asked.ledger, asked.person, second_reader=asked.settings.second_reader)
    ),
    "item": lambda asked: dossier.dossier(asked.ledger, asked.text("id"), asked.person),
    "lead": hand.lead,
    "event": hand.event_text,
    "sitting": sitting,
    "statistics": lambda asked: register.statistics(asked.ledger),
    "differences": lambda asked: dossier.differences(asked.ledger, asked.text("kept"), asked.text("joined")),
    "coast": lambda _asked: sea.coast(),
    "claims": lambda asked: sea.claims(asked.text("ids").split(";")),
    "ledger": lambda asked: register.search_incidents(asked.ledger, asked.text("q")),
    "sources": feeds.rows,
    "pulse": _pulse,
    "history": lambda asked: register.history(asked.ledger, asked.text("id")),
}
_SENT: Mapping[str, Answer] = {
    "decide": decide,
    "draft": draft,
    "preview": lambda asked: hand.preview(asked.ledger, asked.texts("values"), asked.text("id", "")),
    "new": hand.enter,
    "read": hand.read_text,
    # a user has opened a proposal: who opened it first
    "claim": lambda asked: {"open_by": worklist.open_by(asked.ledger.engine, asked.text("id"), by=asked.person)},
    "switch": feeds.switch,
    "intake": feeds.read_now,
}


async def _page(request: Request) -> Response:
    settings = page.settings_of(request.state.person, request.state.form_token, REASONS)
    document, policy = await run_in_threadpool(page.page, settings)
    return HTMLResponse(document, headers={"content-security-policy": policy})


async def _missing(request: Request, _error: Exception) -> Response:
    return _json({"error": f"the desk has no page at {request.url.path[:100]}; open its first page, /"}, 404)


async def _stumbled(_request: Request, _error: Exception) -> Response:
    """Return the response to an unexpected error, whose details the server prints to the terminal."""
    return _json({"error": "internal error of the desk; nothing was written; see the details in its terminal"}, 500)


def _answering(ask: Callable[..., DecisionRequest], answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        asked = ask(person=request.state.person, values=dict(request.query_params))
        return await run_in_threadpool(_answered, answer, asked)

    return endpoint


def _taking(ask: Callable[..., DecisionRequest], answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
            json.dumps(body, ensure_ascii=False).encode()  # half of a character is nothing that any text may hold
        except (ValueError, RecursionError):
            return _json({"error": "the request is not valid JSON; nothing was written; reload the page"}, 400)
        if not isinstance(body, dict):
            return _json({"error": "the request must be a JSON object; nothing was written; reload the page"}, 400)
        return await run_in_threadpool(_answered, answer, ask(person=request.state.person, values=body))

    return endpoint


def _answered(answer: Answer, asked: DecisionRequest) -> Response:
    """Return the result of a desk function as JSON, or its error message with a matching status."""
    try:
        return _json(answer(asked), 200)
    except StaleError as error:
        return _json({"error": str(error), "changes": register.changes_since(asked)}, 409)
    except UsageError as error:
        return _json({"error": str(error)}, 400)
    except TrackerError as error:
        return _json({"error": str(error)}, 422)


def _json(value: Any, status: int) -> Response:
    said = whole(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    return HTMLResponse(said, status_code=status, media_type="application/json")
