"""The mail, read by the standard library's own parser."""

from __future__ import annotations

import email
import email.policy
import io
import json
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from PIL import Image

from scs_tracker.errors import TrackerError
from scs_tracker.reporting import mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

Facts = dict[str, Any]


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert message.defects == []
    return message


def test_text_html_and_map_in_one_small_file(golden: Facts) -> None:
    copied = json.loads(json.dumps(golden))
    copied["incidents"][0]["source_list"][0]["archive"] = "https://archive.example/1"
    content = mail.render_mail(copied, page="https://example.org/2024-W34.html")
    assert len(content) < 100_000
    message = parsed(content)
    assert message["Subject"] == "South China Sea, 19 to 25 August 2024"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    text = plain.get_content()
    for sentence in [golden["honesty"]["sentence"], *golden["lead"], *golden["coverage"]["sentences"]]:
        assert sentence in text
    page = html5lib.parse(html.get_content(), namespaceHTMLElements=False)
    honesty, first = ["".join(one.itertext()) for one in page.iter("p")][:2]
    assert (honesty, first) == (golden["honesty"]["sentence"], golden["lead"][0])
    assert not list(page.iter("style"))
    sources = {source["link"] for row in golden["incidents"] for source in row["source_list"]}
    beside = {"https://example.org/2024-W34.html", "https://archive.example/1"}
    assert {link.get("href") for link in page.iter("a")} == sources | beside
    assert all(address in text for address in sources | beside)
    (image,) = page.iter("img")
    (picture,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert image.get("src") == f"cid:{picture['Content-ID'][1:-1]}"
    assert Image.open(io.BytesIO(picture.get_content())).format == "PNG"


def test_the_same_facts_give_the_same_bytes(golden: Facts) -> None:
    assert mail.render_mail(golden) == mail.render_mail(golden)


def test_a_quiet_week_has_no_picture(facts_of: Callable[..., Facts]) -> None:
    message = parsed(mail.render_mail(facts_of("2024-W33")))
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_a_mail_that_is_too_large_is_refused(golden: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LARGEST", 1000)
    with pytest.raises(TrackerError, match="the email of 2024-W34 has"):
        mail.render_mail(golden)
