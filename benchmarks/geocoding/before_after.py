"""How fast texts become positions in two checkouts, in one run, and whether each answer is the same to the last digit.

Run by hand: ``python benchmarks/geocoding/before_after.py OTHER_CHECKOUT``. Both checkouts read the same texts with
their own code and data, each in a process of its own, by turns; of three turns the quickest counts, in processor time.
Compared are whole answers: status, position, radius, method, feature, the words read, alternatives, reason and outline.

The texts: those of the shipped incidents, alone and with their place and actors; the expressions and every string of the
tests of geocoding; the reports of the corpus, sentence by sentence; the expressions of ``benchmark.py``; and some
thousands more in five languages, made of the gazetteer's names and the ways in which reports say where.
"""

from __future__ import annotations

import ast
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmark import WARM, expressions, rows

ROOT = Path(__file__).parents[2]
ROUNDS = 3
SHOWN = 12
ANSWER = """
import json, sys, time
from scs_tracker.geocoding import resolve_text

texts, expressions = json.load(open(sys.argv[1], encoding="utf-8"))
for text in json.loads(sys.argv[3]):
    resolve_text(text)
start = time.process_time()
for text in expressions:
    resolve_text(text)
seconds = time.process_time() - start
start = time.process_time()
answers = []
for text, place, near, actors in texts:
    try:
        found = repr(resolve_text(text, place=place, near=near and tuple(near), actors=actors))
    except Exception as error:
        found = repr(error)
    answers.append(found)
json.dump(answers, open(sys.argv[2], "w", encoding="utf-8"))
print(len(expressions) / seconds, len(texts) / (time.process_time() - start))
"""
#: Ways to say where in English, Chinese, Vietnamese, Malay with Indonesian, and Filipino: names, numbers, directions.
FORMS = {
    "en": (
        "{n} nautical miles {d} of {a}", "about {n} nm ({k} km) off {a}, the coast guard said", "{a}, {b} and {c}",
        "within {n} nm of {a} and {b}", "between {a} and {b}", "midway from {a} to {b}", "{d} of {a}, then off {b}",
        "{n} nm {d} of {lat}N {lon}E", "{dms}", "near {a} ({b})", "{n} miles off {a} and {k} km from {b}", "{a} or {b}",
        "the vessel BRP {a} left {b} for {c}", "{a} Times said near {b}", "bearing {t} from {a}, {n} nm", "{d}ern {a}",
        "inside the EEZ of {p}, {n} nm off {a}", "off Cape Unknown, {a}", "{dms} with a radius of {n} nm", "{w} {a}",
        "China says {a}, the Philippines says {b}", "{dms}, {dms}, {dms}", "{k}-{n} km {d} of {a}'s {b}", "{a} {b}",
    ),
    "zh": (
        "距{a}{d}约{n}海里", "{a}附近海域", "{a}以{d}{n}海里处", "在{a}与{b}之间", "{a}、{b}和{c}", "北纬{y}度{m}分,东经{x}度{m}分",
        "{a}（{b}）外海{k}公里", "{a}领海", "{a}海鲜酒楼", "距离{a}{k}公里的{b}",
    ),
    "vi": (
        "cách {a} {n} hải lý về phía {d}", "gần {a}, {b}", "vùng biển {a}", "tọa độ {y}o{m}'25\" Bắc, {x}o{m}'30\" Đông",
        "{n} hải lý về hướng {d} {a} và cách {b} {k} km", "giữa {a} và {b}", "trên vùng biển {a} ({b})", "{y},{m} độ vĩ Bắc, {x},{m} độ kinh Đông",
        "ông Nguyễn {a}", "ngoài khơi {a} {k} km",
    ),
    "ms": (
        "{n} batu nautika {d} {a}", "di perairan {a}", "kira-kira {k} kilometer dari {a}", "antara {a} dan {b}",
        "{y}.{m}.800 U - {x}.{m}.100 T", "berhampiran {a}, {b}", "sekitar {n} mil laut sebelah {d} {a}", "posisi {y}°{m}'30\" LU {x}°{m}'10\" BT",
    ),
    "fil": (
        "{n} nautical miles {d} ng {a}", "malapit sa {a}", "sa {a}, {b}", "sa pagitan ng {a} at {b}", "{k} kilometro mula sa {a}",
        "ang {a} ay {n} milya ang layo sa {b}",
    ),
}  # fmt: skip
WINDS = {
    "en": ("north", "southeast", "due west", "NNE", "SW", "east"),
    "zh": ("东", "西南", "北", "东南偏南"),
    "vi": ("đông", "tây nam", "bắc", "đông đông bắc"),
    "ms": ("utara", "barat daya", "timur laut", "selatan"),
    "fil": ("hilaga", "silangan", "timog-kanluran"),
}
LANGUAGES = {"en": ("en",), "zh": ("zh-Hans", "zh-Hant"), "vi": ("vi",), "ms": ("ms", "id", "en"), "fil": ("fil", "en")}
Text = tuple[str, str, tuple[float, float] | None, list[str]]


