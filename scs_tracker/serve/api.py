"""Serve accepted incidents and zones as OGC API Features (17-069r4), the claims at a point, and a health check.

The API is read-only: every path accepts only GET and HEAD, a page has at most ``MOST`` features, and an unknown
parameter is an error.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from scs_tracker.errors import TrackerError
from scs_tracker.geodata import attribution
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.ledger import worklist
from scs_tracker.serve import queries
from scs_tracker.serve.listening import adding_headers
from scs_tracker.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from scs_tracker.ledger import Ledger

#: Default and maximum number of features on a page.
USUAL: Final = 100
MOST: Final = 1_000
_CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_CONFORMS: Final = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "oas30")
]
_GEOJSON: Final = "application/geo+json"
_COLLECTIONS: Final = {
    "incidents": (
        "Incidents", "Accepted incidents as points; radius_km is the uncertainty radius",
        queries.INCIDENT_FILTERS,
    ),
    "zones": (
        "Zones", "Maritime claims and limits with their legal basis. Drawing one takes no position on sovereignty",
        queries.ZONE_FILTERS,
    ),
}  # fmt: skip
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-cache"),
)


def application(ledger: Ledger, hosts: Sequence[str] = ("127.0.0.1", "localhost")) -> Starlette:
    """Return the HTTP API of an open ledger as an ASGI application.

    ``hosts`` are the accepted host names (``*`` accepts all); requests for other names, such as from another website
    whose name points to this machine, are rejected.
    """

    def route(path: str, answer: Callable[[Ledger, Request], Response]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answer, ledger, request)

        return Route(path, endpoint, methods=["GET"])

    return Starlette(
        routes=[
            route("/", _landing), route("/api", _definition),
            route("/conformance", lambda *_: JSONResponse({"conformsTo": _CONFORMS})),
            route("/healthz", _health), route("/locate", _locate), route("/collections", _collections),
            route("/collections/{name}",
                  lambda ledger, request: JSONResponse(_described(ledger, request, request.path_params["name"]))),
            route("/collections/{name}/items", _items), route("/collections/{name}/items/{item}", _item),
        ],
        middleware=[Middleware(_safe), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers=dict.fromkeys((TrackerError, HTTPException, Exception), _failed),
    )  # fmt: skip


def _safe(app: ASGIApp) -> ASGIApp:
    """Wrap an application so that responses have headers that stop other websites from using them."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, adding_headers(send, _HEADERS))

    return answer


async def _failed(request: Request, error: Exception) -> Response:
    """Return a JSON error response: 400 for a TrackerError, the status of an HTTPException, or 500."""
    if isinstance(error, TrackerError):
        return JSONResponse({"code": "InvalidParameterValue", "description": str(error)}, 400)
    if not isinstance(error, HTTPException):
        words = "the server failed to answer; see its log for the reason"
        return JSONResponse({"code": "ServerError", "description": words}, 500)
    known = {404: f"{request.url.path[:100]!r} does not exist; see /api", 405: "this server is read-only; use GET"}
    words = known.get(error.status_code, error.detail)
    return JSONResponse({"code": str(error.status_code), "description": words}, error.status_code, error.headers)


def _link(request: Request, path: str, rel: str, title: str, kind: str = "application/json") -> dict[str, str]:
    return {"href": str(request.base_url).rstrip("/") + path, "rel": rel, "type": kind, "title": title}


def _landing(ledger: Ledger, request: Request) -> Response:
    del ledger
    links = [
        _link(request, "/", "self", "This document"),
        _link(request, "/api", "service-desc", "Definition of the API", "application/vnd.oai.openapi+json;version=3.0"),
        _link(request, "/conformance", "conformance", "Conformance classes"),
        _link(request, "/collections", "data", "Collections"),
    ]
    title = "Incidents in the South China Sea"
    return JSONResponse({"title": title, "description": attribution.sentence(), "links": links})


