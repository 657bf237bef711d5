"""Whether incidents become more or fewer: words by a written rule with a test behind them, silent where too few."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.reporting import names
from scs_tracker.reporting.coverage import thin_months
from scs_tracker.reporting.selection import weekly_counts, within
from scs_tracker.reporting.tallies import weeks_of_year
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.sides import country_phrase
from scs_tracker.sentences.words import date_words, digits, listed, number, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scs_tracker.reporting.period import Period

#: The chance below which a difference is called one.
SIGNIFICANCE: Final = 0.05
#: With fewer incidents than this on both sides together no word is said.
LEAST: Final = 5
RISING, STEADY, FALLING, TOO_FEW = "rising", "steady", "falling", "too few to say"
ARROWS: Final = {RISING: "↑", STEADY: "→", FALLING: "↓", TOO_FEW: "·"}
#: A type, place or pair not seen for so many weeks before is the first of its kind since.
UNSEEN_WEEKS: Final = 26
_MAIN_PLACES: Final = 4
_PAIRS: Final = 4
_WEEKS: Final = 52
_RECENT: Final = 4


def word(now: int, before: int, *, share: float) -> str:
    """Return whether ``now`` is more or fewer than ``before`` says, by a binomial test of one side.

    Were the rate the same, each of all incidents would fall into the present with probability ``share``. Where so
    many, or more, fall there with a chance of 5 % at most, they are rising; where so few, falling; else steady.

    Parameters
    ----------
    now, before
        Incidents of the present span and of the span that it is held against.
    share
        The length of the present span as part of both, 0 to 1.

    Returns
    -------
    str
        ``rising``, ``steady``, ``falling`` or ``too few to say`` (fewer than five in both).

    Examples
    --------
    >>> word(5, 3, share=0.2), word(1, 7, share=0.2), word(0, 20, share=0.2), word(1, 2, share=0.2)
    ('rising', 'steady', 'falling', 'too few to say')
    """
    total = now + before
    if total < LEAST:
        return TOO_FEW
    chances = [math.comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1)]
    if sum(chances[now:]) <= SIGNIFICANCE:
        return RISING
    return FALLING if sum(chances[: now + 1]) <= SIGNIFICANCE else STEADY


def trend(accepted: pd.DataFrame, week: Period) -> dict[str, Any]:
    """Return how the week stands against the four weeks before and the year so far against the last one.

    Parameters
    ----------
    accepted
        All accepted incidents with ``monday``, as ``selection.select`` gives them.
    week
        The week of the report.

    Returns
    -------
    dict
        ``this_week``, ``four_weeks`` (oldest first), ``four_week_mean``, ``word``; ``year_to_date``,
        ``last_year_to_date``, ``year_word``; ``sentences``; ``weeks`` (52, oldest first, with count and grave);
        ``places`` and ``pairs``, each with word, arrow and 52 counts; ``firsts``, sentences.
    """
    counts = weekly_counts(accepted, last=week, weeks=_RECENT + 1)
    now, four = counts[-1], counts[:-1]
    so_far, last_year = _year_so_far(accepted, week)
    days = week.last.timetuple().tm_yday
    found: dict[str, Any] = {
        "this_week": now,
        "four_weeks": four,
        "four_week_mean": sum(four) / _RECENT,
        "word": word(now, sum(four), share=1 / (_RECENT + 1)),
        "year": week.last.year,
        "year_to_date": so_far,
        "last_year_to_date": last_year,
        "year_word": word(so_far, last_year, share=days / (days + _days_last_year(week))),
    }
    return found | {
        "sentences": [_of_week(found), _of_year(found, week, open_months=_is_thin(accepted, week))],
        "weeks": weeks_of_year(accepted, week),
        "places": _main_places(accepted, week),
        "pairs": _main_pairs(accepted, week),
        "firsts": firsts(accepted, week),
    }


def _of_week(found: Mapping[str, Any]) -> str:
    count, four = found["this_week"], sum(found["four_weeks"])
    if not count and not four:
        return _("No incident this week and none in the four weeks before.")
    if not count:
        return _("None this week, {four} in the four weeks before (a mean of {mean} a week): {word}.").format(
            four=number(four), mean=digits(found["four_week_mean"]), word=_(found["word"])
        )
    if not four:
        return _("{count} this week, none in the four weeks before: {word}.").format(
            count=sentence(number(count)), word=_(found["word"])
        )
    return _("{count} this week, {four} in the four weeks before (a mean of {mean} a week): {word}.").format(
        count=sentence(number(count)),
        four=number(four),
        mean=digits(found["four_week_mean"]),
        word=_(found["word"]),
    )


def _is_thin(accepted: pd.DataFrame, week: Period) -> bool:
    """Say whether a month of the year that is over has so few incidents that others may not be entered."""
    year, now = str(week.last.year), week.last.isoformat()[:7]
    return any(month.startswith(year) and month < now for month in thin_months(accepted, week))


def _of_year(found: Mapping[str, Any], week: Period, *, open_months: bool) -> str:
    return _("{count} in {year} up to {day}, {last} in the same part of {before}: {word}.").format(
        count=sentence(number(found["year_to_date"]) if found["year_to_date"] else _("none")),
        year=found["year"],
        day=date_words(week.last.isoformat(), year=False),
        last=number(found["last_year_to_date"]) if found["last_year_to_date"] else _("none"),
        before=found["year"] - 1,
        word=_("falling, or not entered yet")
        if open_months and found["year_word"] == FALLING
        else _(found["year_word"]),
    )


def _year_so_far(accepted: pd.DataFrame, week: Period) -> tuple[int, int]:
    """Return the incidents dated to the day from 1 January to the Sunday, and in the same part of the year before."""
    dated = accepted.loc[accepted["monday"] != "", "date_start"]
    end = week.last.isoformat()
    now, before = (
        int(((dated >= f"{year}-01-01") & (dated <= f"{year}{end[4:]}")).sum())
        for year in (week.last.year, week.last.year - 1)
    )
    return now, before


def _days_last_year(week: Period) -> int:
    """Return the days from 1 January to the Sunday's day and month in the year before."""
    from datetime import date

    before, sunday = week.last.year - 1, week.last
    day = 28 if (sunday.month, sunday.day) == (2, 29) else sunday.day
    return date(before, sunday.month, day).timetuple().tm_yday


