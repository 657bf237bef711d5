"""Read the text of articles in plain text, Markdown, HTML, PDF or email, from a file or standard input."""

from __future__ import annotations

import email
import email.policy
import io
import logging
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import limited
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from email.message import EmailMessage

#: Processor time, in seconds, that a library may use for a file that a user chose.
_SECONDS: Final = 60.0
#: The libraries that read each kind of file; an email may contain a web page.
_LIBRARIES: Final = {"pdf": ("pypdf",), "mail": ("trafilatura", "htmldate"), "html": ("trafilatura", "htmldate")}
#: Larger files are rejected as articles.
MOST_BYTES: Final = 32 * 2**20
_SUFFIXES: Final = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".eml")
_HTML: Final = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|article|div|main|section|table|span|p|meta|script)\b", re.IGNORECASE
)
_MAIL: Final = re.compile(rb"(?:[A-Za-z][A-Za-z-]+: [^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.ASCII)
#: Each part ends where the next may begin, so that no text is scanned twice.
_MARKDOWN_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*+(?: \"[^\"]*\")?\)")


class NoTextError(TrackerError):
    """Raised if a file contains no article text; exit code 3 marks a file that a reviewer must look at."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an article, with the metadata that its file contains.

    ``text`` is the main text; ``published`` (ISO 8601) and ``url`` are those in the page's metadata, or empty; ``name``
    is the file's name in error messages; ``media`` lists images and videos as kind (picture, video), URL and credit.
    """

    text: str
    title: str = ""
    published: str = ""
    url: str = ""
    name: str = "the text"
    media: tuple[tuple[str, str, str], ...] = ()

    def __post_init__(self) -> None:
        """Raise ``TrackerError`` if text, title or URL contain an unpaired surrogate, which no file can contain."""
        try:
            f"{self.text}{self.title}{self.url}".encode()
        except UnicodeEncodeError:
            raise TrackerError(f"{self.name} contains an unpaired surrogate; decode the text again") from None


def files(sources: list[str] | tuple[str, ...]) -> list[str]:
    """Return the files that names, folders and patterns match, in order and without duplicates; ``-`` is kept.

    Raise ``UsageError`` if a pattern or folder contains no article.
    """
    found: list[str] = []
    for source in sources:
        path = Path(source)
        if source == "-" or path.is_file():
            found.append(source)
            continue
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in _SUFFIXES and one.is_file())
        elif any(character in source for character in "*?["):
            anchor = Path(path.anchor)
            inside = sorted(one for one in anchor.glob(str(path.relative_to(anchor))) if one.is_file())
        else:
            found.append(source)
            continue
        if not inside:
            raise UsageError(f"{source} contains no article; article files end with {', '.join(_SUFFIXES)}")
        found += [str(one) for one in inside]
    return list(dict.fromkeys(found))


def read(source: str | Path) -> Article:
    """Return the article in a file, or in standard input for ``-``; its content decides the format, not its name.

    Raise ``NoTextError`` if it contains no text, another ``TrackerError`` if it is missing, empty, binary, too large or
    protected by a password, or takes too long to read.
    """
    name = "standard input" if str(source) == "-" else str(source)
    return read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1) if str(source) == "-" else _bytes(Path(source)), name)


def read_bytes(data: bytes, name: str, *, seconds: float = _SECONDS) -> Article:
    """Return the article in ``data``, which error messages call ``name``; raise the errors that ``read`` raises.

    ``seconds`` limits the processor time of the library that parses it, in a separate process.
    """
    if len(data) > MOST_BYTES:
        raise TrackerError(
            f"{name} is larger than {MOST_BYTES // 2**20} MiB, the limit for an article; shorten it first"
        )
    if not data.strip():
        raise TrackerError(f"{name} is empty; give an article as text, Markdown, HTML, PDF or .eml")
    head = data[:4096]
    kind = "pdf" if head.startswith(b"%PDF") else "mail" if _MAIL.match(data[:8192]) else ""
    if not kind and b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TrackerError(f"{name} is a binary file; give an article as text, Markdown, HTML, PDF or .eml")
    kind = kind or ("html" if _HTML.search(head) else "")
    if not kind:
        return _plain(_decode(data), name)
    try:
        found = limited.call(f"{__name__}:_parse", kind, data, name, seconds=seconds, libraries=_LIBRARIES[kind])
    except limited.LimitError as error:
        raise TrackerError(f"{name}: {error}; save its text to a file and use that file") from None
    except TrackerError as error:
        raise (NoTextError if error.exit_code == NoTextError.exit_code else TrackerError)(str(error)) from None
    return Article(**{**found, "media": tuple(tuple(one) for one in found["media"])})


