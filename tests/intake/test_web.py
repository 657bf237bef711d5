"""Fetching: what is known is not sent again, and nothing is too long, too large, too far or inwards."""

from __future__ import annotations

import gzip
import socket
import threading
from typing import TYPE_CHECKING

import httpx2
import pytest

from scs_tracker.errors import TrackerError
from scs_tracker.intake import web
from scs_tracker.intake.web import conditions, fetch

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
MIB = 2**20


def get(url: str, **options: str) -> web.Page | None:
    return fetch(url, most_bytes=MIB, allow_private=True, headers=conditions(options))


def test_a_page_comes_with_what_the_server_knows_it_by(server: Server) -> None:
    modified = "Mon, 17 Jun 2024 00:00:00 GMT"
    server.answers["/a.csv"] = (200, {"ETag": '"one"', "Last-Modified": modified}, b"id,types\n")
    page = get(f"{server.url}/a.csv")
    assert page == web.Page(f"{server.url}/a.csv", b"id,types\n", '"one"', modified)
    assert get(f"{server.url}/a.csv", etag='"one"', last_modified=modified) is None
    headers = server.asked[-1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"one"', modified)
    assert headers["host"] == server.url.removeprefix("http://")
    assert get(f"{server.url}/a.csv", etag='"other"') == page


def test_a_packed_body_is_unpacked_and_its_size_counts_unpacked(server: Server) -> None:
    server.answers["/small"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"text"))
    server.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(64 * MIB)))
    page = get(f"{server.url}/small")
    assert page is not None
    assert page.content == b"text"
    with pytest.raises(TrackerError, match="larger than 1 MiB"):
        get(f"{server.url}/bomb")


def test_a_body_without_end_is_refused(server: Server) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            pass

    server.answers["/endless"] = endless
    with pytest.raises(TrackerError, match="larger than 1 MiB"):
        get(f"{server.url}/endless")


def test_a_redirect_is_followed_a_few_times(server: Server) -> None:
    server.answers["/new"] = (200, {}, b"here")
    server.answers["/old"] = (301, {"Location": "/new"}, b"")
    server.answers["/circle"] = (302, {"Location": "/circle"}, b"")
    page = get(f"{server.url}/old")
    assert page is not None
    assert (page.url, page.content) == (f"{server.url}/new", b"here")
    with pytest.raises(TrackerError, match="more than 5 times"):
        get(f"{server.url}/circle")
    assert server.paths().count("/circle") == 6


@pytest.mark.parametrize(
    ("location", "words"),
    [(address, "not a web address") for address in ("file:///etc/passwd", "gopher://x/", "http://[::1")],
)
def test_a_redirect_to_elsewhere_than_the_web_is_refused(server: Server, location: str, words: str) -> None:
    server.answers["/"] = (302, {"Location": location}, b"")
    with pytest.raises(TrackerError, match=words):
        get(f"{server.url}/")


def test_this_machine_is_refused_unless_it_is_meant(server: Server) -> None:
    with pytest.raises(TrackerError, match=r"leads to 127\.0\.0\.1.*allow_private = true"):
        fetch(f"{server.url}/a", most_bytes=MIB)
    assert server.asked == []


def test_a_redirect_inwards_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address counts as public here; the second, that it leads to, does not."""
    server.answers["/outside"] = (302, {"Location": f"http://127.0.0.2:{server.http.server_port}/inside"}, b"")
    monkeypatch.setattr(web, "is_public", lambda address: str(address) == "127.0.0.1")
    with pytest.raises(TrackerError, match=r"leads to 127\.0\.0\.2"):
        fetch(f"{server.url}/outside", most_bytes=MIB)
    assert server.paths() == ["/outside"]


def test_a_name_is_looked_up_once_and_the_checked_address_is_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/a"] = (200, {}, b"answer")
    looked_up = []

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(web.socket, "getaddrinfo", look_up)
    page = get(f"http://reports.example:{server.http.server_port}/a")
    assert page is not None
    # the connection to the checked address goes through the same function; the name does not come again
    assert looked_up.count("reports.example") == 1
    assert server.asked[0][1]["host"] == f"reports.example:{server.http.server_port}"
    with pytest.raises(TrackerError, match=r"leads to 127\.0\.0\.1"):
        fetch(f"http://reports.example:{server.http.server_port}/a", most_bytes=MIB)


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("1.1.1.1", 80)), (2, 1, 6, "", ("10.0.0.5", 80))]
    monkeypatch.setattr(web.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(TrackerError, match=r"leads to 10\.0\.0\.5"):
        fetch("http://both.example/", most_bytes=MIB)


def test_a_name_that_is_not_found_says_that_this_machine_may_be_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(web.socket, "getaddrinfo", nothing)
    with pytest.raises(TrackerError, match=r"cannot be reached: the name no\.example was not found; check it"):
        get("http://no.example/")


def test_a_lookup_that_hangs_ends_with_the_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(web.socket, "getaddrinfo", lambda *_, **__: (ended.wait(5), [])[1])
    monkeypatch.setattr(web, "MOST_SECONDS", 0.05)
    try:
        with pytest.raises(TrackerError, match=r"sea\.example/a did not finish within 0\.05 seconds"):
            get("http://sea.example/a")
    finally:
        ended.set()


def test_nobody_listening(server: Server) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(TrackerError, match="cannot be reached"):
        get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("status", "words"), [(404, "404 Not Found"), (500, "500 Internal Server Error"), (204, "204")]
)
def test_an_answer_that_is_no_page(server: Server, status: int, words: str) -> None:
    server.answers["/x"] = (status, {}, b"")
    with pytest.raises(TrackerError, match=f"/x answered {words}"):
        get(f"{server.url}/x")


def test_a_server_that_says_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SILENCE_SECONDS", 0.1)
    server.answers["/silent"] = lambda handler: handler.rfile.read(1) and None
    with pytest.raises(TrackerError, match=r"did not answer within 0\.1 seconds"):
        get(f"{server.url}/silent")


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_trickles_is_cut_off(server: Server, monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    """Each byte comes in time, and the answer never does: the deadline is for all of it."""
    monkeypatch.setattr(web, "MOST_SECONDS", 0.3)

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        gone = threading.Event()
        try:
            handler.wfile.write(head)
            while not gone.wait(0.02):
                handler.wfile.write(b"x")
        except OSError:
            gone.set()

    server.answers["/slow"] = trickle
    with pytest.raises(TrackerError, match=r"did not finish within 0\.3 seconds"):
        get(f"{server.url}/slow")


def test_a_redirect_when_the_time_is_up_is_not_followed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline is for every connection of a fetch: none is begun after it."""
    monkeypatch.setattr(web, "MOST_SECONDS", 0.1)
    asked: list[str] = []
    follow = web._next
    monkeypatch.setattr(web, "_next", lambda *call: (threading.Event().wait(0.4), follow(*call))[1])
    server.answers["/from"] = (302, {"Location": "/to"}, b"")
    server.answers["/to"] = lambda handler: asked.append(handler.path)
    with pytest.raises(TrackerError, match=r"did not finish within 0\.1 seconds"):
        get(f"{server.url}/from")
    assert asked == []


