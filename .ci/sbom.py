"""Take out of an SBOM what belongs to the machine that made it, and name the licences that the packages do not.

Where a file was installed from says nothing of what it is; name, version, purl and licence do. A package whose metadata
name no licence has the one that docs/licences.md read in its files.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

LICENCES = Path(__file__).parents[1] / "docs/licences.md"


def read_licences(page: str) -> dict[str, str]:
    """Return the licence of each package of the table of docs/licences.md."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return {name.partition(" ")[0]: licence for licence, names in rows[2:] for name in names.split(", ")}


def licensed(bom: dict[str, Any], licences: dict[str, str]) -> dict[str, Any]:
    """Return the bill with a licence at components whose own metadata name none and that the table knows."""
    for one in bom.get("components", []):
        known = licences.get(re.sub(r"[-_.]+", "-", one["name"]).lower())
        if known and not one.get("licenses"):
            one["licenses"] = [{"license": {"name": known}}]
    return bom


def cleaned(bom: dict[str, Any]) -> dict[str, Any]:
    """Return the bill with components whose references are pages of their projects alone."""
    for one in [*bom.get("components", []), bom.get("metadata", {}).get("component", {})]:
        kept = [link for link in one.get("externalReferences", []) if link.get("type") != "distribution"]
        kept = [link for link in kept if str(link.get("url", "")).startswith("https://")]
        one.pop("externalReferences", None)
        if kept:
            one["externalReferences"] = kept
    return bom


def main(file: Path) -> int:
    """Clean the file in place; return how many components have no licence."""
    bom = cleaned(json.loads(file.read_text(encoding="utf-8")))
    licensed(bom, read_licences(LICENCES.read_text(encoding="utf-8")))
    file.write_text(json.dumps(bom, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    bare = [one["name"] for one in bom["components"] if not one.get("licenses")]
    print(f"{file}: {len(bom['components'])} components" + (f"; no licence named by {', '.join(bare)}" if bare else ""))
    return 0 if bom["components"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
