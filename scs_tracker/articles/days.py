"""Choose the date of each act from the dates in the article, with a trained ranker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.articles import judge
    from scs_tracker.articles.acts import Act
    from scs_tracker.articles.dates import When
    from scs_tracker.articles.story import Story

#: How many sentences before and after an act may give its date.
_BACK: Final = 8
_AHEAD: Final = 3
#: Number of sentences in the opening, whose dates may apply to all later acts.
_OPENING: Final = 4
#: Positions in the article are capped at this sentence, because later ones say nothing about a date.
_OPENED: Final = 6
#: Date forms that count from the day of publication.
_COUNTED: Final = frozenset({
    "weekday", "weekdays_ago", "week_ago", "weekend", "ago", "today", "yesterday", "day_before_last", "into", "span",
    "last_years", "day_of_month", "same", "before", "next", "since_then",
})  # fmt: skip
#: A past year in the act's own clause that is more probable than this is preferred to a day elsewhere.
_LIKELY: Final = 0.5
#: Up to this day of the month, an undated act may belong to the month before.
_EARLY: Final = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A candidate date of an act.

    ``first``, ``last``: partial dates, ISO 8601; ``basis``: stated, relative, dateline (the day of the dateline) or
    publication (no later than that day); ``start``, ``end``: offsets of the words of the date, equal if there are none;
    ``line``, ``word``: their sentence and word, -1 if there are none; ``form``: name of the date form, or empty.
    """

    first: str
    last: str
    basis: str
    start: int
    end: int
    line: int
    word: int
    form: str
    age: int = 0


def undated(story: Story) -> Day:
    """Return the date for an act without a date: the month of publication, or only its year early in a month."""
    published = story.published
    first = f"{published.year:04d}" if published.day <= _EARLY else published.isoformat()[:7]
    return Day(first, "", "publication", 0, 0, -1, -1, "")


def all_days(story: Story) -> list[list[Day]]:
    """Return the dates of each sentence; relative dates are counted from the last full date before them."""
    found: list[list[Day]] = []
    told = ""
    for index, line in enumerate(story.lines):
        here: list[Day] = []
        for when in line.dates:
            one = _day(story, when, index, told)
            if one is not None:
                here.append(one)
                told = one.first if len(one.first) == 10 else told
        found.append(here)
    return found


def _day(story: Story, when: When, index: int, told: str) -> Day | None:
    first, last = when.first, when.last
    if not first:
        if not told or when.shift is None:
            return None
        first = (dt.date.fromisoformat(told) + dt.timedelta(when.shift)).isoformat()
    basis = "relative" if when.form in _COUNTED else "stated"
    latest = dt.date.fromisoformat((first + "-12-31"[len(first) - 4 :] if len(first) == 4 else f"{first}-15")[:10])
    word, age = story.lines[index].word_at(when.start), (story.published - latest).days
    return Day(first, last, basis, when.start, when.end, index, word, when.form, age)


def candidates(story: Story, days: list[list[Day]], act: Act) -> list[Day]:
    """Return the candidate dates of an act: those of its own and nearby sentences, of the opening, and ``undated``."""
    found: list[Day] = []
    first = max(act.line - _BACK, 0)
    for index in [*range(first, min(act.line + _AHEAD + 1, len(days))), *range(min(_OPENING, first))]:
        found += days[index]
    return [*found, undated(story)]


def features(story: Story, days: list[list[Day]], act: Act, day: Day) -> dict[str, float]:
    """Return the features that rank a date as the date of an act."""
    line = story.lines[act.line]
    found: dict[str, float] = {
        "undated": float(day.line < 0),
        "back": float(act.line - day.line) if day.line >= 0 else -9.0,
        "same_line": float(day.line == act.line),
        "dates_here": float(len(days[act.line])),
        "precision": float(len(day.first)) if day.line >= 0 else 0.0,
        "range": float(bool(day.last)),
        "age": float(max(min(day.age, 800), -30)) if day.line >= 0 else -31.0,
        "act_line": float(min(act.line, _OPENED)),
        "day_line": float(min(day.line, _OPENED)),
        "relative": float(day.basis == "relative"),
        "headline": float(line.sentence.headline),
        "verb_tense": _tense(story, act),
    }
    for form in ("weekday", "mdy", "dmy", "today", "yesterday", "span", "ago", "year", "month", "month_year", "same"):
        found[f"form_{form}"] = float(day.form == form)
    if day.line < 0:
        found["dates_in_text"] = float(sum(len(each) for each in days[: act.line + 1]))
        return found
    home = story.lines[day.line]
    clause = home.clause(day.word)
    found["of_saying"] = float("report" in home.kinds_at(clause) or "condemn" in home.kinds_at(clause))
    found["said_there"] = float("saying" in home.kinds)
    found["acts_there"] = float(sum(one.line == day.line for one in story.acts))
    found["same_paragraph"] = float(home.sentence.paragraph == line.sentence.paragraph)
    if day.line == act.line:
        found["distance"] = float(line.distance(act.word, day.word))
        found["same_clause"] = float(line.clause(act.word) == clause)
        found["act_in_saying"] = float(clause in line.above(act.word))
        found["before"] = float(day.word < act.word)
        found["gap"] = float(min(abs(day.word - act.word), 40))
        near = [abs(each.word - act.word) for each in days[act.line]]
        found["nearest"] = float(abs(day.word - act.word) <= min(near))
        nearer = [line.distance(act.word, each.word) for each in days[act.line]]
        found["nearest_tree"] = float(found["distance"] <= min(nearer))
    between = days[day.line + 1 : act.line] if day.line < act.line else []
    found["between"] = float(sum(len(each) for each in between))
    found["last_of_line"] = float(day is days[day.line][-1])
    found["first_of_line"] = float(day is days[day.line][0])
    found["first_of_text"] = float(next(each for each in days if each)[0] is day)
    return found


def _tense(story: Story, act: Act) -> float:
    """Return the tense of an act's verb: 1 for present or headline, 2 for past, 3 for perfect, 0 for others."""
    line = story.lines[act.line]
    verb = act.verb
    if any(line.words[one].lemma == "have" for one in line.hanging(verb, "aux")):
        return 3.0
    tag = line.words[verb].tag
    return {"VBD": 2.0, "VBN": 2.0, "VBZ": 1.0, "VBP": 1.0, "VB": 1.0}.get(tag, 0.0)


def choose(story: Story, days: list[list[Day]], acts: list[Act], trees: judge.Trees) -> list[tuple[Day, float]]:
    """Return the chosen date of each act, with its probability."""
    options = [candidates(story, days, act) for act in acts]
    rows = [features(story, days, act, one) for act, those in zip(acts, options, strict=True) for one in those]
    scores = trees.probabilities(rows)
    found, position = [], 0
    for those in options:
        here = scores[position : position + len(those)]
        own = [  # the clause of the act names a past year: where China last year attacked boats
            one for one, (day, row) in enumerate(zip(those, rows[position:], strict=False))
            if here[one] > _LIKELY and row.get("same_clause") and len(day.first) == 4 and day.age > 0
        ]  # fmt: skip
        best = max(own or range(len(those)), key=here.__getitem__)
        found.append((those[best], here[best]))
        position += len(those)
    return found
