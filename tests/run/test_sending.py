"""The weekly report by a real SMTP server on this machine: sent once, retried, refused in one sentence."""

from __future__ import annotations

import json
import socket
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from pydantic import ValidationError
from undrawn import undrawn

from scs_tracker import config
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger
from scs_tracker.run import issuing, sending
from scs_tracker.run.doctor import examine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
BAGACAY = "20240819-sabina-bagacay-ramming"
TODAY = "2024-09-11T00:00:00.000000Z"


class Post:
    """Keeps what it is given; refuses whoever is named in ``refused``."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], bytes]] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == b"secret", handled=False)


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    kept = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port, authenticator=_authenticate, auth_require_tls=False)
    server.start()
    yield kept, port
    server.stop()


@pytest.fixture
def settings(
    tmp_path: Path, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, post: tuple[Post, int]
) -> config.Settings:
    undrawn(monkeypatch.setattr)
    monkeypatch.setattr("scs_tracker.reporting.mail.map_picture", lambda _facts: b"")
    (tmp_path / "password").write_text("secret\n", encoding="utf-8")
    mail = config.Mail(
        host="127.0.0.1", port=post[1], tls="none", user="desk", password_file=tmp_path / "password",
        sender="week@example.org", to=("a@example.org", "b@example.org"),
    )  # fmt: skip
    chosen = config.Settings(folder=tmp_path, ledger=f"sqlite:///{tmp_path}/tracker.db", mail=mail, base_url="")
    ledger = Ledger(chosen.ledger_url)
    ledger.import_file(incident_file({BAGACAY: {}}))
    issuing.issue(chosen, ledger, label="2024-W34", clock=lambda: TODAY)
    return chosen


def send(settings: config.Settings, **options: Any) -> tuple[list[str], list[str]]:
    return sending.send_due(settings, clock=lambda: TODAY, **options)


def test_an_edition_is_sent_once_to_each_address(settings: config.Settings, post: tuple[Post, int]) -> None:
    both = ["2024-W34 to a@example.org", "2024-W34 to b@example.org"]
    assert send(settings, dry_run=True) == (both, [])
    assert post[0].got == []
    assert send(settings) == (both, [])
    assert [recipients for recipients, _content in post[0].got] == [["a@example.org"], ["b@example.org"]]
    message = message_from_bytes(post[0].got[0][1], policy=policy.default)
    assert (message["From"].addresses[0].addr_spec, message["To"]) == ("week@example.org", "a@example.org")
    assert "invalid" not in str(message["From"]) + str(message["Message-ID"])
    assert "Sabina Shoal" in message.get_body(("plain",)).get_content()
    assert send(settings) == ([], [])
    assert len(post[0].got) == 2


def test_who_was_refused_is_tried_again(settings: config.Settings, post: tuple[Post, int]) -> None:
    post[0].refused = {"a@example.org"}
    done, failed = send(settings)
    assert done == ["2024-W34 to b@example.org"]
    assert failed == ["2024-W34 was not sent to a@example.org: 550 no such mailbox; the next run tries again"]
    assert next(one for one in examine(lambda: settings) if one.name == "mail").words.startswith(
        "not sent yet: 2024-W34 to a@example.org"
    )
    post[0].refused = set()
    assert send(settings) == (["2024-W34 to a@example.org"], [])


def test_a_withdrawn_week_is_not_sent(settings: config.Settings, post: tuple[Post, int]) -> None:
    issuing.withdraw(settings, "2024-W34", reason="in error", clock=lambda: TODAY)
    assert send(settings) == ([], [])
    with pytest.raises(UsageError, match="no report for 2024-W34 has been issued"):
        send(settings, label="2024-W34")
    assert post[0].got == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"port": 1}, "cannot send mail through 127.0.0.1:1: Connection refused; check "),
        ({"password_file": None}, "no password for desk; set SCS_TRACKER_MAIL_PASSWORD, or password_file"),
        ({"tls": "starttls"}, "STARTTLS extension not supported by server"),
    ],
)
def test_a_server_that_refuses_is_one_sentence(
    settings: config.Settings, post: tuple[Post, int], changes: dict[str, Any], said: str
) -> None:
    wrong = settings.model_copy(update={"mail": settings.mail.model_copy(update=changes)})
    with pytest.raises(TrackerError, match=said):
        send(wrong)
    assert post[0].got == []
    assert not (settings.resolve(settings.weekly) / sending.SENT).exists()


def test_a_password_that_is_wrong_or_missing(
    settings: config.Settings, post: tuple[Post, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text("guess\n", encoding="utf-8")
    with pytest.raises(TrackerError, match=r"cannot send mail through .*: 535"):
        send(settings)
    (tmp_path / "password").unlink()
    with pytest.raises(TrackerError, match=r"cannot read the password file .*password: No such file"):
        send(settings)
    monkeypatch.setenv(sending.PASSWORD_VARIABLE, "secret")
    named = settings.model_copy(update={"mail": settings.mail.model_copy(update={"password_file": None})})
    assert len(send(named)[0]) == 2
    assert "secret" not in json.dumps(sending.read_sent(settings))
    assert post[0].got


@pytest.mark.parametrize("missing", ["host", "sender", "to"])
def test_what_mail_lacks_is_named(settings: config.Settings, missing: str) -> None:
    empty = settings.mail.model_copy(update={missing: () if missing == "to" else ""})
    with pytest.raises(UsageError, match=rf"\[mail\] in tracker.toml has no {missing}"):
        send(settings.model_copy(update={"mail": empty}))


def test_an_address_that_is_none_and_a_hold_of_nine() -> None:
    with pytest.raises(ValidationError, match="not an email address"):
        config.Mail(to=("nobody",))
    with pytest.raises(ValidationError, match='use a whole number from 1 to 5, or "none"'):
        config.Settings(hold=9)
    assert config.Settings.model_validate({"hold": "none"}).hold is None