def _health(ledger: Ledger, request: Request) -> Response:
    del request
    try:
        as_of = ledger.last_instant()
        count = len(queries.accepted(ledger))
        noted = worklist.health(ledger.engine).values()
    except Exception as error:  # noqa: BLE001 - the probe must report any fault
        return JSONResponse({"status": "failed", "reason": type(error).__name__}, 503)
    sources = {
        "failing": sum(bool(one["refusals"]) for one in noted),
        "silent": sum(bool(one["silent_since"]) for one in noted),
    }
    read = max((one["last_success"] for one in noted), default="")
    told = {"sources": {"read": len(noted), **sources, "last_success": read}}
    return JSONResponse({"status": "ok", "version": VERSION, "as_of": as_of, "incidents": count, **told})


def _locate(ledger: Ledger, request: Request) -> Response:
    from scs_tracker.sentences.classification import locate

    del ledger
    _require_known(request, ("lat", "lon", "date", "radius_km"))
    given = request.query_params
    numbers = []
    for name, default in (("lat", ""), ("lon", ""), ("radius_km", "0")):
        try:
            numbers.append(float(given.get(name, default)))
        except ValueError:
            raise TrackerError(
                f"{name}={given.get(name, '')[:40]!r} is not a number; use lat=9.74&lon=116.47"
            ) from None
    lat, lon, radius_km = numbers
    return JSONResponse(locate(lat, lon, date=given.get("date"), radius_km=radius_km))


def _described(ledger: Ledger, request: Request, name: str) -> dict[str, Any]:
    if name not in _COLLECTIONS:
        raise HTTPException(404)
    title, description, _ = _COLLECTIONS[name]
    extent: dict[str, Any] = {"spatial": {"bbox": [[WEST, SOUTH, EAST, NORTH]], "crs": _CRS84}}
    if name == "incidents" and len(days := queries.accepted(ledger)["begin"].dropna()):
        extent["temporal"] = {"interval": [[f"{days.min():%Y-%m-%d}T00:00:00Z", None]]}
    return {
        "id": name, "title": title, "description": f"{description}. {attribution.sentence()}", "extent": extent,
        "itemType": "feature", "crs": [_CRS84],
        "links": [
            _link(request, f"/collections/{name}", "self", title),
            _link(request, f"/collections/{name}/items", "items", title, _GEOJSON),
        ],
    }  # fmt: skip


def _collections(ledger: Ledger, request: Request) -> Response:
    links = [_link(request, "/collections", "self", "Collections")]
    return JSONResponse({"links": links, "collections": [_described(ledger, request, name) for name in _COLLECTIONS]})


def _require_known(request: Request, allowed: Sequence[str]) -> None:
    for name in request.query_params:
        if name not in allowed:
            raise TrackerError(f"parameter {name[:40]!r} is not known; use one of {', '.join(allowed)}")


