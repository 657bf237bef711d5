"""Random texts: heaps of this field's own words, damage to good texts, and what has broken programs elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

WORDS: Final = (
    "10|13.2|1,000|½|nm|nautical miles|km|海里|hải lý|southeast|N|E|°|'|\"|of|from|off|near|between|and|or|to|about|within"
    "|bearing|true|Sabina Shoal|Thitu|仁爱礁|以东|Hoàng Sa|cách|BRP|Cabra|the|coast of|Palawan|Vietnam|EEZ|(|)|,|;|.|-|/|lat"
    "|lon|midway between|entrance of|Mischief|reefs|\u200f|Guam|half a|dozen|twenty|一|百|点|degrees|minutes|north|West|51P|TS"
    "|12345|the shoal|by|says|then|9.74, 116.47|15°07'51\"N, 117°50'E|N15-07.5 E117-45.2|waters off Zambales|bãi Cỏ Mây"
    "|Beting Patinggi Ali|North Natuna Sea|87 nautical miles from the coast of Luzon|51PTS1234567890|٣|１０|९|-0|1e308|nan"
    "|China Coast Guard|rammed|a Filipino fishing boat|water cannon|blocked|on Wednesday|June 17, 2024|said|denied|the navy|two"
    "|injured|were|was|by a vessel|PLA Navy|fired|a laser|at|helicopter|Vietnamese|boarded|detained|crew|.  |\n\n|“|”|2024"
    "|last week|on the same day|'s|Commodore Jay Tarriela|according to|\t|Reuters) -|MANILA (|Second Thomas Shoal|resupply"
).split("|")
NASTY: Final = (
    "", " ", "\x00", "\ud800", "\u202e", "\ufeff", "\u2028", "\r", "\x1b[31m", "9" * 400, "é" * 40, "=1+1", "@SUM(A1)", "+1",
    "-1", "'", '"', "`", "</script>", "<!--", "]]>", "{{ 7 * 7 }}", "{% raw %}", "${x}", "%s", "{0}", "../../etc/passwd",
    "C:\\x", "file:///etc/passwd", "javascript:alert(1)", "__proto__", "NaN", "Infinity", "-inf", "1e999", "0x10", "null",
    "None", "TRUE", "2024-02-30", "2024-13", "0000", "9999-12-31", "24:00", "99/99/9999", "\U0001f6a2", "a;b;;c", "[]", "{}",
    "[" * 60, '{"a":' * 30, "&lt;", "&#x3C;", "<svg onload=x>", "onerror=x", "//example.com", "; DROP TABLE reports;--",
)  # fmt: skip
_BYTES: Final = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b">",
    b'"',
    b",",
    b";",
    b"\r\n",
    b"999999999",
    b"-1",
    b"\x80",
)


def heap(random: Random, *, most: int = 25) -> str:
    """Words of the field in any order, with now and then something nasty between."""
    parts = [random.choice(WORDS if random.random() < 0.93 else NASTY) for _ in range(random.randint(0, most))]
    return random.choice((" ", " ", " ", "")).join(parts)


def any_text(random: Random) -> str:
    """Nasty, a heap, or characters from anywhere."""
    kind = random.random()
    if kind < 0.4:
        return random.choice(NASTY)
    if kind < 0.7:
        return heap(random, most=8)
    return "".join(chr(random.choice((random.randrange(0x80), random.randrange(0x3000), random.randrange(0x110000))))
                   for _ in range(random.randrange(20)))  # fmt: skip


def damaged(random: Random, text: str) -> str:
    """Return a text with pieces cut out, doubled, swapped or replaced."""
    for _ in range(random.randint(1, 4)):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 1, 2, 5, 20, 200)))
        piece = random.choice((any_text(random), text[start:end] * 2, random.choice(WORDS), ""))
        text = text[:start] + piece + text[end:]
    return text


def damaged_bytes(random: Random, content: bytes) -> bytes:
    """Bytes with pieces cut out, doubled or replaced."""
    for _ in range(random.randint(1, 4)):
        start = random.randint(0, len(content))
        end = min(len(content), start + random.choice((0, 1, 2, 4, 16, 400)))
        piece = random.choice((random.choice(_BYTES), random.randbytes(random.randrange(9)), content[start:end] * 2))
        content = content[:start] + piece + content[end:]
    return content
