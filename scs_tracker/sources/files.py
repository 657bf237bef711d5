"""Check input files: detect their kind, reject unsafe archives, and notice if a file changes while it is read."""

from __future__ import annotations

import copy
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal

from scs_tracker.errors import TrackerError, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: text: a table in text; json: not a map; workbook: XLSX; layers: what GDAL reads; parquet; the rest are zipped.
Kind = Literal["text", "json", "workbook", "opendocument", "layers", "parquet", "zipped text", "zipped layers"]

#: A packed file that would unpack to more than this is refused.
MOST_UNPACKED: Final = 4 * 2**30
#: Tables shrink to a tenth or a twentieth; what shrinks to less than a two-hundredth is made to fill a disk.
HIGHEST_RATIO: Final = 200
_SMALL: Final = 16 * 2**20
_HEAD: Final = 64 * 1024

_REFUSED: Final = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel file or is locked by a password; save it as .xlsx without a password"),
    (b"\x1f\x8b", "is packed with gzip; unpack it first"),
    (b"%PDF", "is a PDF, not a table; save its text and use `scs-tracker extract`"),
    (b"\xff\xfe\0\0", "is UTF-32; save it as UTF-8"),
    (b"PK\x05\x06", "is an empty zip file; zip the table again"),
)
_LAYER_SUFFIXES: Final = (".shp", ".kml", ".gpkg", ".geojson", ".json")
#: Names by which GDAL, which goes by names before contents, takes a layer for what it is; the first is given.
_NAMES_FOR_GDAL: Final = {
    b"SQLite format 3\0": (".gpkg",),
    b"\x00\x00\x27\x0a": (".shp",),
    b"<": (".kml",),
    b"{": (".geojson", ".json"),
    b"[": (".geojson", ".json"),
}
_SHAPEFILE_SUFFIXES: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@contextmanager
def steady(file: Path) -> Iterator[None]:
    """Raise an error if ``file`` is missing, not a regular file, empty or unreadable, or changes while it is read."""
    before = _mark(file)
    try:
        yield
    except TrackerError:
        _require_same(file, before)
        raise
    except OSError as error:
        raise unreadable(file, error) from None
    _require_same(file, before)


def _mark(file: Path) -> tuple[int, int, int]:
    try:
        status = file.stat()
    except FileNotFoundError:
        raise TrackerError(f"{file} does not exist; check the path") from None
    except (OSError, ValueError) as error:
        raise unreadable(file, error) from None
    if stat.S_ISDIR(status.st_mode):
        raise TrackerError(f"{file} is a folder; name the files in it")
    if not stat.S_ISREG(status.st_mode):
        raise TrackerError(f"{file} is not a regular file; save its content to a file first")
    if status.st_size == 0:
        raise TrackerError(f"{file} is empty; its first row must name the columns")
    return status.st_ino, status.st_size, status.st_mtime_ns


def _require_same(file: Path, before: tuple[int, int, int]) -> None:
    if _mark(file) != before:
        raise TrackerError(f"{file} changed while it was read; nothing was imported, try again when it is complete")


def kind_of(file: Path) -> Kind:
    """Return the kind of a file, detected from its content; raise an error with a remedy for an unsupported kind."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    for mark, why in _REFUSED:
        if head.startswith(mark):
            raise TrackerError(f"{file} {why}")
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file)
    if head.startswith(b"SQLite format 3\0"):
        return _kind_of_database(file)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    kind: Kind = "parquet" if head.startswith(b"PAR1") else "text"
    if start.startswith((b"{", b"[")):
        kind = "layers" if b'"Feature' in head else "json"
    elif head.startswith(b"\x00\x00\x27\x0a") or (start.startswith(b"<") and b"<kml" in head):
        kind = "layers"
    elif start.startswith(b"<"):
        raise TrackerError(f"{file} is a web page or another XML file, not a table; use `scs-tracker extract`")
    return kind


def _kind_of_database(file: Path) -> Kind:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise TrackerError(f"{file} is a damaged database ({error}); export it again") from None
    if "gpkg_contents" not in tables:
        raise TrackerError(f"{file} is a database but not a GeoPackage; export what it holds to a table first")
    return "layers"


def _kind_of_zip(file: Path) -> Kind:
    with _open_zip(file) as archive:
        members = _members(archive)
        names = [member.filename for member in members]
        if "[Content_Types].xml" in names:
            if "xl/workbook.xml" in names:
                return "workbook"
            raise TrackerError(f"{file} is an Office file but not an .xlsx workbook; save the table as .xlsx or .csv")
        if "mimetype" in names:
            if b"opendocument.spreadsheet" in archive.read("mimetype")[:_HEAD]:
                return "opendocument"
            raise TrackerError(f"{file} is an OpenDocument file; save the table as .xlsx or .csv")
        if any(name.lower().endswith(".shp") for name in names):
            return "zipped layers"
        if not names:
            raise TrackerError(f"{file} is a zip file without files; zip the table again")
        if len(names) != 1:
            shown = ", ".join(names[:5])
            raise TrackerError(f"{file} holds {len(names)} files ({shown}); zip only one table, or unpack it")
        require_modest(file, members)
        with archive.open(members[0]) as stream:
            head = stream.read(4)
        if head.startswith(b"PK"):
            raise TrackerError(f"{file} contains another zip file; unpack it first")
        return "zipped layers" if names[0].lower().endswith(_LAYER_SUFFIXES) else "zipped text"


@contextmanager
def _open_zip(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise TrackerError(
            f"{file} is a damaged or unsupported zip file ({error}); create it again from the original files"
        ) from None


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files in a zip archive, without folders and the files that macOS adds."""
    return [one for one in archive.infolist()
            if not one.filename.endswith(("/", ".DS_Store")) and not one.filename.startswith("__MACOSX/")]  # fmt: skip