def _whole(request: Request, name: str, default: int, least: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise TrackerError(f"{name}={text[:40]!r} is not a whole number from {least}; use for example {default}")
    return int(text)


def _items(ledger: Ledger, request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _COLLECTIONS:
        raise HTTPException(404)
    filters = _COLLECTIONS[name][2]
    _require_known(request, ("bbox", "datetime", "limit", "offset", *filters))
    given = dict(request.query_params)
    limit, offset = min(_whole(request, "limit", USUAL, 1), MOST), _whole(request, "offset", 0, 0)
    where = {key: value for key, value in given.items() if key in filters}
    find = queries.find_zones if name == "zones" else lambda **asked: queries.find_incidents(ledger, **asked)
    matched, features = find(
        where=where, box=given.get("bbox", ""), when=given.get("datetime", ""), limit=limit, offset=offset
    )  # fmt: skip
    links = [_link(request, f"{request.url.path}?{request.url.query}".rstrip("?"), "self", "This page", _GEOJSON)]
    for rel, start in (("next", offset + limit), ("prev", max(0, offset - limit))):
        if (rel == "next" and start < matched) or (rel == "prev" and offset):
            query = urlencode(given | {"limit": str(limit), "offset": str(start)})
            links.append(_link(request, f"{request.url.path}?{query}", rel, f"{rel} page", _GEOJSON))
    return _geojson(
        {
            "type": "FeatureCollection", "timeStamp": ledger.last_instant() or "1970-01-01T00:00:00Z", "links": links,
            "numberMatched": matched, "numberReturned": len(features), "features": features,
        }
    )  # fmt: skip


def _item(ledger: Ledger, request: Request) -> Response:
    name, item = request.path_params["name"], request.path_params["item"]
    _require_known(request, ())
    if name == "incidents":
        try:
            feature = queries.one_incident(ledger, item)
        except TrackerError:
            raise HTTPException(404) from None
    else:
        found = queries.find_zones(where={"id": item}, limit=1)[1] if name == "zones" else []
        if not found:
            raise HTTPException(404)
        feature = found[0]
    links = [
        _link(request, f"/collections/{name}/items/{item}", "self", item, _GEOJSON),
        _link(request, f"/collections/{name}", "collection", name),
    ]
    return _geojson(feature | {"links": links})


def _geojson(content: dict[str, Any]) -> Response:
    return Response(json.dumps(content, ensure_ascii=False, allow_nan=False), media_type=_GEOJSON)


def _definition(ledger: Ledger, request: Request) -> Response:
    """Return the OpenAPI 3.0 definition of the API."""
    del ledger

    def parameter(name: str, words: str, **schema: Any) -> dict[str, Any]:
        kind = {"type": "string"} | schema
        return {"name": name, "in": "query", "required": False, "description": words, "schema": kind}

    def path(words: str, parameters: Sequence[dict[str, Any]] = (), kind: str = "application/json") -> dict[str, Any]:
        answers = {"200": {"description": words, "content": {kind: {"schema": {"type": "object"}}}}}
        answers["400"] = {"description": "an unknown or invalid parameter"}
        return {"get": {"summary": words, "parameters": list(parameters), "responses": answers}}

    page = [
        parameter("bbox", "west,south,east,north in degrees"),
        parameter("datetime", "2024-06-17, or an interval such as 2024-06-01/2024-06-30 or 2024-06-01/.."),
        parameter("limit", "number of features on a page", type="integer", minimum=1, maximum=MOST, default=USUAL),
        parameter("offset", "number of features to skip", type="integer", minimum=0, default=0),
    ]
    place = [parameter(name, "degrees, WGS 84", type="number") | {"required": True} for name in ("lat", "lon")]
    place += [parameter("date", "YYYY-MM-DD"), parameter("radius_km", "radius in km", type="number")]
    paths = {
        "/": path("Landing page"), "/conformance": path("Conformance classes"), "/healthz": path("Health check"),
        "/locate": path("Claims and limits at a point on a date", place), "/collections": path("Collections"),
    }  # fmt: skip
    item = {"name": "item", "in": "path", "required": True, "schema": {"type": "string"}}
    for name, (title, words, filters) in _COLLECTIONS.items():
        own = [parameter(one, f"value of {one}") for one in filters]
        paths[f"/collections/{name}"] = path(title)
        paths[f"/collections/{name}/items"] = path(words, [*page, *own], _GEOJSON)
        paths[f"/collections/{name}/items/{{item}}"] = path(f"One feature of {title}", [item], _GEOJSON)
    about = {"title": "Incidents in the South China Sea", "version": VERSION, "description": attribution.sentence()}
    servers = [{"url": str(request.base_url).rstrip("/")}]
    content = {"openapi": "3.0.3", "info": about, "servers": servers, "paths": paths}
    return Response(json.dumps(content), media_type="application/vnd.oai.openapi+json;version=3.0")
