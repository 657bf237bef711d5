"""Name the pages of incidents, and add links to archived copies of their sources."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

_SAFE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def page_name(incident_id: str) -> str:
    """Return a safe file name, without extension, for the page of an incident.

    >>> page_name("20240617-second-thomas"), page_name("../../etc")
    ('20240617-second-thomas', 'id-74ccf3c5b4c19a8167f9')
    """
    if _SAFE_NAME.fullmatch(incident_id) and incident_id != "index":
        return incident_id
    return f"id-{hashlib.sha256(incident_id.encode('utf-8', 'replace')).hexdigest()[:20]}"


def with_copies(frame: gpd.GeoDataFrame, copies: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Return the frame with the URL of the archived copy, if there is one, added to each source as ``archived``.

    ``copies`` maps URLs of sources to URLs of archived copies.
    """
    if not copies or "sources" not in frame:
        return frame
    return frame.assign(sources=[_with_copies(cell, copies) for cell in frame["sources"]])


def _with_copies(cell: object, copies: Mapping[str, str]) -> object:
    try:
        rows = json.loads(str(cell))
    except ValueError:
        return cell
    held = [row for row in rows if isinstance(row, dict) and row.get("url") in copies] if isinstance(rows, list) else []
    if not held:
        return cell
    for row in held:
        row["archived"] = copies[row["url"]]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