def test_no_connection_is_waited_for_beyond_the_end_of_a_fetch(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_SECONDS", 5.0)
    server.answers["/from"] = (302, {"Location": "/to"}, b"")
    server.answers["/to"] = (200, {}, b"text")
    waits: list[float] = []
    send = httpx2.Client.send

    def sent(client: httpx2.Client, request: httpx2.Request, **options: bool) -> httpx2.Response:
        waits.append(max(request.extensions["timeout"].values()))
        return send(client, request, **options)

    monkeypatch.setattr(httpx2.Client, "send", sent)
    get(f"{server.url}/from")
    first, second = waits
    assert web.SILENCE_SECONDS > 5.0 >= first > second > 0


def test_an_answer_that_is_not_http(server: Server) -> None:
    server.answers["/junk"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n") and None
    with pytest.raises(TrackerError, match="returned no valid response"):
        get(f"{server.url}/junk")


def test_what_a_server_says_moves_no_cursor(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 503 \x1b[2J\xe2\x80\xaegone\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n")

    server.answers["/x"] = answer
    with pytest.raises(web.FetchError) as refused:
        get(f"{server.url}/x")
    assert str(refused.value).isprintable()
    assert (refused.value.status, refused.value.passing, refused.value.rest_seconds) == (503, True, 120.0)


@pytest.mark.parametrize(
    ("text", "rest"), [("", None), ("soon", None), ("9" * 400, web.MOST_REST_SECONDS), ("-5", None)]
)
def test_a_rest_that_is_asked_for(server: Server, text: str, rest: float | None) -> None:
    server.answers["/x"] = (429, {"Retry-After": text}, b"")
    with pytest.raises(web.FetchError) as refused:
        get(f"{server.url}/x")
    assert refused.value.rest_seconds == rest


def test_a_rest_until_an_instant(server: Server) -> None:
    server.answers["/x"] = (429, {"Retry-After": "Fri, 31 Dec 2999 23:59:59 GMT"}, b"")
    with pytest.raises(web.FetchError) as refused:
        get(f"{server.url}/x")
    assert refused.value.rest_seconds == web.MOST_REST_SECONDS
    server.answers["/x"] = (429, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, b"")
    with pytest.raises(web.FetchError) as refused:
        get(f"{server.url}/x")
    assert refused.value.rest_seconds == 0


def test_we_say_who_we_are_and_whom_to_write_to(server: Server) -> None:
    server.answers["/x"] = (200, {}, b"x")
    fetch(f"{server.url}/x", most_bytes=MIB, allow_private=True, contact="desk@tracker.example")
    assert server.asked[-1][1]["user-agent"].startswith("scs-tracker/")
    assert "desk@tracker.example" in server.asked[-1][1]["user-agent"]


def test_a_secret_goes_to_no_other_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    there = f"http://localhost:{server.http.server_port}/b"
    server.answers["/same"] = (302, {"Location": "/b"}, b"")
    server.answers["/other"] = (302, {"Location": there}, b"")
    server.answers["/b"] = (200, {}, b"x")
    real = socket.getaddrinfo
    monkeypatch.setattr(web.socket, "getaddrinfo", lambda host, *rest, **more: real("127.0.0.1", *rest, **more))
    secret = {"Authorization": "Bearer hidden", "X-Ucdp-Access-Token": "hidden"}
    for path, held in (("/same", True), ("/other", False)):
        fetch(f"{server.url}{path}", most_bytes=MIB, allow_private=True, headers=secret)
        assert ("hidden" in str(server.asked[-1][1])) is held


def test_a_question_is_sent_by_post_and_to_one_address_alone(server: Server) -> None:
    server.answers["/ask"] = (200, {}, b"answer")
    server.answers["/moved"] = (307, {"Location": "/ask"}, b"")
    page = fetch(f"{server.url}/ask", most_bytes=MIB, allow_private=True, form={"YEAR": "2026", "LANG": "EG"})
    assert page is not None
    assert server.sent[-1] == ("/ask", b"YEAR=2026&LANG=EG")
    with pytest.raises(TrackerError, match="redirects requests"):
        fetch(f"{server.url}/moved", most_bytes=MIB, allow_private=True, form=b"{}")
