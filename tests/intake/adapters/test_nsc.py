"""Statements of the National Security Council of the Philippines: a block theme of WordPress, as seen on 2026-10-02."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def page(base: str) -> bytes:
    return f"""<html><body class="archive"><header><a href="{base}/">NSC</a></header><main>
    <ul class="wp-block-post-template">
    <li class="wp-block-post post-814 post type-post"><h2 class="wp-block-post-title">
      <a href="{base}/2026/07/08/statement-on-bajo-de-masinloc/">Statement on the incident at Bajo de Masinloc</a></h2>
      <div class="wp-block-post-date"><time datetime="2026-07-08T09:30:00+08:00">July 8, 2026</time></div></li>
    <li class="wp-block-post post-815 post type-post"><h2><a href="https://evas.other.example/2026/07/09/x/">Elsewhere</a></h2></li>
    <li class="wp-block-post post-816 post type-post"><h2><a href="/about/">About</a></h2></li>
    </ul></main></body></html>""".encode()


def test_statements_come_with_day_and_address(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/category/official-statements/"] = (200, {"ETag": '"1"'}, page(server.url))
    memory: dict[str, Any] = {}
    (item,) = take("nsc-statements", "/category/official-statements/", memory=memory)
    assert item.title == "Statement on the incident at Bajo de Masinloc"
    assert item.link == f"{server.url}/2026/07/08/statement-on-bajo-de-masinloc/"
    assert item.published == datetime(2026, 7, 8, 1, 30, tzinfo=UTC)
    assert take("nsc-statements", "/category/official-statements/", memory=memory) is None


def test_a_page_without_statements_is_told(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/x"] = (200, {}, b"<html><body>Checking your browser</body></html>")
    with pytest.raises(TrackerError, match="no longer lists statements"):
        take("nsc-statements", "/x")
