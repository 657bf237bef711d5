"""Logs of AIS sentences (NMEA 0183, AIVDM): positions with the time of their reception, through pyais.

A sentence does not hold its date. It is taken from what a logger writes around it: a tag block (``c:``, seconds since
1970), an ISO time or seconds before it, or seconds after it. A sentence without any is set aside.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

INSTALL: Final = "pip install 'scs-tracker[tracks]'"
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
_NO_TIME, _DAMAGED, _CHECKSUM = "NMEA sentence without a time", "NMEA sentence damaged", "NMEA checksum wrong"
_IN_PART, _NO_PLACE = "NMEA message in part", "AIS message without a position"


def is_nmea(file: Path) -> bool:
    """Return True if one of the first lines of a file is an AIS sentence."""
    return any(b"VDM," in line or b"VDO," in line for line in itertools.islice(_lines(file), 20))


def read_nmea(file: Path) -> tuple[pd.DataFrame, list[tuple[int, str, str]], int]:
    """Read a log of AIS sentences.

    Returns
    -------
    tuple
        A frame of positions: ``mmsi``, ``time``, ``lat``, ``lon``, ``sog`` in knots, ``name``, ``row`` (the number of
        the line) and ``coarse`` (the place is given in tenths of a minute). Then what was set aside, each with line,
        reason and text; and how many lines there were.

    Raises
    ------
    TrackerError
        pyais is not installed, or the file cannot be read.
    """
    try:
        from pyais.exceptions import AISBaseException
        from pyais.messages import NMEASentenceFactory
    except ImportError:
        raise TrackerError(f"{file} is a log of AIS sentences, which needs pyais; {INSTALL}") from None
    damage = (AISBaseException, ValueError, IndexError)
    aside: list[tuple[int, str, str]] = []
    found: list[dict[str, Any]] = []
    names: dict[int, str] = {}
    count = Counter[str]()
    for row, line, message, time in _messages(file, aside, count, NMEASentenceFactory.produce, damage):
        if message.msg_type in _NAMES and getattr(message, "shipname", None):
            names[int(message.mmsi)] = str(message.shipname).strip()
        if message.msg_type not in _POSITIONS:
            continue
        unknown = abs(message.lat) > 90 or abs(message.lon) > 180  # 91 and 181 say that it is not known
        if time is None or unknown:
            aside.append((row, _NO_TIME if time is None else _NO_PLACE, line))
            continue
        speed = None if message.speed is None or message.speed >= 102.3 else float(message.speed)
        found.append({"mmsi": int(message.mmsi), "time": time, "lat": message.lat, "lon": message.lon, "sog": speed,
                      "row": row, "coarse": message.msg_type == _LONG_RANGE})  # fmt: skip
    frame = pd.DataFrame(found, columns=["mmsi", "time", "lat", "lon", "sog", "row", "coarse"])
    frame["time"] = pd.to_datetime(frame["time"], unit="s", utc=True)
    return frame.assign(name=frame["mmsi"].map(names)), aside, count["lines"]


def _messages(
    file: Path, aside: list[tuple[int, str, str]], count: Counter[str], produce: Any, damage: Any
) -> Iterator[tuple[int, str, Any, float | None]]:
    """Yield whole messages: the number and the text of the line that ended each, the message, and its time."""
    waiting: dict[Any, tuple[int, str, dict[int, Any], float | None]] = {}
    for row, raw in enumerate(_lines(file), start=1):
        line, match = raw.decode("ascii", "replace")[:300], _SENTENCE.search(raw)
        count["lines"] += 1
        if match is None:
            aside += [(row, _DAMAGED, line)] if raw.strip() else []
            continue
        try:
            sentence = produce(match[0])
            if not sentence.is_valid:
                aside.append((row, _CHECKSUM, line))
                continue
            new: Any = (row, line, {}, _time(raw[: match.start()], raw[match.end() :]))
            key = (sentence.seq_id, sentence.channel, sentence.frag_cnt)
            first = waiting.pop(key, new)
            if sentence.frag_num in first[2]:  # another message has taken the number
                aside.append((first[0], _IN_PART, first[1]))
                first = new
            first[2][sentence.frag_num] = sentence
            if len(first[2]) < sentence.frag_cnt:
                waiting[key] = first
                continue
            parts = [part for _, part in sorted(first[2].items())]
            message = (sentence.assemble_from_iterable(parts) if len(parts) > 1 else sentence).decode()
        except damage:
            aside.append((row, _DAMAGED, line))
            continue
        yield row, line, message, first[3]
    aside.extend((row, _IN_PART, line) for row, line, _, _ in waiting.values())


def _lines(file: Path) -> Iterable[bytes]:
    try:
        with file.open("rb") as stream:
            yield from stream
    except OSError as error:
        raise TrackerError(f"{file} cannot be read: {error.strerror or error}; give a file of positions") from None


def _time(before: bytes, after: bytes) -> float | None:
    """Return when a sentence was received, in seconds since 1970, from what stands around it."""
    if tag := _TAG_TIME.search(before):
        seconds = float(tag[1])
        return seconds / 1000 if seconds > _MILLISECONDS else seconds
    if stamp := _BEFORE.search(before):
        return pd.Timestamp(stamp[1].decode()).timestamp() if stamp[1] else float(stamp[2])
    if trailing := _AFTER.search(after):
        return float(trailing[1])
    return None