def generated(count: int) -> list[str]:
    """Return expressions in five languages, from a fixed seed."""
    chance = random.Random(23)
    names = {
        one: [row["name"] for row in rows("geodata/gazetteer/names.csv") if row["language"] in languages]
        for one, languages in LANGUAGES.items()
    }
    found = []
    for _ in range(count):
        language = chance.choices(list(FORMS), (8, 4, 4, 3, 2))[0]
        a, b, c = chance.choices(names[language], k=3)
        y, x, m = chance.randint(3, 22), chance.randint(106, 120), chance.randint(10, 59)
        text = chance.choice(FORMS[language]).format(
            a=a, b=b, c=c, d=chance.choice(WINDS[language]), y=y, x=x, m=m, t=f"{chance.randint(0, 359):03}",
            n=chance.choice((chance.randint(1, 200), f"{chance.uniform(1, 99):.1f}", "twenty")), k=chance.randint(2, 400),
            lat=f"{chance.uniform(5, 20):.2f}", lon=f"{chance.uniform(108, 119):.2f}", w=chance.choice(("off", "at", "toward")),
            p=chance.choice(("Vietnam", "the Philippines", "Malaysia")), dms=f"{y}°{m}'N {x}°{chance.randint(10, 59)}'E",
        )  # fmt: skip
        found.append(chance.choice((text, text, text, text.lower(), text.upper(), f"{text}; {a}.")))
    return found


def texts() -> list[Text]:
    """Return all texts with the place, the point and the actors that come with them."""
    found: list[Text] = []
    for row in rows("geodata/incidents/incidents.csv"):
        actors = [one for side in ("initiators", "targets") for one in row[side].split(";") if one]
        found += [(row["location_text"], "", None, []), (row["location_text"], row["place"], None, actors)]
    for row in rows("tests/geocoding/data/expressions.csv"):
        near = tuple(float(part) for part in row["near"].split(",")) if row["near"] else None
        found.append((row["text"], row["place"], near, []))
    strings: dict[str, None] = {}
    for path in sorted((ROOT / "tests/geocoding").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings[node.value] = None
    for path in sorted((ROOT / "corpus").rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            strings.update(dict.fromkeys(re.split(r"(?<=[.!?。])\s*|\n", json.loads(line)["text"])))
    strings.update(dict.fromkeys([*expressions(3_000), *generated(9_000)]))
    return found + [(text, "", None, []) for text in strings] + [(text, "", (15.1, 117.8), ["CN-CCG"]) for text in generated(500)]  # fmt: skip


def answered(root: Path, given: Path, answer: Path) -> tuple[float, float]:
    """Answer all texts in a checkout; return how many expressions and how many of the other texts it read a second."""
    run = subprocess.run(
        [sys.executable, "-c", ANSWER, str(given), str(answer), json.dumps(WARM)], cwd=root, check=True,
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(root)},
    )  # fmt: skip
    one, other = run.stdout.split()
    return float(one), float(other)


def main(other: str) -> None:
    """Print the rates of both checkouts, and the answers that differ."""
    roots = {"before": Path(other).resolve(), "now": ROOT}
    given = texts()
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in roots}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.json")
        path.write_text(json.dumps([given, expressions(12_000)]), encoding="utf-8")
        for _ in range(ROUNDS):
            for name, root in roots.items():
                rates[name].append(answered(root, path, Path(folder, f"{name}.json")))
        before, now = (json.loads(Path(folder, f"{name}.json").read_text(encoding="utf-8")) for name in roots)
    for name, found in rates.items():
        best, texts_best = (max(each) for each in zip(*found, strict=True))
        print(f"{name}: {best:,.0f} expressions a second of processor time, {texts_best:,.0f} of all texts")
    differing = [(*one, two, three) for one, two, three in zip(given, before, now, strict=True) if two != three]
    print(f"{len(differing):,} of {len(given):,} answers differ")
    for text, place, _, _, old, new in differing[:SHOWN]:
        print(f"\n{text[:200]!r} {place}\n  before {old[:400]}\n  now    {new[:400]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
