"""Write a report as one email under 100 kB: plain text, HTML with inline styles, and the map as an image."""

from __future__ import annotations

from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.reporting.period import parse_instant
from scs_tracker.reporting.pictures import map_picture
from scs_tracker.reporting.template import environment, rendered
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import use_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: What many servers and readers still show without cutting.
LARGEST: Final = 100_000
_MAP: Final = "map@scs-tracker.invalid"


def render_mail(facts: Mapping[str, Any], *, templates: Path | None = None, page: str = "") -> bytes:
    """Return the first page of a report as an email file (RFC 5322) without a recipient, for any email program.

    ``page`` is the URL of the full report, or empty. Raise TrackerError if the email is too large.
    """
    with use_language(facts["language"]):
        ours = environment(templates)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = _("South China Sea, {words}").format(words=facts["period"]["words"])
        message["From"] = "scs-tracker <scs-tracker@localhost.invalid>"
        message["Date"] = format_datetime(parse_instant(facts["data"]["as_of"]).astimezone(UTC))
        message["Message-ID"] = f"<{facts['label']}-{facts['edition']['number']}@scs-tracker.invalid>"
        message.set_content(rendered(ours, "mail.txt.j2", facts=facts, page=page))
        drawn = map_picture(facts)
        html = rendered(ours, "mail.html.j2", facts=facts, page=page, map_id=_MAP if drawn else "")
        message.add_alternative(html, subtype="html")
    if drawn:
        parts: Any = message.get_payload()
        parts[1].add_related(drawn, "image", "png", cid=f"<{_MAP}>", filename="map.png", disposition="inline")
    for number, part in enumerate(message.walk()):  # named by the week, so that the same facts give the same bytes
        if part.is_multipart():
            part.set_boundary(f"=-{facts['label']}-part-{number}-=")
    content = message.as_bytes()
    if len(content) > LARGEST:
        raise TrackerError(f"the email of {facts['label']} has over {LARGEST:,} bytes; omit the format eml")
    return content
