"""Read positions and their times of reception from logs of AIS sentences (NMEA 0183, AIVDM), with pyais.

A sentence has no date. The time is read from the text that a logger writes around it: a tag block (``c:``, seconds
since 1970), an ISO time or seconds before it, or seconds after it. A sentence without a time is rejected.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SENTENCE: Final = re.compile(rb"[!$]..VD[MO],[^*\s]*\*[0-9A-Fa-f]{2}")
_TAG_TIME: Final = re.compile(rb"\\[^\\]*?c:(\d{9,13})")
_BEFORE: Final = re.compile(
    rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))|(?<![\d.])(\d{10}(?:\.\d+)?)(?![\d.])"
)
_AFTER: Final = re.compile(rb"^,[^,]*?,?(?:\w*,)*?(\d{10})(?!\d)")
#: Seconds since 1970 above this are milliseconds.
_MILLISECONDS: Final = 100_000_000_000
#: Messages that hold a position of a ship (ITU-R M.1371), and those that hold its name.
_POSITIONS, _NAMES = frozenset({1, 2, 3, 18, 19, 27}), frozenset({5, 19, 24})
#: The message of long range gives its place in tenths of a minute.
_LONG_RANGE: Final = 27


def is_nmea(file: Path) -> bool:
    """Return True if one of the first 20 lines of a file is an AIS sentence."""
    return any(b"VDM," in line or b"VDO," in line for line in itertools.islice(_lines(file), 20))


def read_nmea(file: Path) -> tuple[pd.DataFrame, list[tuple[int, str, str]], int]:
    """Return the positions of a log, its rejected lines (line number, reason, text), and its number of lines.

    The frame has ``mmsi``, ``time``, ``lat``, ``lon``, ``sog`` in knots, ``name``, ``row`` (the number of the line) and
    ``coarse`` (True if the position is in tenths of a minute).
    """
    found, names = [], {}
    aside: list[tuple[int, str, str]] = []
    numbers = itertools.count(1)
    for row, line, message, time in _messages(file, numbers, aside):
        if message.msg_type in _NAMES and getattr(message, "shipname", None):
            names[int(message.mmsi)] = str(message.shipname).strip()
        if message.msg_type not in _POSITIONS:
            continue
        if time is None or abs(message.lat) > 90 or abs(message.lon) > 180:  # 91 and 181 say that it is not known
            reason = "NMEA sentence without a time" if time is None else "AIS message without a position"
            aside.append((row, reason, line))
            continue
        speed = None if message.speed is None or message.speed >= 102.3 else float(message.speed)
        coarse = message.msg_type == _LONG_RANGE
        found.append((int(message.mmsi), time, message.lat, message.lon, speed, row, coarse))
    frame = pd.DataFrame(found, columns=["mmsi", "time", "lat", "lon", "sog", "row", "coarse"])
    frame["time"] = pd.to_datetime(frame["time"], unit="s", utc=True)
    return frame.assign(name=frame["mmsi"].map(names)), aside, next(numbers) - 1


def _messages(
    file: Path, numbers: Iterator[int], aside: list[tuple[int, str, str]]
) -> Iterator[tuple[int, str, Any, float | None]]:
    """Yield complete AIS messages: number and text of the last line, the message, and its time or None.

    One of ``numbers`` is consumed for each line, so that the caller can see how many lines were read.
    """
    try:
        from pyais.exceptions import AISBaseException
        from pyais.messages import NMEASentenceFactory
    except ImportError:
        text = f"{file} is a log of AIS sentences, which needs pyais; pip install 'scs-tracker[tracks]'"
        raise TrackerError(text) from None
    waiting: dict[Any, tuple[int, str, dict[int, Any], float | None]] = {}
    for raw, row in zip(_lines(file), numbers, strict=False):
        line, match = raw.decode("ascii", "replace")[:300], _SENTENCE.search(raw)
        if match is None:
            aside += [(row, "NMEA sentence damaged", line)] if raw.strip() else []
            continue
        try:
            sentence: Any = NMEASentenceFactory.produce(match[0])
            if not sentence.is_valid:
                aside.append((row, "NMEA checksum wrong", line))
                continue
            new: Any = (row, line, {}, _time(raw[: match.start()], raw[match.end() :]))
            key = (sentence.seq_id, sentence.channel, sentence.frag_cnt)
            first = waiting.pop(key, new)
            if sentence.frag_num in first[2]:  # another message has taken the number
                aside.append((first[0], "NMEA message incomplete", first[1]))
                first = new
            first[2][sentence.frag_num] = sentence
            if len(first[2]) < sentence.frag_cnt:
                waiting[key] = first
                continue
            parts = [part for _, part in sorted(first[2].items())]
            message = (sentence.assemble_from_iterable(parts) if len(parts) > 1 else sentence).decode()
        except (AISBaseException, ValueError, IndexError):
            aside.append((row, "NMEA sentence damaged", line))
            continue
        yield row, line, message, first[3]
    aside += [(row, "NMEA message incomplete", line) for row, line, _, _ in waiting.values()]


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise TrackerError(f"{file} cannot be read: {error.strerror or error}; give a file of positions") from None


def _time(before: bytes, after: bytes) -> float | None:
    """Return the time of reception (seconds since 1970) from the text around a sentence, or None if it has none."""
    if tag := _TAG_TIME.search(before):
        seconds = float(tag[1])
        return seconds / 1000 if seconds > _MILLISECONDS else seconds
    if stamp := _BEFORE.search(before):
        return pd.Timestamp(stamp[1].decode()).timestamp() if stamp[1] else float(stamp[2])
    trailing = _AFTER.search(after)
    return float(trailing[1]) if trailing else None
