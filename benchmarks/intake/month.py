"""A month of eight outlets in six languages on loopback, read every two hours, with an outage of 84 hours and pages that fail.

    python benchmarks/intake/month.py [FILE.jsonl] [HOURS]

Texts and labels are month.jsonl, or a file of your own of the same form; HOURS lie between two readings. Printed are items in, proposed, missed, false
and lost, wrong fields, keys for each decision without a model and with one that answers rightly, quotations that stand
in no text, messages without news, and what became of pages that failed when they were read again.

Keys are counted as the desk takes them: one to accept or to take a row and one to save; for a wrong field a click, one
for each value to remove, the shortest words by which the right one is offered and Enter, or its characters.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from scs_tracker import config, geodata
from scs_tracker.desk.hand import lead as lead_at_the_desk
from scs_tracker.intake import digests, visiting
from scs_tracker.intake.sitting import run_intake
from scs_tracker.ledger import Ledger, worklist

START = datetime(2026, 3, 2, tzinfo=UTC)
OUTAGE = (timedelta(days=12, hours=12), timedelta(days=16))
HELD = 5  # items that a feed holds
FIELDS = ("date_start", "types", "initiators", "targets", "place")
FAILURES = (
    (503, {}, b""), (410, {}, b""), (403, {}, b""),
    (200, {}, b"<html><body><p>Subscribe to read on.</p></body></html>"),
)  # fmt: skip


def rss(items: list[dict[str, Any]], url: str) -> bytes:
    """Return a feed of the newest items."""
    told = "".join(
        f"<item><guid>{one['path']}</guid><title>{one['title']}</title><link>{url}{one['path']}</link>"
        f"<pubDate>{one['at']:%a, %d %b %Y %H:%M:%S} +0000</pubDate><description>{one['text'][:80]}</description></item>"
        for one in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{told}</channel></rss>'.encode()


def page(one: dict[str, Any]) -> bytes:
    """Return the page of an item, long enough to be an article."""
    rest = "" if one.get("language") else " The weather in the area was fair, and other traffic was light." * 10
    body = f"<h1>{one['title']}</h1><p>{one['text']}{rest}</p>"
    return f"<html><head><title>{one['title']}</title></head><body><article>{body}</article></body></html>".encode()


def keys_of(field: str, wanted: list[str], held: str) -> int:
    """Return the keys and clicks that make one value of another at the desk."""
    if field in {"date_start", "place"}:
        return 1 + 1 + len(wanted[0])
    label = {"types": ("types", "type", "label")}.get(field, ("actors", "code", "name"))
    words = {row[label[1]]: row[label[2]] for row in geodata.rows(label[0])}
    gone = [one for one in held.split(";") if one and one not in wanted]
    new = [wanted[0]] if not set(wanted) & set(held.split(";")) else []
    return 1 + len(gone) + sum(1 + _shortest(code, words) for code in new)


def _shortest(code: str, words: dict[str, str]) -> int:
    """Return how many characters of a code or its words leave one code of all."""
    for size in range(1, 40):
        for text in (code, words[code]):
            part = text.lower()[:size]
            if sum(part in f"{one}\n{other}".lower() for one, other in words.items()) == 1:
                return size
    return len(code)


def wrong_fields(label: dict[str, Any], held: dict[str, str]) -> dict[str, list[str]]:
    """Return the fields of a row that a person must correct, with what is right."""
    found = {}
    for name in FIELDS:
        wanted = label[name] if isinstance(label[name], list) else [label[name]]
        cell = held.get(name) or ""
        right = (
            bool(set(cell.split(";")) & set(wanted)) if name in {"types", "initiators", "targets"} else cell in wanted
        )
        if not right and wanted != [""]:
            found[name] = wanted
    return found


def keys_for(label: dict[str, Any], held: dict[str, str], base: int) -> int:
    """Return all keys of one decision."""
    return base + sum(keys_of(name, wanted, held.get(name) or "") for name, wanted in wrong_fields(label, held).items())


def play(items: list[dict[str, Any]], server: Any, folder: Path, hours: int, *, model: bool) -> dict[str, Any]:
    """Play the month once; return what came of it."""
    outlets = sorted({one["outlet"] for one in items})
    feeds = "".join(
        f'[[sources]]\nfeed = "{server.url}/{name}"\nname = "{name}"\nallow_private = true\nfollow = true\nquiet_days = 30\n'
        for name in outlets
    )
    second = f'[model]\nurl = "{server.url}/v1"\nname = "right"\njobs = ["translate"]\n' if model else ""
    folder.joinpath("tracker.toml").write_text(f"live = []\n{feeds}{second}", encoding="utf-8")
    settings = config.load(folder / "tracker.toml")
    ledger, now = Ledger(settings.ledger_url), START
    for one in items:
        one["at"] = START + timedelta(days=one["day"], hours=one["hour"])
    told: list[tuple[str, bool]] = []
    said, runs, failing = [], 0, 0
    before: dict[str, int] = {}
    while now < START + timedelta(days=30):
        out = [one for one in items if one["at"] <= now]
        for name in outlets:
            server.answers[f"/{name}"] = (
                200,
                {},
                rss([one for one in out if one["outlet"] == name][-HELD:], server.url),
            )
        for number, one in enumerate(items):
            late = now - one["at"] > timedelta(hours=4)  # read once, it fails at each later time
            server.answers[one["path"]] = (
                FAILURES[number % 4] if late and not one.get("language") else (200, {}, page(one))
            )
        failing = sum(now - one["at"] > timedelta(hours=4) and not one.get("language") for one in items)
        if not OUTAGE[0] <= now - START < OUTAGE[1]:
            result = run_intake(settings, ledger, clock=partial(lambda at: at, now), pause=lambda _seconds: None)
            runs += 1
            news = any(one.counts.added or one.leads or one.problems or one.counts.linked for one in result.sources)
            digests.tell(settings, ledger, "", told_by(told, news=news), now)
            said += [problem for one in result.sources for problem in one.problems] + result.problems
        now += timedelta(hours=hours)
        if now.hour == 0:
            before = {key: len(text) for key, text in texts_of(ledger).items()}
    return {
        "ledger": ledger,
        "settings": settings,
        "messages": told,
        "said": said,
        "runs": runs,
        "failing": failing,
        "texts": before,
    }


def told_by(told: list[tuple[str, bool]], *, news: bool) -> Any:
    """Return what keeps a message with whether anything had come in."""
    return lambda text: told.append((text, news))


def texts_of(ledger: Ledger) -> dict[str, str]:
    """Return the fullest text that the ledger holds of each address."""
    held: dict[str, str] = {}
    for own in ledger.incidents(statuses=None)["id"]:
        for one in ledger.evidence(own):
            if one["text"] and len(one["text"]) > len(held.get(one["address"], "")):
                held[one["address"]] = one["text"]
    return held


def judge(items: list[dict[str, Any]], server: Any, played: dict[str, Any]) -> dict[str, Any]:
    """Hold what came in against the labels."""
    ledger, settings = played["ledger"], played["settings"]
    frame = ledger.incidents(statuses=None).to_dict("records")
    leads = {one["address"]: one for one in worklist.leads(ledger.engine, states=("open", "done"))}
    texts = " ".join(texts_of(ledger).values())
    cited = {one: row for row in frame for one in (source["url"] for source in json.loads(row["sources"]))}
    looks_back = {row["id"] for row in frame if ledger.evidence(row["id"])[0]["content"].get("background")}
    found: dict[str, Any] = {"proposed": 0, "as lead": 0, "missed": 0, "lost": 0, "false": 0, "passed": 0}
    wrong, keys, lead_keys, names = [], [], [], []
    for one in items:
        address = f"{server.url}{one['path']}"
        row, lead = cited.get(address), leads.get(address)
        if one["label"] is None:
            false = row is not None and row["id"] not in looks_back
            found["false" if false else "passed"] += 1
            names += [f"false: {one['title']}"] * false
        elif row:
            found["proposed"] += 1
            wrong += [f"{name} of {one['title']}" for name in wrong_fields(one["label"], row)]
            keys.append(keys_for(one["label"], row, 1))
        elif lead:
            found["as lead"] += 1
            asked = SimpleNamespace(ledger=ledger, settings=settings, text=lambda _name, at=lead["id"]: f"lead:{at}")
            offered = lead_at_the_desk(asked)["forms"]
            held = offered[0]["values"] if offered else {}
            lead_keys.append(keys_for(one["label"], held, 2))
            wrong += [f"{name} of {one['title']}" for name in wrong_fields(one["label"], held)]
        else:
            found["lost" if one["outlet"] == "lost" else "missed"] += 1
            names += [f"missed: {one['title']}"] * (one["outlet"] != "lost")
    accounts = [line.partition(": ")[2] for row in frame for line in (row["accounts"] or "").split(" | ") if line]
    invented = [line for line in accounts if line.strip(' “”"') and line.strip(' “”"') not in texts]
    return {**found, "wrong": wrong, "keys": keys, "lead keys": lead_keys, "invented": invented, "names": names}


def main(name: str = "", hours: str = "2") -> None:
    """Print the month without a model and with one that answers rightly."""
    tests = Path(__file__).parents[2] / "tests"
    sys.path[:0] = [str(tests)]
    from web_server import Server

    visiting.REST_SECONDS = 0.0
    file = Path(name) if name else Path(__file__).with_name("month.jsonl")
    items = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    for number, one in enumerate(items):
        one["path"] = f"/{one['outlet']}/{number}"
    server = Server()

    def answer(handler: Any) -> None:
        asked = json.loads(server.sent[-1][1])["messages"][1]["content"]
        one = next(each for each in items if each["title"] in asked)
        pairs = [{"original": one["text"], "english": one.get("english") or "A conference was held."}]
        body = json.dumps(
            {"choices": [{"message": {"content": json.dumps({"sentences": pairs})}}], "usage": {}}
        ).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    server.answers["/v1/chat/completions"] = answer
    for model in (False, True):
        played = play(items, server, Path(tempfile.mkdtemp(prefix="scs-month-")), int(hours), model=model)
        told = judge(items, server, played)
        print(
            f"{'with a model that answers rightly' if model else 'without a model'}: {played['runs']} runs, {len(items)} items"
        )
        print(
            "  "
            + ", ".join(f"{key} {told[key]}" for key in ("proposed", "as lead", "missed", "lost", "false", "passed"))
        )
        print(
            f"  fields wrong {len(told['wrong'])} of {len(FIELDS) * (told['proposed'] + told['as lead'])}: {'; '.join(told['wrong'])}"
        )
        print("".join(f"  {one}\n" for one in told["names"]), end="")
        for words in ("keys", "lead keys"):
            if told[words]:
                print(f"  {words} for one decision: median {median(told[words]):g}, most {max(told[words])}")
        corrected = [one for one in told["keys"] if one > 1]
        print(f"  keys of a correction: median {median(corrected) if corrected else 0:g}, {len(corrected)} corrections")
        print(f"  statements that stand in no text {len(told['invented'])}")
        silent = [text for text, news in played["messages"] if not news]
        print(f"  messages {len(played['messages'])}, without news {len(silent)}")
        lost = [one for one in played["said"] if "probably lost" in one]
        print(f"  said to be lost {len(lost)}: {'; '.join(lost)}")
        now = {key: len(text) for key, text in texts_of(played["ledger"]).items()}
        shorter = sum(now.get(key, 0) < size for key, size in played["texts"].items())
        print(f"  pages that failed when read again {played['failing']}, texts that became shorter {shorter}")
        changes = worklist.proposed_changes(played["ledger"].engine)
        print(f"  changes proposed by pages that failed {len(changes)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
