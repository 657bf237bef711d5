"""Who may come in: asked of a real server on loopback, as a browser, a script and another site would ask."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from scs_tracker.desk.safety import LARGEST_BODY, cookie_name, create_access_policy, require_access

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class House(NamedTuple):
    """A guarded page, who holds its addresses, and what was let in."""

    url: str
    tokens: dict[str, str]
    cookie: str
    let_in: list[str]

    def came_in(self, person: str = "Ana") -> tuple[dict[str, str], str]:
        """Come in by the address; return the cookie and the form's token."""
        answer = httpx2.get(self.url, params={"token": self.tokens[person]})
        assert answer.status_code == 200
        return {"cookie": answer.headers["set-cookie"].partition(";")[0]}, answer.json()["form_token"]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    let_in: list[str] = []

    async def answer(request: Any) -> JSONResponse:
        if request.method == "POST":
            let_in.append(request.state.person)
        return JSONResponse({"form_token": request.state.form_token, "person": request.state.person})

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    port = listening.getsockname()[1]
    door = create_access_policy(["127.0.0.1", "localhost"], port, ["Ana", "Ben"])
    routes = [Route("/", answer), Route("/api/x", answer, methods=["GET", "POST"])]
    server = uvicorn.Server(
        uvicorn.Config(require_access(Starlette(routes=routes), door), log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    names = {name: token for token, name in door.people.items()}
    yield House(f"http://127.0.0.1:{port}/", names, cookie_name(door), let_in)
    server.should_exit = True
    thread.join(10)
    listening.close()


def post(house: House, headers: dict[str, str], body: bytes = b"{}") -> httpx2.Response:
    return httpx2.post(f"{house.url}api/x", headers={"content-type": "application/json"} | headers, content=body)


def test_the_address_opens_and_its_cookie_stays_with_this_site(house: House):
    answer = httpx2.get(house.url, params={"token": house.tokens["Ben"]})
    assert answer.json()["person"] == "Ben"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(house.cookie)
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert house.tokens["Ben"] not in cookie
    held = {"cookie": cookie.partition(";")[0]}
    assert httpx2.get(house.url, headers=held).json()["person"] == "Ben"


def test_the_address_of_somebody_else_does_not_change_who_decides_in_a_browser(house: House):
    held, form = house.came_in("Ana")
    answer = httpx2.get(house.url, params={"token": house.tokens["Ben"]}, headers=held)
    assert answer.status_code == 409
    assert "this browser is signed in as Ana, but the URL is for Ben" in answer.text
    assert "set-cookie" not in answer.headers
    assert post(house, held | {"x-form-token": form}).json()["person"] == "Ana"
    assert httpx2.get(house.url, params={"token": house.tokens["Ana"]}, headers=held).status_code == 200
    house.let_in.clear()


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 10_000])
def test_no_other_address_opens(house: House, token: str):
    answer = httpx2.get(house.url, params={"token": token})
    assert answer.status_code == 403
    assert "that it printed when it started" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("cookie", ["", "scs-desk-1=x", "=;;=", "x" * 5000, "{cookie}=", "{cookie}=%00", '{cookie}="'])
def test_no_other_cookie_opens(house: House, cookie: str):
    answer = httpx2.get(f"{house.url}api/x", headers={"cookie": cookie.format(cookie=house.cookie)})
    assert answer.status_code == 403
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "host", ["example.com", "127.0.0.1", "127.0.0.1:1", "evil.localhost", "", "127.0.0.1.example.com"]
)
def test_a_host_that_is_not_ours_is_refused_before_all_else(house: House, host: str):
    held, form = house.came_in()
    answer = post(house, held | {"x-form-token": form, "host": host})
    assert answer.status_code == 400
    assert house.let_in == []


def test_a_page_of_another_site_reads_nothing(house: House):
    held, _ = house.came_in()
    for site in ("cross-site", "same-site"):
        assert httpx2.get(f"{house.url}api/x", headers=held | {"sec-fetch-site": site}).status_code == 403
    assert httpx2.get(f"{house.url}api/x", headers=held | {"sec-fetch-site": "same-origin"}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"x-form-token": ""}, 403),
        ({"x-form-token": "0" * 64}, 403),
        ({"x-form-token": "é"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "https://example.com"}, 403),
        ({"origin": "null"}, 403),
        ({"cookie": ""}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({"content-length": str(LARGEST_BODY + 1)}, 413),
    ],
)
def test_a_form_that_the_page_did_not_send_writes_nothing(house: House, changed: dict[str, str], status: int):
    held, form = house.came_in()
    encoded = [(key.encode(), value.encode()) for key, value in (held | {"x-form-token": form} | changed).items()]
    if "content-length" in changed:
        with socket.create_connection(("127.0.0.1", int(house.url.rsplit(":", 1)[1].strip("/")))) as line:
            lines = [f"{key}: {value}" for key, value in (held | {"x-form-token": form} | changed).items()]
            host = house.url.removeprefix("http://").strip("/")
            head = ["POST /api/x HTTP/1.1", f"host: {host}", "content-type: application/json", *lines]
            line.sendall("\r\n".join([*head, "", ""]).encode())
            assert f" {status} " in line.recv(200).decode()
    else:
        names = {key for key, _ in encoded}
        kind = [] if b"content-type" in names else [(b"content-type", b"application/json")]
        answer = httpx2.post(f"{house.url}api/x", headers=[*encoded, *kind], content=b"{}")
        assert answer.status_code == status
        assert json.loads(answer.text)["error"]
    assert house.let_in == []


def test_the_form_of_one_person_does_not_serve_another(house: House):
    ana, _ = house.came_in("Ana")
    _, form = house.came_in("Ben")
    assert post(house, ana | {"x-form-token": form}).status_code == 403
    assert house.let_in == []


def test_a_form_of_the_page_itself_is_let_in_under_its_name(house: House):
    held, form = house.came_in("Ana")
    origin = {"origin": house.url.rstrip("/"), "sec-fetch-site": "same-origin"}
    answer = post(house, held | origin | {"x-form-token": form})
    assert answer.status_code == 200
    assert house.let_in == ["Ana"]
    house.let_in.clear()


def test_every_answer_keeps_to_itself(house: House):
    held, _ = house.came_in()
    for answer in (httpx2.get(house.url), httpx2.get(f"{house.url}api/x", headers=held)):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers
