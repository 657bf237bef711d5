"""Articles as they come: formats, encodings, and what holds none."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from scs_tracker.articles import extract, html
from scs_tracker.articles.read import MOST_BYTES, Article, NoTextError, files, read
from scs_tracker.errors import TrackerError, UsageError

PAGES = Path(__file__).parent / "data/pages"
TEXT = "A China Coast Guard ship rammed BRP Cabra near Sabina Shoal on Monday, the coast guard in Manila said."


@pytest.fixture(scope="session")
def pdf() -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=f"<title>Rammed</title><p>{TEXT}</p><p>Nobody was hurt.</p>").write_pdf() or b"")


def test_page_gives_text_title_day_and_address():
    page = read(PAGES / "article.html")
    assert page.text.count("water cannon") == 2
    assert not any(words in page.text for words in ("Ten beaches", "Sport", "rammed", "Weather", "Copyright"))
    assert page.title == "Coast guard ship hit by water cannon"
    assert (page.published, page.url) == ("2024-05-01", "https://example.org/news/coast-guard-ship-hit")


def test_page_is_extracted_against_its_own_day():
    (found,) = extract(PAGES / "article.html").incidents
    assert (found.date_start, found.initiators, found.targets) == ("2024-04-30", ("CN-CCG",), ("PH-PCG",))


def test_message_gives_its_plain_part_and_the_day_it_was_sent():
    message = read(PAGES / "message.eml")
    assert (message.title, message.published) == ("Statement on Sabina Shoal", "2024-08-20")
    (found,) = extract(PAGES / "message.eml").incidents
    assert (found.date_start, found.target_units) == ("2024-08-19", ("BRP Cape Engaño",))


def test_pdf_gives_its_text(tmp_path, pdf):
    file = tmp_path / "statement.pdf"
    file.write_bytes(pdf)
    assert " ".join(read(file).text.split()).startswith(TEXT)
    assert [one.types for one in extract(file, published="2024-06-18").incidents] == [("ramming",)]


def test_pdf_with_a_cipher_of_today_is_locked_too(tmp_path):
    """AES needs a package that is not installed; the file here is no more than its head."""
    strings = " ".join(
        f"/{key} <{'00' * size}>" for key, size in (("O", 48), ("U", 48), ("OE", 32), ("UE", 32), ("Perms", 16))
    )
    crypt = "/CF <</StdCF <</AuthEvent /DocOpen /CFM /AESV3 /Length 32>>>> /StmF /StdCF /StrF /StdCF"
    bodies = [
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [] /Count 0>>",
        f"<</Filter /Standard /V 5 /R 6 /Length 256 /P -4 /EncryptMetadata true {crypt} {strings}>>",
    ]
    text, offsets = "%PDF-2.0\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<</Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>]>>\nstartxref\n{len(text)}\n%%EOF"
    file = tmp_path / "aes.pdf"
    file.write_text(f"{text}xref\n0 4\n0000000000 65535 f \n{table}{trailer}", encoding="ascii")
    with pytest.raises(TrackerError, match=r"protected by a password; save it without a password$"):
        read(file)


def test_locked_pdf_is_one_sentence(tmp_path, pdf):
    from pypdf import PdfReader

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt("secret", algorithm="RC4-128")
    file = tmp_path / "locked.pdf"
    with file.open("wb") as stream:
        writer.write(stream)
    with pytest.raises(TrackerError, match=r"protected by a password; save it without a password$"):
        read(file)


def test_pdf_without_text_is_no_text(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    file = tmp_path / "scan.pdf"
    with file.open("wb") as stream:
        writer.write(stream)
    with pytest.raises(NoTextError, match=r"scan\.pdf has no text that can be read"):
        read(file)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n%broken", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\ntrailer << /Root 1 0 R >>\n%%EOF"],
)
def test_damaged_pdf_is_one_sentence(tmp_path, content):
    file = tmp_path / "broken.pdf"
    file.write_bytes(content)
    with pytest.raises(TrackerError, match=r"broken\.pdf"):
        read(file)


def test_markdown_keeps_its_offsets(tmp_path):
    source = f"# Rammed\n\nSee [the report](https://example.org/a?b=c).\n\n{TEXT}\n"
    file = tmp_path / "note.md"
    file.write_text(source, encoding="utf-8")
    article = read(file)
    assert (article.title, len(article.text)) == ("Rammed", len(source))
    (found,) = extract(file, published="2024-06-18").incidents
    start, end = found.evidence[-1]
    assert source[start:end] == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_told_apart(tmp_path, encoding):
    text = TEXT.replace("BRP Cabra", "BRP Cape Engaño") + " “Nobody was hurt,” a spokesman said." * 3
    file = tmp_path / "article.txt"
    file.write_bytes(text.encode(encoding))
    (found,) = extract(file, published="2024-06-18").incidents
    assert found.target_units == ("BRP Cape Engaño",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"\x7fELF\x02\x01\x00\x00", "is a binary file"),
        (b"PK\x03\x04\x14\x00\x00\x00", "is a binary file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file"),
        (b"x" * (MOST_BYTES + 1), "is larger than 32 MiB"),
    ],
)
def test_what_is_no_article_is_one_sentence(tmp_path, content, message):
    file = tmp_path / "article"
    file.write_bytes(content)
    with pytest.raises(TrackerError, match=message) as caught:
        read(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><head><script>var text = 'A ship rammed a boat';</script></head><body></body></html>",
        b"<!doctype html><html><body><img src=a.png></body></html>",
        b"12 34 --- 56",
    ],
)
def test_pages_of_scripts_alone_have_no_text(tmp_path, content):
    file = tmp_path / "page.html"
    file.write_bytes(content)
    with pytest.raises(NoTextError, match="has no text that can be read") as caught:
        read(file)
    assert caught.value.exit_code == 3


def test_missing_file_and_folder_are_one_sentence(tmp_path):
    with pytest.raises(TrackerError, match="does not exist"):
        read(tmp_path / "none.txt")
    with pytest.raises(TrackerError, match="is a folder"):
        read(tmp_path)


def test_folders_and_patterns_become_files_in_order(tmp_path):
    for name in ("b.txt", "a.html", "c.png", "deep/d.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("a.html", "b.txt", "deep/d.md")]
    assert files([str(tmp_path)]) == names
    assert files([str(tmp_path / "*.txt"), "-", str(tmp_path / "b.txt")]) == [names[1], "-"]
    with pytest.raises(UsageError, match="contains no article"):
        files([str(tmp_path / "*.pdf")])


def test_standard_input_is_read(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(TEXT.encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    article = read("-")
    assert (article.text, article.name) == (TEXT, "standard input")


@pytest.mark.parametrize("source", ["", "no day at all"])
def test_an_article_without_a_day_asks_for_one(tmp_path, source):
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UsageError, match="--published"):
        extract(file, published=source or None)


PIECES = st.sampled_from(
    ["<table>", "<tr><td>", "</table>", "<div>", "</div>", "<p>", "<script>", "</script>", "<!--", "-->", "&amp;", "\0",
     "<meta property='article:published_time' content='2024-13-45'>", "<b", ">", "'", '"', "=", "\ufffd", TEXT, "x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None, max_examples=60)
def test_any_markup_ends_in_a_page(markup):
    page = html.read(f"<html><body>{markup}</body></html>")
    assert isinstance(page.text, str)
    assert page.published == "" or len(page.published) == 10


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>" * 20_000 + TEXT,
        "<div>" * 50_000 + TEXT,
        "<html><body>" + "<script>" * 60_000 + TEXT,
        "<html><body>" + "<!--" * 100_000 + TEXT,
        "<p a=" + "='" * 100_000 + TEXT,
        "<html><body><script>" + "var a = 1;" * 1_000_000 + f"</script><p>{TEXT}</p><p>Nobody was hurt at all.</p>",
    ],
    ids=["tables", "depth", "open scripts", "open comments", "quotes", "10 MB of script"],
)
def test_pages_made_to_hang_end(markup):
    assert len(html.read(markup).text) < 5_000


def test_half_a_character_in_a_string_is_refused_in_one_sentence():
    with pytest.raises(TrackerError, match="the text contains an unpaired surrogate; decode the text again"):
        Article(TEXT + "\ud800")


def test_a_message_of_an_impossible_day_has_none_and_is_read(tmp_path: Path):
    message = (PAGES / "message.eml").read_text(encoding="utf-8")
    file = tmp_path / "m.eml"
    file.write_text(re.sub("(?m)^Date: .*$", "Date: Tue, 20 Aug 99999999999 08:00:00 +0800", message), encoding="utf-8")
    assert (read(file).title, read(file).published) == ("Statement on Sabina Shoal", "")


def test_a_pdf_of_an_unknown_filter_is_damaged(pdf: bytes, tmp_path: Path):
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.replace(b"/FlateDecode", b"/FlatterCode"))
    with pytest.raises(TrackerError, match="is a damaged PDF"):
        read(file)
