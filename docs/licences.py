"""Print docs/licences.md: the licences of what scs-tracker needs, from the metadata of the installed packages.

Run it as ``python docs/licences.py > docs/licences.md`` after a dependency has changed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
_HEAD = """\
# Licences of dependencies

`python docs/licences.py` generates this page from the metadata of the packages. scs-tracker is under the MIT licence.
geodata/README.md lists the licences of the data. Maps contain Leaflet and jQuery (from the XStatic packages) with their
licence notices. If only an optional extra needs a package, the extra is given in parentheses.

"""
_CLASSIFIER = "License :: OSI Approved :: "
#: Where the metadata say too little or contradict the licence file that the package carries.
_READ = {
    "mgrs": "MIT",
    "xstatic-jquery": "MIT (jQuery)",
    "xstatic-leaflet": "BSD-2-Clause (Leaflet)",
}


def main() -> None:
    """Print the page."""
    sys.stdout.write(page())


def page() -> str:
    """Return the page as Markdown."""
    packages: dict[str, list[str]] = {}
    for name, extra in sorted(direct().items()):
        packages.setdefault(licence(name), []).append(f"{name} ({extra})" if extra else name)
    lines = [_HEAD + "| licence | packages |", "| --- | --- |"]
    lines += [f"| {one} | {', '.join(names)} |" for one, names in sorted(packages.items())]
    return "\n".join(lines) + "\n"


def direct() -> dict[str, str]:
    """Return the direct dependencies, each with the extra that needs it, or an empty text if all do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].items()
    found = {_name(one): extra for extra, needed in extras for one in needed}
    return found | {_name(one): "" for one in project["dependencies"]}


def licence(name: str) -> str:
    """Return the licence as an SPDX expression where the metadata give one, else in its own words."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "not installed here"
    if name in _READ:
        return _READ[name]
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classified = [
        one.removeprefix(_CLASSIFIER) for one in about.get_all("Classifier", []) if one.startswith(_CLASSIFIER)
    ]
    text = str(about.get("License") or "").strip().splitlines()
    return " and ".join(classified) or (text[0][:60] if text else "not stated")


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower()


if __name__ == "__main__":
    main()