def _line(frame: pd.DataFrame, week: Period) -> dict[str, Any]:
    counts = weekly_counts(frame, last=week, weeks=_WEEKS)
    recent = sum(counts[-_RECENT:])
    said = word(recent, sum(counts[:-_RECENT]), share=_RECENT / _WEEKS)
    return {
        "this_week": counts[-1],
        "last_4_weeks": recent,
        "last_52_weeks": sum(counts),
        "word": said,
        "arrow": ARROWS[said],
        "weeks": counts,
    }


def _last_weeks(accepted: pd.DataFrame, week: Period) -> pd.DataFrame:
    start = week.shift(1 - _WEEKS).first.isoformat()
    return accepted[(accepted["monday"] >= start) & (accepted["monday"] <= week.first.isoformat())]


def _main_places(accepted: pd.DataFrame, week: Period) -> list[dict[str, Any]]:
    """Return the four places with most incidents in 52 weeks, most first."""
    totals = Counter(_last_weeks(accepted, week)["place"])
    order = sorted(totals, key=lambda name: (-totals[name], name))[:_MAIN_PLACES]
    return [
        {
            "name": name,
            "feature_id": names.place_names(name)["feature_id"],
            **_line(accepted[accepted["place"] == name], week),
        }
        for name in order
    ]


