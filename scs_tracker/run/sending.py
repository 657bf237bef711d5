"""Send issued weeks by email: each edition once to each recipient, with a new attempt at the next run."""

from __future__ import annotations

import json
import smtplib
import ssl
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.config import secret
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically
from scs_tracker.ledger.store import now
from scs_tracker.reporting.archive import issued_editions
from scs_tracker.reporting.mail import render_mail
from scs_tracker.reporting.period import WEEK
from scs_tracker.run.lock import alone
from scs_tracker.run.outputs import own_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import EmailMessage
    from pathlib import Path

    from scs_tracker.config import Settings

#: File in the folder of reports with the recipients of each sent edition.
SENT: Final = "sent.json"
PASSWORD_VARIABLE: Final = "SCS_TRACKER_MAIL_PASSWORD"  # noqa: S105 - the name of a variable
_SECONDS: Final = 30


def send_due(
    settings: Settings, *, label: str | None = None, dry_run: bool = False, clock: Callable[[], str] = now
) -> tuple[list[str], list[str]]:
    """Send the newest issued week that was not withdrawn to the recipients that do not have it yet.

    ``label`` selects another issued week; ``dry_run`` contacts no server. Returns ``EDITION to ADDRESS`` for each email
    that was or would be sent, and the reason for each failure.
    """
    with alone(settings.folder):
        return send_newest(settings, label=label, dry_run=dry_run, clock=clock)


def send_newest(
    settings: Settings, *, label: str | None = None, dry_run: bool = False, clock: Callable[[], str] = now
) -> tuple[list[str], list[str]]:
    """Send as ``send_due`` does, for a caller that already holds the lock of the working folder."""
    for key, value in (("host", settings.mail.host), ("sender", settings.mail.sender), ("to", settings.mail.to)):
        if not value:
            raise UsageError(f"[mail] in tracker.toml has no {key}; add it as in docs/for-newsrooms.md")
    one = _edition(settings, label)
    if one is None:
        return [], []
    sent = read_sent(settings)
    waiting = [address for address in settings.mail.to if address not in sent.get(one["stem"], {})]
    if dry_run or not waiting:
        return [f"{one['stem']} to {address}" for address in waiting], []
    message = _message(settings, one)
    done, failed = [], []
    with _server(settings) as server:
        for address in waiting:
            problem = _deliver(server, message, address)
            if problem:
                failed.append(f"{one['stem']} was not sent to {address}: {problem}; the next run tries again")
                continue
            done.append(f"{one['stem']} to {address}")
            sent.setdefault(one["stem"], {})[address] = clock()
            write_atomically(_file(settings), f"{json.dumps(sent, ensure_ascii=False, indent=1)}\n".encode())
    return done, failed


def send_message(settings: Settings, message: EmailMessage, address: str) -> None:
    """Send one message to one address through the configured server; raise TrackerError if it cannot be sent."""
    if not settings.mail.host or not settings.mail.sender:
        raise TrackerError("[mail] in tracker.toml has no host or no sender; add both")
    with _server(settings) as server:
        if problem := _deliver(server, message, address):
            raise TrackerError(problem)


def _edition(settings: Settings, label: str | None) -> Mapping[str, Any] | None:
    weeks = [one for one in issued_editions(settings.resolve(settings.weekly)) if one["kind"] == WEEK]
    if label is not None:
        own = [one for one in weeks if label in (one["label"], one["stem"])]
        if not own or own[-1]["withdrawn"]:
            raise UsageError(f"no report for {label} has been issued, so there is none to send; run scs-tracker issue")
        return own[-1]
    standing = [one for one in weeks if not one["withdrawn"]]
    return standing[-1] if standing else None


def _message(settings: Settings, one: Mapping[str, Any]) -> EmailMessage:
    """Return an edition as an email message from the configured sender."""
    page = f"{settings.base_url.rstrip('/')}/{one['stem']}.html" if settings.base_url else ""
    content = render_mail(one["facts"], templates=own_templates(settings), page=page)
    message: EmailMessage = message_from_bytes(content, policy=policy.SMTP)
    message.replace_header("From", f"scs-tracker <{settings.mail.sender}>")
    domain = settings.mail.sender.rpartition("@")[2]
    message.replace_header("Message-ID", f"<{one['stem']}.{one['facts']['data']['version']}@{domain}>")
    return message


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Yield a connection to the mail server, logged in if a user is configured, and close it at the end."""
    mail, password = settings.mail, read_password(settings)
    where = f"{mail.host}:{mail.port}"
    server: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context()
        if mail.tls == "tls":
            server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
            if mail.tls == "starttls":
                server.starttls(context=context)
        if mail.user:
            server.login(mail.user, password)
    except (OSError, smtplib.SMTPException) as error:
        if server is not None:
            server.close()
        raise TrackerError(
            f"cannot send mail through {where}: {_reason(error)}; check [mail] in tracker.toml"
        ) from None
    try:
        yield server
    finally:
        server.close()


def _deliver(server: smtplib.SMTP, message: EmailMessage, address: str) -> str:
    """Send a message to one address; return why it was rejected, or an empty text."""
    del message["To"]
    message["To"] = address
    try:
        server.send_message(message, to_addrs=[address])
    except (OSError, smtplib.SMTPException) as error:
        return _reason(error)
    return ""


def _reason(error: Exception) -> str:
    """Return the error of a mail server as one line of text."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = smtplib.SMTPResponseException(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return " ".join(f"{error.smtp_code} {text}".split())
    return " ".join(str(getattr(error, "strerror", None) or error).split()) or type(error).__name__


def read_password(settings: Settings) -> str:
    """Return the password of the mail server, from the configured file or else from the environment."""
    file = settings.mail.password_file
    if file is not None:
        try:
            return settings.resolve(file).read_text(encoding="utf-8").splitlines()[0].strip()
        except (OSError, UnicodeDecodeError, IndexError) as error:
            reason = getattr(error, "strerror", None) or "it is empty"
            raise TrackerError(f"cannot read the password file {settings.resolve(file)}: {reason}; fix it") from None
    password = secret(PASSWORD_VARIABLE)
    if settings.mail.user and not password:
        raise TrackerError(f"no password for {settings.mail.user}; set {PASSWORD_VARIABLE}, or password_file in [mail]")
    return password


def read_sent(settings: Settings) -> dict[str, dict[str, str]]:
    """Return the recipients of each sent edition, each with the time of sending."""
    try:
        sent: dict[str, dict[str, str]] = json.loads(_file(settings).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return sent


def _file(settings: Settings) -> Path:
    return settings.resolve(settings.weekly) / SENT


def unsent(settings: Settings) -> list[str]:
    """Return ``EDITION to ADDRESS`` for each recipient who lacks the newest week; an empty list if no server is set."""
    one = _edition(settings, None) if settings.mail.host else None
    if one is None:
        return []
    got = read_sent(settings).get(one["stem"], {})
    return [f"{one['stem']} to {address}" for address in settings.mail.to if address not in got]
