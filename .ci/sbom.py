"""Take out of an SBOM what belongs to the machine that made it, and refuse one without licences.

Where a file was installed from says nothing of what it is; name, version, purl and licence do.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


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
    file.write_text(json.dumps(bom, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    bare = [one["name"] for one in bom["components"] if not one.get("licenses")]
    print(f"{file}: {len(bom['components'])} components" + (f"; no licence named by {', '.join(bare)}" if bare else ""))
    return 0 if bom["components"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