def _main_pairs(accepted: pd.DataFrame, week: Period) -> list[dict[str, Any]]:
    """Return the pairs of countries with most incidents in 52 weeks, whoever began, most first."""
    own = _pairs_of(accepted)
    totals = Counter(pair for pairs in own.loc[_last_weeks(accepted, week).index] for pair in pairs)
    order = sorted(totals, key=lambda pair: (-totals[pair], pair))[:_PAIRS]
    return [
        {
            "countries": list(pair),
            "name": " – ".join(names.country_name(code) for code in pair),
            **_line(accepted[[pair in pairs for pairs in own]], week),
        }
        for pair in order
    ]


def _pairs_of(accepted: pd.DataFrame) -> pd.Series:
    """Return the pairs of countries of each incident, each pair in alphabetical order."""
    import pandas as pd

    def countries(cell: str) -> set[str]:
        return {code.partition("-")[0] for code in model.split_list(cell)}

    found = [
        {tuple(sorted((one, other))) for one in countries(first) for other in countries(second) if one != other}
        for first, second in zip(accepted["initiators"], accepted["targets"], strict=True)
    ]
    return pd.Series(found, index=accepted.index, dtype=object)


def firsts(accepted: pd.DataFrame, week: Period) -> list[str]:
    """Return what the week has for the first time in 26 weeks or more: types, places and pairs, in sentences.

    Parameters
    ----------
    accepted
        All accepted incidents with ``monday``.
    week
        The week of the report.
    """
    monday = week.first.isoformat()
    dated = accepted[(accepted["monday"] != "") & (accepted["monday"] <= monday)]
    if dated.empty or dated["monday"].min() == monday:
        return []  # the ledger begins with this week: all is new in it
    pairs = _pairs_of(dated)
    kinds: dict[str, tuple[Any, Any]] = {
        "type": (dated["types"].map(model.split_list), names.type_label),
        # a position is new each time, and no place
        "place": (dated["place"].map(lambda name: [name] if name and not name[0].isdigit() else []), str),
        "pair": (pairs, lambda pair: listed([_(country_phrase(code)) for code in pair])),
    }
    limit = week.shift(-UNSEEN_WEEKS).first.isoformat()
    said = []
    for kind, (values, shown) in kinds.items():
        last: dict[Any, str] = {}
        for day, own in sorted(zip(dated["date_start"], values, strict=True), key=lambda item: item[0]):
            for value in own if day < monday else ():
                last[value] = day
        present = {value for own in values[dated["monday"] == monday] for value in own}
        new = [value for value in sorted(present) if last.get(value, "") < limit]
        said += [_first(kind, shown(value), last.get(value, "")) for value in new]
    return said


def _first(kind: str, name: str, last: str) -> str:
    what = {"type": _("with {name}"), "place": _("at or near {name}"), "pair": _("between {name}")}[kind]
    since = _("First incident {what} since {day}.") if last else _("First incident {what} in the ledger.")
    return since.format(what=what.format(name=name), day=date_words(last) if last else "")


def compared(accepted: pd.DataFrame, period: Period) -> dict[str, Any]:
    """Return the count against the one before and that of a year before, with the words of ``trend.word``."""
    others = dict.fromkeys((period.shift(-1), period.year_before()))
    count = len(within(accepted, period))
    found = []
    for other in others:
        before = len(within(accepted, other))
        share = period.days / (period.days + other.days)
        said = word(count, before, share=share)
        text = _("{count} in {words}, {before} in {other}: {word}.").format(
            count=sentence(number(count) if count else _("none")),
            words=date_words(str(period)),
            before=number(before) if before else _("none"),
            other=date_words(str(other)),
            word=_(said),
        )
        found.append({"label": str(other), "count": before, "word": said, "sentence": text})
    return {"count": count, "compared": found}


def sparkline(counts: Sequence[int]) -> str:
    """Return counts as the points of a line in a box of 100 by 20, the last at the right.

    Examples
    --------
    >>> sparkline([0, 2, 1])
    '0,19 50,1 100,10'
    """
    top, last = max(*counts, 1), max(len(counts) - 1, 1)
    return " ".join(f"{100 * place / last:.4g},{19 - 18 * count / top:.4g}" for place, count in enumerate(counts))
