"""What the maps of all shipped recipes hold, by ``scs-tracker map``: the data blocks of each page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from typing import Any

import ledgers
import store

RECIPES = ("overview", "scarborough", "second-thomas", "sabina", "paracels", "natuna-luconia", "week")
BLOCK = re.compile(r'<script type="[^"]*" id="([^"]*)"([^>]*)>(.*?)</script>', re.DOTALL)
#: The alphabet of the pages' base 85, turned into that of RFC 1924.
ALPHABET = str.maketrans(",./:", "&<>`")
NOT_COMPARED = {"as_of", "updated_at", "geodata_version"}
#: Blocks that hold the same on every map: kept of the overview alone.
SHARED = {"scs-languages", "scs-coast", "scs-around", "scs-sea"}


def answers(asked: store.Asked) -> store.Answers:
    """Return the data of every map: a group per map and block, an item per row."""
    folder = ledgers.ledger(asked)
    found: store.Answers = {}
    for recipe in RECIPES[:: asked.share]:
        ledgers.command(asked.code, folder, "map", recipe, "--out", f"{recipe}.html")
        ids: list[str] = []
        for name, marks, data in BLOCK.findall((folder / f"{recipe}.html").read_text(encoding="utf-8")):
            if name in SHARED and recipe != "overview":
                continue
            value = json.loads(inflated(data) if "deflate" in marks else data)
            table = rows(value)
            if table is None:
                found[f"{recipe} {name}"] = items(value)
                continue
            ids = [str(row["id"]) for row in table] if table and "id" in table[0] else ids
            named = ids if len(ids) == len(table) else [str(number) for number in range(len(table))]
            found[f"{recipe} {name}"] = {key: slim(row) for key, row in zip(named, table, strict=True)}
    return found


def inflated(data: str) -> bytes:
    """Return a block that is deflated and written in base 85."""
    return zlib.decompress(base64.b85decode(data.translate(ALPHABET)))


def rows(value: Any) -> list[dict[str, Any]] | None:
    """Return the rows of a table that is written by columns; None for anything else."""
    columns = value.get("columns", value) if isinstance(value, dict) else None
    if not isinstance(columns, dict) or not columns:
        return None
    if not all(isinstance(one, dict) and ("v" in one or {"d", "i"} <= set(one)) for one in columns.values()):
        return None
    lists = {name: one["v"] if "v" in one else [one["d"][at] for at in one["i"]] for name, one in columns.items()}
    count = len(next(iter(lists.values())))
    found = [{name: values[row] for name, values in lists.items()} for row in range(count)]
    if "shapes" in value and len(value["shapes"]) == count:
        found = [{**row, "shape": shape} for row, shape in zip(found, value["shapes"], strict=True)]
    return found


def items(value: Any) -> dict[str, Any]:
    """Return a block as items."""
    if isinstance(value, dict):
        return {str(name): slim(one) for name, one in value.items() if name not in NOT_COMPARED}
    if isinstance(value, list):
        return {
            str(one.get("id", number)) if isinstance(one, dict) else str(number): slim(one)
            for number, one in enumerate(value)
        }
    return {"": value}


def slim(value: Any) -> Any:
    """Return a value with a hash in place of a long list or text."""
    if isinstance(value, dict):
        return {name: slim(one) for name, one in value.items() if name not in NOT_COMPARED}
    if isinstance(value, list) and len(str(value)) > 400:
        if all(isinstance(one, dict) for one in value):
            return [slim(one) for one in value]
        return f"{len(value)} values ({hashlib.sha256(json.dumps(value).encode()).hexdigest()[:10]})"
    if isinstance(value, str) and len(value) > 600:
        return f"{value[:60]} ({hashlib.sha256(value.encode()).hexdigest()[:10]})"
    return value