def _parse(kind: str, data: bytes, name: str) -> dict[str, Any]:
    """Return the fields of an article in a format that needs a library; runs in a process with limits."""
    if kind == "pdf":
        return asdict(_pdf(data, name))
    if kind == "mail":
        message = email.message_from_bytes(data, policy=email.policy.default)
        if message["From"] or message["Subject"]:
            return asdict(_mail(message, name))
    return asdict(_html(data, name) if _HTML.search(data[:4096]) else _plain(_decode(data), name))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise TrackerError(
            f"{path} does not exist; give an article, a folder of articles, or - for standard input"
        ) from None
    except IsADirectoryError:
        raise TrackerError(f"{path} is a folder; give one of its articles") from None
    except (OSError, ValueError) as error:
        raise TrackerError(f"{path} cannot be read: {error}; check its name and permissions") from None


def _decode(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if sum(byte > 127 for byte in data[:20_000]) < 1_000:  # some quotes and accents in Western text
            return data.decode("cp1252", "replace")
        from charset_normalizer import from_bytes

        best = from_bytes(data[:200_000]).best()
        return data.decode(best.encoding if best is not None else "utf-8", "replace")


def _plain(text: str, name: str) -> Article:
    if _MARKDOWN_LINK.search(text):
        # keep every offset: the address of a link becomes spaces
        text = _MARKDOWN_LINK.sub(
            lambda match: " " * (match.start(1) - match.start()) + match[1] + " " * (match.end() - match.end(1)), text
        )
    if not any(character.isalpha() for character in text):
        raise NoTextError(f"{name} has no text that can be read; paste its text into a file and use that file")
    first = text.lstrip().split("\n", 1)[0].lstrip("# ").strip()
    return Article(text, first if len(first) < 200 else "", name=name)


def _html(data: bytes, name: str) -> Article:
    from scs_tracker.articles import html

    found = html.read(_decode(data))
    if not found.text.strip():
        raise NoTextError(f"{name} has no text that can be read; paste its text into a file and use that file")
    return Article(found.text, found.title, found.published, found.url, name, found.media)


def _pdf(data: bytes, name: str) -> Article:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it has to say is in the error
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = bool(reader.is_encrypted and not reader.decrypt(""))
        text = "" if locked else "\n\n".join(page.extract_text() for page in reader.pages)
        title = str(reader.metadata.title or "") if not locked and reader.metadata else ""
    except DependencyError:  # a cipher that needs a package which this one does without
        raise TrackerError(f"{name} is protected by a password; save it without a password") from None
    except Exception as error:  # noqa: BLE001 - whatever its parser raises, it raises on a damaged file
        raise TrackerError(f"{name} is a damaged PDF ({error}); save its text to a file and use that") from None
    if locked:
        raise TrackerError(f"{name} is protected by a password; save it without a password")
    if not any(character.isalpha() for character in text):
        raise NoTextError(f"{name} has no text that can be read; if it is a scan, run text recognition on it first")
    return Article(_whole(text), _whole(title), name=name)


def _whole(text: str) -> str:
    """Return a text with '?' for each unpaired surrogate; PDF and email libraries produce these from stray bytes."""
    return text.encode("utf-8", "replace").decode()


def _mail(message: EmailMessage, name: str) -> Article:
    body = message.get_body(("plain", "html"))
    title = str(_header(message, "Subject") or "")
    moment = getattr(_header(message, "Date"), "datetime", None)
    published = moment.date().isoformat() if moment is not None else ""
    try:
        content = body.get_content() if body is not None else ""
    except (LookupError, UnicodeDecodeError):
        payload = body.get_payload(decode=True) if body is not None else b""
        content = _decode(payload) if isinstance(payload, bytes) else ""
    if body is not None and body.get_content_type() == "text/html":
        from scs_tracker.articles import html

        content = html.read(content).text
    if not any(character.isalpha() for character in content):
        raise NoTextError(f"{name} has no text that can be read; paste its text into a file and use that file")
    return Article(_whole(content), _whole(title), published, name=name)


def _header(message: EmailMessage, name: str) -> object:
    try:
        return message[name]
    except (ValueError, ArithmeticError, LookupError, AttributeError):  # what the parser of headers raises on nonsense
        return None