def require_modest(file: Path, members: Sequence[zipfile.ZipInfo], *, most: int = MOST_UNPACKED) -> None:
    """Raise an error for zip members that are locked or unpack to over ``most`` bytes or an implausible size."""
    if any(member.flag_bits & 0x1 for member in members):
        raise TrackerError(f"{file} is protected by a password; unpack it first")
    unpacked = sum(member.file_size for member in members)
    packed = max(file.stat().st_size, 1)
    if unpacked > most:
        raise TrackerError(f"{file} would unpack to {unpacked:,} bytes; at most {most:,} are read")
    if unpacked > _SMALL and unpacked > HIGHEST_RATIO * packed:
        raise TrackerError(
            f"{file} would unpack to {unpacked // packed} times its size, which is not plausible for a table; "
            "unpack it first"
        )


@contextmanager
def zipped_text(file: Path) -> Iterator[IO[bytes]]:
    """Open the one table in a zip file as a byte stream, after checking its unpacked size."""
    with _open_zip(file) as archive:
        members = _members(archive)
        require_modest(file, members)
        with archive.open(members[0]) as stream:
            yield stream


@contextmanager
def unpacked_layers(file: Path) -> Iterator[Path]:
    """Unpack the one map layer of a zip file into a temporary folder and yield its path there."""
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder, _open_zip(file) as archive:
        members = _members(archive)
        shapes = [member for member in members if member.filename.lower().endswith(".shp")]
        if len(shapes) > 1:
            names = ", ".join(member.filename for member in shapes[:5])
            raise TrackerError(f"{file} holds {len(shapes)} shapefiles ({names}); zip only one")
        wanted = shapes or members
        stem = wanted[0].filename.rpartition(".")[0]
        if shapes:
            wanted = [one for one in members if one.filename.rpartition(".")[0] == stem
                      and one.filename.lower().endswith(_SHAPEFILE_SUFFIXES)]  # fmt: skip
        require_modest(file, wanted)
        for member in wanted:
            target = Path(folder) / f"layer.{member.filename.rpartition('.')[2].lower()}"
            with archive.open(member) as stream, target.open("wb") as out:
                shutil.copyfileobj(stream, out, 2**20)
        suffix = "shp" if shapes else wanted[0].filename.rpartition(".")[2].lower()
        yield Path(folder) / f"layer.{suffix}"


@contextmanager
def named_for_gdal(file: Path, kind: Kind) -> Iterator[Path]:
    """Yield a path with an extension that GDAL recognises: the file itself, or a copy if its extension is wrong."""
    with file.open("rb") as stream:
        start = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    names = next((names for mark, names in _NAMES_FOR_GDAL.items() if start.startswith(mark)), (file.suffix.lower(),))
    if file.suffix.lower() in names or kind == "parquet":
        yield file
        return
    if names == (".shp",):
        raise TrackerError(
            f"{file} is a shapefile with another extension; rename it to .shp, and its parts accordingly"
        )
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:
        yield Path(shutil.copyfile(file, Path(folder) / f"layer{names[0]}"))


@contextmanager
def workbook_members(file: Path, *, most: int) -> Iterator[zipfile.ZipFile]:
    """Open a workbook as a zip archive, after checking its declared and true unpacked sizes (``most`` in bytes)."""
    with _open_zip(file) as archive:
        require_modest(file, archive.infolist(), most=most)
        if sum(_true_size(archive, member, most) for member in archive.infolist()) > most:
            raise TrackerError(f"{file} expands to more data than it declares; it may be damaged or malicious")
        yield archive


def _true_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    """Return a member's true unpacked size in bytes, ignoring the declared size; counting stops above ``most``."""
    unbounded = copy.copy(member)
    unbounded.file_size = most + 1
    size = 0
    with archive.open(unbounded) as stream:
        while chunk := stream.read(2**20):
            size += len(chunk)
    return size
