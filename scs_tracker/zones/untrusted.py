"""Checks of map files before GDAL opens them: local, not too large, and without references to other files.

GDAL follows what a file names: other files, archives inside archives, servers. A zone comes from the one file that
the user named, so references to others are rejected, and archives are unpacked here, not by GDAL.
"""

from __future__ import annotations

import re
import stat
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: No file of zones is larger than this, packed or unpacked.
MOST_BYTES: Final = 2 * 2**30
MOST_MEMBERS: Final = 1_000
#: Coordinates shrink to a third or a tenth; what shrinks to less than a hundredth is made to fill a disk.
HIGHEST_RATIO: Final = 100
_SMALL: Final = 2**20
_CHUNK: Final = 2**20
_LAYERS: Final = (".fgb", ".geojson", ".gml", ".gpkg", ".gpx", ".json", ".kml", ".parquet", ".shp")
_ARCHIVES: Final = (".7z", ".bz2", ".gz", ".kmz", ".rar", ".tar", ".tgz", ".xz", ".zip", ".zst")
_PACKED_OTHERWISE: Final = (b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ", b"Rar!", b"(\xb5/\xfd")
#: Roots of XML files that are layers; others (VRT, WFS, WMS) describe where layers are.
_XML_ROOTS: Final = (b"kml", b"gpx", b"FeatureCollection")
_ELSEWHERE: Final = re.compile(rb"/vsi[a-z0-9_]+/|<(?:\w+:)?NetworkLink\b|<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)


@contextmanager
def local_layer(name: str | Path) -> Iterator[Path]:
    """Yield the path of a map layer that is safe to open: the file itself, or the layer unpacked from a zip.

    A shapefile is its .shp with its companion files, or zipped. Raise ``TrackerError`` if the file is not local, is
    too large or refers to others; or if an archive has members outside its folder, links, other archives, no layer
    or several, or too much content.
    """
    file = _local(name)
    if not zipfile.is_zipfile(file):
        _require_plain(file, file)
        if file.suffix.lower() in _ARCHIVES:  # GDAL would open it as an archive that nobody has looked into
            raise TrackerError(f"{file} cannot be read as a zip file; unpack it and give the layer")
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:
        try:
            layer = _unpack(file, Path(folder))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise TrackerError(
                f"{file} is a damaged or unsupported zip file ({error}); create it again from the original files"
            ) from None
        _require_plain(file, layer)
        yield layer


def _local(name: str | Path) -> Path:
    text = str(name)
    if re.match(r"[a-z][a-z0-9+.-]+:", text, re.IGNORECASE) or "/vsi" in text.lower():
        raise TrackerError(f"{text} is not a local file; download it first and give the file")
    file = Path(name)
    if not file.exists():
        raise TrackerError(f"{file} does not exist; name an existing map file")
    if not file.is_file():
        raise TrackerError(f"{file} is not a regular file; zip a folder, or save its layer as GeoPackage")
    if file.stat().st_size > MOST_BYTES:
        raise TrackerError(f"{file} has more than {MOST_BYTES // 2**30} GiB; extract the region first")
    return file


def _unpack(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        _require_safe(file, members)
        left = MOST_BYTES
        for member in members:
            target = folder / member.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as stream, target.open("xb") as out:
                while chunk := stream.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise TrackerError(
                            f"{file} expands to more data than it declares; it may be damaged or malicious"
                        )
                    out.write(chunk)
        layers = [member.filename for member in members if member.filename.lower().endswith(_LAYERS)]
        layers = [layer for layer in layers if not layer.startswith("__MACOSX/")]
        if len(layers) != 1:
            shown = ", ".join(layers[:5]) or "none"
            raise TrackerError(f"{file} must have one layer, but has {len(layers)} ({shown}); zip only one")
        return folder / layers[0]


def _require_safe(file: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise TrackerError(f"{file} has {len(members):,} files; zip only the one layer")
    if len({member.filename.lower() for member in members}) < len(members):
        raise TrackerError(f"{file} is unsafe: two members have the same name; zip it again")
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in member.filename:
            raise TrackerError(f"{file} is unsafe: its member {member.filename!r} would be written outside its folder")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in {0, stat.S_IFREG}:
            raise TrackerError(f"{file} is unsafe: its member {member.filename!r} is a link or not a regular file")
        if member.flag_bits & 0x1:
            raise TrackerError(f"{file} is protected by a password; unpack it first")
        if path.suffix.lower() in _ARCHIVES:
            raise TrackerError(f"{file} contains another archive, {member.filename}; unpack it first")
    unpacked, packed = sum(member.file_size for member in members), file.stat().st_size
    if unpacked > MOST_BYTES:
        raise TrackerError(f"{file} would unpack to {unpacked:,} bytes; at most {MOST_BYTES:,} are read")
    if unpacked > _SMALL and unpacked > HIGHEST_RATIO * packed:
        raise TrackerError(
            f"{file} would unpack to {unpacked // packed} times its size, which is not plausible for a map layer"
        )


def _require_plain(file: Path, layer: Path) -> None:
    """Raise a TrackerError if a layer is an archive, or refers to other files."""
    with layer.open("rb") as stream:
        head = stream.read(_CHUNK)
        if zipfile.is_zipfile(layer) or head.startswith(_PACKED_OTHERWISE) or head[257:262] == b"ustar":
            raise TrackerError(f"{file} is or contains another kind of archive; unpack it and give the layer")
        if b"\0" in head[:4096]:
            return
        if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
            root = re.search(
                rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", head, flags=re.DOTALL)
            )
            if root is None or root[1] not in _XML_ROOTS:
                raise TrackerError(
                    f"{file} is XML but not KML, GPX or GML; give the file that contains the shapes themselves, for "
                    "example as GeoPackage or GeoJSON"
                )
        tail = b""
        while head:
            found = _ELSEWHERE.search(tail + head)
            if found:
                words = found[0].decode("ascii", "replace")[:40]
                raise TrackerError(f"{file} refers to other files ({words}); save only the layer as GeoPackage")
            tail, head = head[-64:], stream.read(_CHUNK)
