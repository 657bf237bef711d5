"""Through how many modules of scs_tracker a question passes, and how often the call moves from one to another.

Run ``python benchmarks/oracle/module_path.py [CHECKOUT …]``. Each question is asked once before, so that what is loaded once
is not counted. Functions, comprehensions apart, are seen by ``sys.setprofile``; a switch is a call into another module.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASK = r"""
import sys, tempfile
from pathlib import Path

import scs_tracker as scs
from scs_tracker.articles import propose

ROOT = str(Path(scs.__file__).parent)
SENTENCE = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island on Friday, Vietnam said."
ROW = "Date,Place,What happened,Who,Against whom\n2024-06-17,Second Thomas Shoal,water cannon,China Coast Guard,Philippine Navy\n"
table = Path(tempfile.mkdtemp(), "mine.csv")
table.write_text(ROW, encoding="utf-8")
QUESTIONS = {
    "a name": (lambda word: scs.resolve_text(word), "Sabina Shoal", "Mischief Reef"),
    "a distance from a name": (lambda word: scs.resolve_text(word), "10 nm E of Sabina Shoal", "20 nm W of Mischief Reef"),
    "a coordinate": (lambda word: scs.resolve_text(word), "9°44'N 116°28'E", "15°08'N 117°46'E"),
    "an article sentence": (lambda word: propose(word, published="2024-10-06", language="en"), SENTENCE, SENTENCE.replace("Woody Island", "Lincoln Island")),
    "a table row": (lambda word: scs.read_reports(word), table, table),
    "zones of a point": (lambda point: scs.locate(*point, date="2024-06-17"), (9.74, 116.47), (15.2, 117.5)),
}
for name, (ask, first, second) in QUESTIONS.items():
    ask(first)
    stack, modules, functions, switches, calls = [], set(), set(), 0, 0

    def watch(frame, event, _argument):
        global switches, calls
        if event not in ("call", "return"):
            return
        code = frame.f_code
        file = code.co_filename
        if not file.startswith(ROOT) or code.co_name in ("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>", "<lambda>"):
            return
        if event == "call":
            calls += 1
            switches += bool(stack) and stack[-1] != file
            stack.append(file)
            modules.add(file)
            functions.add(code)
        elif stack:
            stack.pop()

    sys.setprofile(watch)
    ask(second)
    sys.setprofile(None)
    print(f"| {name} | {len(modules)} | {len(functions)} | {switches:,} | {calls:,} |")
"""


def main(roots: list[str]) -> None:
    """Print a table per checkout."""
    for root in [Path(one).resolve() for one in roots] or [ROOT]:
        print(
            f"\n{root.name}\n\n| question | modules | functions | switches | calls |\n| --- | --- | --- | --- | --- |",
            flush=True,
        )
        subprocess.run([sys.executable, "-c", ASK], check=True, env=os.environ | {"PYTHONPATH": str(root)}, cwd=root)


if __name__ == "__main__":
    main(sys.argv[1:])
