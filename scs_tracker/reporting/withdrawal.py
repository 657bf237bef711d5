"""Mark the files of a withdrawn edition with a notice, in every format, and keep them."""

from __future__ import annotations

import csv
import io
import json
import re
from email import message_from_bytes, policy
from html import escape
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.files import write_atomically
from scs_tracker.reporting.template import markdown
from scs_tracker.reporting.words import instant_words
from scs_tracker.sentences.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import EmailMessage
    from pathlib import Path

_MAIN: Final = re.compile(r"(<(?:main|body)[^>]*>)")
#: The formats whose files are marked; the JSON, which alone decides, comes last.
_MARKED: Final = ("html", "pdf", "md", "csv", "eml", "png", "json")


def mark_withdrawn(folder: Path, one: Mapping[str, Any], withdrawn: Mapping[str, str], *, address: str) -> list[Path]:
    """Write the notice of a withdrawal into every file of an edition (PDF only if there is HTML), and return the files.

    ``one`` is an edition from ``archive.issued_editions``, ``withdrawn`` has the time ``at`` and the ``reason``, and
    ``address`` is the published URL of the folder, for links in the PDF.
    """
    notice = _("Withdrawn on {instant}: {reason}").format(
        instant=instant_words(withdrawn["at"]), reason=withdrawn["reason"]
    )
    files = {ending: folder / f"{one['stem']}.{ending}" for ending in _MARKED}
    one["facts"]["edition"]["withdrawn"] = dict(withdrawn)
    changed: dict[Path, bytes] = {}
    for ending, file in files.items():
        if not file.exists():
            continue
        if ending == "pdf":
            from scs_tracker.reporting.pdf import render_pdf

            page = changed.get(files["html"], b"").decode()
            changed[file] = render_pdf(page, address=address) if page else file.read_bytes()
        elif ending == "json":
            text = json.dumps(one["facts"], ensure_ascii=False, indent=1, allow_nan=False)
            changed[file] = f"{text}\n".encode()
        else:
            changed[file] = _MARKS[ending](file.read_bytes(), notice)
    return [write_atomically(file, content) for file, content in changed.items()]


def _mark_html(content: bytes, notice: str) -> bytes:
    banner = f'<p class="draft"><strong>{escape(notice)}</strong></p>'
    return _MAIN.sub(lambda match: match[1] + banner, content.decode(), count=1).encode()


def _mark_csv(content: bytes, notice: str) -> bytes:
    """Add a column with the notice to every row; an empty table gets one row with the notice alone."""
    rows = list(csv.reader(io.StringIO(content.decode())))
    width = len(rows[0])
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*rows[0], "withdrawn"])
    writer.writerows([*row, notice] for row in rows[1:] or [[""] * width])
    return buffer.getvalue().encode()


def _mark_mail(content: bytes, notice: str) -> bytes:
    message: EmailMessage = message_from_bytes(content, policy=policy.SMTP)
    subject = str(message["Subject"])
    del message["Subject"]
    message["Subject"] = f"{_('Withdrawn')}: {subject}"
    for part in message.walk():
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"}:
            text = str(part.get_content())
            marked = _mark_html(text.encode(), notice).decode() if kind == "text/html" else f"{notice}\n\n{text}"
            part.set_content(marked, subtype=kind.partition("/")[2])
    return message.as_bytes()


def _mark_picture(content: bytes, notice: str) -> bytes:
    """Write the notice on a band across the top of an image."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.open(io.BytesIO(content)).convert("RGB")
    height = max(picture.height // 14, 24)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, picture.width, height), fill="#8a1c1c")
    draw.text((height // 3, height // 5), notice, fill="#ffffff", font=ImageFont.load_default(height * 0.5))
    buffer = io.BytesIO()
    picture.quantize(256).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


_MARKS: Final[dict[str, Callable[[bytes, str], bytes]]] = {
    "html": _mark_html,
    "md": lambda content, notice: f"**{markdown(notice)}**\n\n{content.decode()}".encode(),
    "csv": _mark_csv,
    "eml": _mark_mail,
    "png": _mark_picture,
}
