"""Freeze what the code answers today, and compare what it answers tomorrow: ``python benchmarks/oracle --help``."""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("places", "articles", "zones", "tables", "weeks", "maps")


def main() -> int:
    """Do what is asked; 1 if a difference has no reason."""
    parser = argparse.ArgumentParser(prog="oracle", description=__doc__)
    parser.add_argument("verb", choices=("record", "freeze", "compare"))
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all if none is given")
    parser.add_argument("--code", type=Path, default=HERE.parents[1], help="checkout that answers; default: this one")
    parser.add_argument("--frozen", type=Path, default=HERE / "frozen", help="folder of the frozen answers")
    parser.add_argument("--inputs", type=Path, default=HERE / "inputs.tar.xz", help="what is asked")
    parser.add_argument("--share", type=int, default=1, help="ask one input in so many; 1 asks all")
    parser.add_argument("--most", type=int, default=40, help="lines per group; 0 prints all")
    parser.add_argument("--open", action="store_true", help="print only differences that have no reason yet")
    parser.add_argument("--lines", type=Path, help="file for all differences, one line each")
    asked = parser.parse_intermixed_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; parts are {', '.join(PARTS)}")
    code = asked.code.resolve()
    sys.path[0:0] = [str(HERE), str(code)]
    import scs_tracker

    if not Path(scs_tracker.__file__).is_relative_to(code):
        parser.error(f"scs_tracker comes from {scs_tracker.__file__}, not from {code}; run outside of its tests")
    if asked.verb == "record":
        import_module("record").record(code, asked.inputs)
        return 0
    return ask(asked, code)


def ask(asked: argparse.Namespace, code: Path) -> int:
    """Freeze or compare the parts that are asked for."""
    import store
    from differences import Reasons, report

    open_ = 0
    lines: list[str] = []
    with store.unpacked(asked.inputs) as inputs:
        for name in asked.parts or PARTS:
            began = time.monotonic()
            part = import_module(f"part_{name}")
            now = part.answers(store.Asked(inputs, code, asked.share))
            took = f"{time.monotonic() - began:.0f} s"
            if asked.verb == "freeze":
                size = store.write(asked.frozen / f"{name}.json.xz", now)
                print(f"{name}: {sum(map(len, now.values())):,} answers frozen, {size / 1000:,.0f} kB, {took}")
                continue
            before = store.read(asked.frozen / f"{name}.json.xz")
            reasons = Reasons(HERE / "reasons" / f"{name}.csv")
            found = report(name, part, before, now, reasons, partial=asked.share > 1)
            open_ += found.print(most=asked.most, only_open=asked.open, took=took)
            lines += found.lines()
    if asked.lines:
        asked.lines.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return int(open_ > 0)


if __name__ == "__main__":
    sys.exit(main())
