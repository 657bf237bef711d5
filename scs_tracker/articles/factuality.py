"""Compute the features by which the classifier decides whether an act happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.articles.days import Day, _tense
from scs_tracker.text.function_words import of_kind, with_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.acts import Act
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.story import Story
    from scs_tracker.articles.trees import Line

#: Kinds of words that only build triggers and names, and do not bear on whether an act happened.
_SILENT: Final = frozenset({"set", "verb", "weekday", "month", "pronoun"})
#: Possible kinds of a mention on a side.
_HEADS: Final = ("vessel", "aircraft", "people", "force", "mission", "speaker", "state", "pronoun", "other")
_WAYS: Final = (
    "own", "shared", "relative", "reduced", "controlled", "charged", "none", "passive", "noun", "tool", "sighting",
    "agent-near", "agent-none", "patient-near", "patient-none",
)  # fmt: skip
_TAGS: Final = ("VBD", "VBN", "VBG", "VBZ", "VBP", "VB", "NN", "NNS", "JJ", "NNP")
_DEPS: Final = (
    "ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pobj", "dobj", "nsubj", "nsubjpass", "compound", "amod",
    "pcomp", "attr", "appos",
)  # fmt: skip
_STEPS: Final = 6


@geodata.cached
def _kinds() -> tuple[str, ...]:
    """Return the kinds of lexicon words that bear on whether an act happened."""
    return tuple(dict.fromkeys(row["kind"] for row in geodata.rows("lexicon_words") if row["kind"] not in _SILENT))


@geodata.cached
def _types() -> tuple[tuple[str, float], ...]:
    return tuple((row["type"], float(row["severity"])) for row in geodata.rows("types"))


def of_article(story: Story) -> dict[str, float]:
    """Return features of an article: its length, its parties, and how often it uses each kind of word."""
    lines = [line for line in story.lines if not line.furniture]
    size = max(len(lines), 1)
    heads = {index for index, line in enumerate(story.lines) if line.sentence.headline}
    told = {act.line for act in story.acts}
    found = {
        "a_headed": float(bool(heads)),
        "a_headline_act": float(max((act.strength for act in story.acts if act.line in heads), default=0)),
        "a_headline_event": float(sum(story.lines[index].kinds["event"] for index in heads)),
        "a_act_lines": len(told) / size,
        "a_act_first": min(told, default=0) / size,
        "a_lines": float(min(size, 80)),
        "a_acts": float(min(len(story.acts), 60)),
        "a_acts_per_line": len(story.acts) / size,
        "a_home": float(bool(story.home)),
        "a_elsewhere": story.kinds["elsewhere"] / size,
        "a_places": float(min(sum(spot.sea for spots in story.spots for spot in spots), 20)),
        "a_events": story.kinds["event"] / size,
    }
    countries = {one.country for those in story.mentions for one in those}
    found["a_countries"] = float(len(countries - {"", "elsewhere"}))
    found["a_far"] = float(sum(one.country == "elsewhere" for those in story.mentions for one in those)) / size
    found |= {f"a_{kind}": round(story.kinds[kind] / size, 3) for kind in _kinds()}
    return found


def of_act(story: Story, act: Act, day: Day, sure: float, article: dict[str, float]) -> dict[str, float]:
    """Return the features of an act, and of its article, for and against its having happened."""
    line = story.lines[act.line]
    found = dict(article)
    found |= _trigger(act, line) | _told(story, act, line) | _when(act, day, sure) | _where(story, act)
    found |= _side("i", act.agents) | _side("t", act.patients)
    agents, patients = ({one.country for one in those if one.country} for those in (act.agents, act.patients))
    found["same_country"] = float(bool(agents & patients) and not act.mutual)
    found["two_countries"] = float(bool(agents and patients and agents != patients))
    found["mutual"] = float(act.mutual)
    alike = [one for one in story.acts if set(one.types) & set(act.types)]
    found["alike"] = float(len(alike))
    found["alike_before"] = float(sum(one.line < act.line for one in alike))
    found["first_alike"] = float(alike[0] is act)
    found["acts_here"] = float(sum(one.line == act.line for one in story.acts))
    return found


def _trigger(act: Act, line: Line) -> dict[str, float]:
    word = line.words[act.word]
    found = {"strength": float(act.strength), "needed": float(act.needed), "words": float(act.name.count("-"))}
    found["severity"] = max(severity for name, severity in _types() if name in act.types)
    found |= {f"is_{name}": float(name in act.types) for name, _ in _types()}
    found |= {f"form_{form}": float(act.form == form) for form in ("verb", "noun", "sighting", "instrument")}
    found |= {f"tag_{tag}": float(word.tag == tag) for tag in _TAGS}
    found |= {f"dep_{dep}": float(word.dep == dep) for dep in _DEPS}
    found |= {f"way_{way}": float(way in act.ways or f"verb-{way}" in act.ways) for way in _WAYS}
    return found


def _article(line: Line, index: int) -> str:
    return next((line.words[one].lemma for one in line.hanging(index, "det")), "")


def _is_negated(act: Act, line: Line) -> bool:
    """Return True if the clause of an act negates it: *did not ram*, *no collision*, *no shots were fired*.

    A negation that belongs to another noun does not count: *the collision caused no damage*.
    """
    if line.child(act.verb, "neg") >= 0 or line.child(act.word, "neg") >= 0:
        return True
    parties = [act.word]
    if act.word == act.verb:
        parties += line.hanging(act.verb, "nsubj", "nsubjpass", "dobj")
    return any(_article(line, one) in with_value("determiner", "none") for one in parties)


def _told(story: Story, act: Act, line: Line) -> dict[str, float]:
    """Return features of how an act is reported: tense, mood, reporting verbs, quotation marks and position."""
    verb, sentence = act.verb, line.sentence
    found = {
        "tense": _tense(story, act),
        "quoted": float(line.quoted[act.word]),
        "line": float(min(act.line, 60)),
        "paragraph": float(min(sentence.paragraph, 40)),
        "position": act.line / max(len(story.lines), 1),
        "headline": float(sentence.headline),
        "size": float(len(line.words)),
        "negated": float(_is_negated(act, line)),
        "question": float(story.text[sentence.end - 1] == "?"),
    }
    auxiliaries = {line.words[one].lemma for one in (*line.hanging(verb, "aux"), *line.hanging(act.word, "aux"))}
    found |= {f"aux_{modal}": float(modal in auxiliaries) for modal in of_kind("modal")}
    had = [line.words[one].text.lower() for one in line.hanging(verb, "aux")]
    found["had"] = float("had" in had)
    marks = {line.words[one].lemma for one in line.children[verb] if line.words[one].dep in {"mark", "advmod"}}
    found |= {f"mark_{mark}": float(mark in marks) for mark in of_kind("mark")}
    above = [act.word, *list(line.above(act.word))][: _STEPS + 1]
    over: set[str] = set()
    for one in above[1:]:
        over |= set(line.kinds_at(one))
        over |= {f"aux:{line.words[each].lemma}" for each in line.hanging(one, "aux", "neg")}
    near = {kind for one in line.below(line.clause(act.word)) for kind in line.kinds_at(one)}
    for kind in _kinds():
        found[f"s_{kind}"] = float(line.kinds[kind])
        found[f"c_{kind}"] = float(kind in near)
    for kind in ("report", "condemn", "accuse", "deny", "hypothetical", "attempt", "negation", "act"):
        found[f"over_{kind}"] = float(kind in over)
    found["over_modal"] = float(any(f"aux:{one}" in over for one in of_kind("doubt")))
    found["over_to"] = float("aux:to" in over)
    found["depth"] = float(len(above))
    article = _article(line, act.word)
    found["det_the"], found["det_a"] = float(article == "the"), float(article == "a")
    found["det_any"] = float(article in with_value("determiner", "any") | with_value("determiner", "none"))
    found["plural"] = float(line.words[act.word].tag == "NNS")
    found["numbers"] = float(line.kinds["number"])
    found["s_event"], found["s_elsewhere"] = float(line.kinds["event"]), float(line.kinds["elsewhere"])
    before, behind = act.line - 1, act.line + 1
    for name, index in (("p", before), ("n", behind)):
        other = story.lines[index] if 0 <= index < len(story.lines) else None
        for kind in ("retold", "habit", "drill", "rescue", "incident", "hypothetical", "report"):
            found[f"{name}_{kind}"] = float(other.kinds[kind]) if other is not None else -1.0
    return found


def _when(act: Act, day: Day, sure: float) -> dict[str, float]:
    return {
        "undated": float(day.line < 0),
        "date_sure": round(sure, 3),
        "date_age": float(max(min(day.age, 4000), -30)) if day.line >= 0 else -31.0,
        "date_size": float(len(day.first)) if day.line >= 0 else 0.0,
        "date_range": float(bool(day.last)),
        "date_here": float(day.line == act.line),
        "date_back": float(act.line - day.line) if day.line >= 0 else -9.0,
        "date_relative": float(day.basis == "relative"),
    }


def _where(story: Story, act: Act) -> dict[str, float]:
    here = story.spots[act.line]
    around = [
        spot
        for index in range(max(act.line - 2, 0), min(act.line + 3, len(story.lines)))
        for spot in story.spots[index]
    ]
    return {
        "sea_here": float(any(one.sea for one in here)),
        "spot_here": float(any(one.sea and not one.wide for one in here)),
        "land_here": float(any(not one.sea for one in here)),
        "sea_near": float(any(one.sea for one in around)),
        "spot_near": float(any(one.sea and not one.wide for one in around)),
    }


def _side(name: str, those: Sequence[Mention]) -> dict[str, float]:
    found = {
        f"{name}_many": float(len(those)),
        f"{name}_country": float(any(one.country not in {"", "elsewhere"} for one in those)),
        f"{name}_elsewhere": float(any(one.country == "elsewhere" for one in those)),
        f"{name}_guessed": float(any(one.guessed for one in those)),
        f"{name}_service": float(any(one.service for one in those)),
        f"{name}_units": float(any(one.units for one in those)),
        f"{name}_plural": float(any(one.many for one in those)),
        f"{name}_definite": float(any(one.definite for one in those)),
        f"{name}_far": float(max((one.far for one in those), default=0)),
    }
    found |= {f"{name}_{head}": float(any(one.head == head for one in those)) for head in _HEADS}
    for service in of_kind("service"):
        found[f"{name}_{service}"] = float(any(one.service == service for one in those))
    return found
