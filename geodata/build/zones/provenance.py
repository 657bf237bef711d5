"""The inputs of a build of the zones (code, sources and libraries, each with a digest) and the files it wrote.

The build stores this next to the zones. As long as the code and the sources at hand have the stored digests, a build
would write the stored files again; where they have not, it must run.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geodata.build.zones.coastline import gshhg_folder
from scs_tracker import geodata
from scs_tracker.zones.inputs import GSHHG_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHECKOUT: Final = Path(__file__).parents[3]
#: The code that decides the shapes: these modules, and of the room of zones what they import, however far. What is
#: stored of shapes to find them quickly is proved by looking for the same with and without it.
_ROOMS: Final = ("scs_tracker.zones.", "geodata.build.zones.")
_LOOKING: Final = frozenset(
    {f"scs_tracker.zones.{name}" for name in ("index", "stored_index", "coast")} | {"geodata.build.zones.provenance"}
)
_BEGINNING: Final = ("geodata.build.zones.build", "scs_tracker.geodata.loader", "scs_tracker.geodata.region")
#: What is read in addition to zones/sources.
_TABLES: Final = ("gazetteer/features.csv", "zones/feature_claims.csv", "countries.csv")


def provenance(files: Iterable[Path]) -> dict[str, Any]:
    """Return the digests of code, sources and written files, and the versions of the libraries that affect the bytes.

    Raises
    ------
    TrackerError
        GSHHG is not installed, or a source is missing.
    """
    written = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return {"code": code_digest(), "sources": sources_digest(), "libraries": libraries(), "files": written}


def code_digest(checkout: Path = _CHECKOUT) -> str:
    """Return a digest of the code that builds zones, without comments, docstrings and layout.

    Examples
    --------
    >>> code_digest() == code_digest()
    True
    """
    digest, waiting, seen = hashlib.sha256(), [*_BEGINNING], set[str]()
    trees: dict[str, ast.Module] = {}
    while waiting:
        name = waiting.pop()
        file = checkout / f"{name.replace('.', '/')}.py"
        if name in seen or not file.exists():
            continue
        seen.add(name)
        trees[name] = ast.parse(file.read_text(encoding="utf-8"))
        waiting += [module for module in _imported(trees[name]) if module.startswith(_ROOMS) and module not in _LOOKING]
    for name in sorted(trees):
        digest.update(f"{name}\n{ast.dump(_without_docstrings(trees[name]))}\n".encode())
    return digest.hexdigest()


def _imported(tree: ast.Module) -> list[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return [
        name for node in imports for name in (node.module or "", *(f"{node.module}.{one.name}" for one in node.names))
    ]


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0] = ast.Pass()
    return tree


def sources_digest() -> str:
    """Return a digest of all inputs of a build: zones/sources, the gazetteer, and GSHHG."""
    folder, coastline = geodata.shipped("zones/sources"), gshhg_folder()
    read = [*folder.iterdir(), *map(geodata.shipped, _TABLES), *(coastline / name for name in GSHHG_FILES)]
    digest = hashlib.sha256()
    for file in sorted(read, key=lambda path: path.name):
        with file.open("rb") as stream:
            digest.update(f"{file.name} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that affect the bytes of a build; others give the same within 1 m.

    The digest of the code holds for one version of Python, whose syntax trees it is made of.
    """
    import geopandas as gpd
    import numpy as np
    import pyarrow as pa
    import pyproj
    import shapely

    return {
        "geopandas": gpd.__version__,
        "geos": shapely.geos_version_string,
        "numpy": np.__version__,
        "proj": pyproj.proj_version_str,
        "pyarrow": pa.__version__,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "shapely": shapely.__version__,
    }


def as_json(made: dict[str, Any]) -> str:
    """Return the provenance as it is stored."""
    return json.dumps(made, indent=1, sort_keys=True) + "\n"
