"""The form of a report's JSON, as models: ``schema`` gives its JSON Schema, ``validate`` holds facts to it.

The facts themselves stay plain dicts, since templates and other programs read them as JSON; this module is imported on
request only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Mapping

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
DateOrEmpty = Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")]
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(T.+)?$")]
Label = Annotated[str, Field(pattern=r"^\d{4}(-W\d{2}|-\d{2})?$")]
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
Grade = Annotated[int, Field(ge=0, le=5)]
Numbers = list[Number]
Membership = Literal["certain", "possible"]
Direction = Literal["rising", "steady", "falling", "too few to say"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class Period(_Form):
    """The days of a report."""

    first_day: Day
    last_day: Day
    words: Text
    zone: Text
    """IANA time zone in which it begins and ends."""
    starts_at: Instant
    ends_at: Instant
    complete: bool
    """It was over at the as-of time."""
    before: Label
    year_before: Label


class OtherName(_Form):
    """A place's name in a language of the parties that has a source."""

    language: Text
    tag: Text
    """BCP 47."""
    name: Text
    romanised: str
    """Empty where the name is in Latin letters or none has a source."""


class Place(_Form):
    """A named place."""

    name: str
    """Common English name."""
    phrase: Text
    """Where it is, in a sentence."""
    feature_id: str
    """Gazetteer id, or empty."""
    others: list[OtherName]


class Change(_Form):
    """One changed field."""

    at: Instant
    field: Text
    label: Text
    old: str
    new: str
    reason: str


class ChangedIncident(_Form):
    """An incident that entered, left or was corrected."""

    id: Text
    date_start: PartialDate
    when: Text
    week: str
    """ISO week, or empty."""
    place: Place
    summary: str
    changes: list[Change]


class Changes(_Form):
    """Changes of the record, by incident."""

    added: list[ChangedIncident]
    """Entered the ledger late, or were accepted late."""
    retracted: list[ChangedIncident]
    corrected: list[ChangedIncident]
    recomputed: list[str]
    """Ids of incidents that were only placed or classified again."""


class EarlierEdition(_Form):
    """An edition before this one."""

    edition: Number
    as_of: Instant


class Withdrawal(_Form):
    """When and why an edition was withdrawn."""

    at: Instant
    reason: Text


class Edition(_Form):
    """Which edition this is."""

    number: Count
    """0 for a draft that was not issued."""
    issued: bool
    earlier: list[EarlierEdition]
    corrects: Changes
    """What changed for the period's own incidents since its last edition."""
    withdrawn: Withdrawal | None


class Chain(_Form):
    """Head of the ledger's chain of hashes."""

    run: Count
    hash: Text


class Data(_Form):
    """The state of the data that a report rests on."""

    as_of: Instant
    as_of_words: Text
    version: Text
    """Digest of the incidents, their revisions and the geodata."""
    geodata_version: Text
    tracker_version: Text
    accepted_incidents: Count
    last_incident_day: DateOrEmpty
    """Last day on which a dated incident began, up to the period's end; or empty."""
    chain: Chain | None


class TypeLabel(_Form):
    """An incident type."""

    type: Text
    label: Text


class Actor(_Form):
    """An actor of actors.csv."""

    code: Text
    name: Text
    phrase: Text
    country: Text
    country_name: Text
    colour: Text


class Account(_Form):
    """One party's account."""

    who: str
    """Who says it; empty where the record does not say."""
    country: str
    text: str


class ZoneMembership(_Form):
    """A zone that holds an incident's place, or may hold it."""

    id: Text
    name: Text
    kind: str
    status: str
    around_feature: bool
    membership: Membership
    share: float | None
    """Share of the uncertainty area inside, 0 to 1."""


class Source(_Form):
    """A page that reports an incident."""

    url: str
    link: str
    """The same where it is http or https, else empty."""
    publisher: Text
    published: str
    archive: str
    """Address of an archived copy, or empty."""


class NumberedSource(Source):
    """A source in the list of sources."""

    number: Number
    incidents: Numbers


class Incident(_Form):
    """An incident of the period."""

    number: Number
    """Place in the list, most severe first."""
    id: Text
    date_start: PartialDate
    date_end: DateOrEmpty
    when: Text
    time_local: str
    place: Place
    location_text: str
    lat: float | None
    """Decimal degrees, WGS 84; null where it has no location."""
    lon: float | None
    radius_km: float | None
    """Radius of the uncertainty area."""
    method: str
    reason: str
    where: Text
    types: list[TypeLabel]
    severity: Grade
    severity_label: Text
    initiators: list[Actor]
    targets: list[Actor]
    initiator_units: list[str]
    target_units: list[str]
    injured: Count | None
    """Null where no number is recorded."""
    killed: Count | None
    detained: Count | None
    damage: str
    sentence: Text
    summary: str
    accounts: list[Account]
    accounts_text: str
    contested: bool
    """Accounts of more than one country are on record."""
    corroboration: str
    corroboration_words: str
    standing: str
    standing_plain: str
    standing_details: list[str]
    zones: list[ZoneMembership]
    flags: list[str]
    source_list: list[Source]
    sources: Numbers
    """Numbers in the list of sources."""
    revision: Number
    updated_at: str


class Mention(_Form):
    """An incident that is only mentioned."""

    id: Text
    date_start: PartialDate
    date_end: DateOrEmpty
    when: Text
    place: Place
    types: list[str]
    summary: str
    corroboration: str
    source_list: list[Source]


class ActorPair(_Form):
    """Who acted towards whom, by country."""

    initiator: str
    initiator_name: Text
    target: str
    target_name: Text
    count: Number
    numbers: Numbers
    types: list[str]


class People(_Form):
    """People of one kind of harm."""

    people: Count
    reported_in: Numbers


class Harm(_Form):
    """People recorded as harmed; a missing number is not a zero."""

    injured: People
    killed: People
    detained: People


class Event(_Form):
    """A context event."""

    when: Text
    date_start: PartialDate
    date_end: DateOrEmpty
    partly_dated: bool
    kind: Text
    parties: list[str]
    title: Text
    place: str
    url: str
    link: str
    publisher: str
    published: str
    archive: str


class Links(_Form):
    """Files, without their endings, of the last editions before and after; empty where none was issued."""

    previous: str
    next: str


class Report(_Form):
    """What every report says."""

    format: Literal["scs-tracker-report/3"]
    label: Label
    kind: Literal["week", "month", "year"]
    period: Period
    edition: Edition
    language: Text
    """BCP 47 tag of the report's own words."""
    data: Data
    lead: list[Text]
    """Most severe first; one sentence says why where nothing is listed."""
    key_points: list[Text]
    incidents: list[Incident]
    actor_pairs: list[ActorPair]
    harm: Harm
    events: list[Event]
    corrections: Changes
    """Changes of earlier periods since the last issued report."""
    corrections_note: str
    links: Links
    sources: list[NumberedSource]
    method: list[Text]
    citation: Text
    attribution: list[Text]


class Measure(_Form):
    """A measure of the week; null where no number is recorded."""

    measure: Text
    label: Text
    this_week: Count | None
    last_week: Count | None
    four_week_mean: float | None
    same_week_last_year: Count | None


class Unusual(_Form):
    """A count that chance alone seldom gives."""

    scope: str
    """A place, or empty for the whole sea."""
    count: Count
    past_weeks: Count
    past_total: Count
    probability: float
    model: Literal["poisson", "negative_binomial"]
    sentence: Text
    warning: str


class PlaceCount(_Form):
    """Incidents at a place."""

    place: Place
    count: Number
    numbers: Numbers
    severity: Grade
    last_52_weeks: Count


class ZoneCount(_Form):
    """Incidents of a zone, by number."""

    id: Text
    name: Text
    kind: str
    status: str
    around_feature: bool
    certain: Numbers
    possible: Numbers


class TypeCount(_Form):
    """Incidents of a type."""

    type: Text
    label: Text
    count: Number
    numbers: Numbers
    last_52_weeks: Count


class Matrix(_Form):
    """Initiators by type; an incident counts once for each pair."""

    actors: list[Actor]
    types: list[TypeLabel]
    last_52_weeks: list[list[Count]]
    this_week: list[list[Count]]
    left_out: Count


class SeverityCount(_Form):
    """Incidents of a severity."""

    severity: Grade
    label: Text
    count: Count
    numbers: Numbers = []
    last_52_weeks: Count = 0


class WeekCount(_Form):
    """Incidents of a week."""

    week: Label
    first_day: Day
    count: Count
    grave: Count


class Course(_Form):
    """The course of a place or a pair of countries over 52 weeks."""

    name: Text
    feature_id: str = ""
    countries: list[str] = []
    this_week: Count
    last_4_weeks: Count
    last_52_weeks: Count
    word: Direction
    arrow: Literal["↑", "→", "↓", "·"]
    weeks: list[Count]


class WeekTrend(_Form):
    """How the week compares with the weeks before."""

    this_week: Count
    four_weeks: list[Count]
    four_week_mean: float
    word: Direction
    year: Count
    year_to_date: Count
    last_year_to_date: Count
    year_word: Direction
    sentences: list[Text]
    weeks: list[WeekCount]
    places: list[Course]
    pairs: list[Course]
    firsts: list[Text]


class Area(_Form):
    """The level of an area."""

    area: Text
    level: Literal["low", "moderate", "high"]
    count: Number
    severity: Grade
    places: list[str]


class Levels(_Form):
    """Levels by a printed rule."""

    rule: Text
    areas: list[Area]


class SearchedSource(_Form):
    """A source and what became of it at the last search."""

    name: Text
    outcome: str
    newest: str
    note: str


class Coverage(_Form):
    """What was searched, and what awaits review."""

    status: Literal["read", "partly read", "blind", "not known"]
    asked: Count
    answered: Count
    silent: list[str]
    sources: list[SearchedSource]
    newest: str
    at: str
    proposals: Count
    leads: Count
    thin_months: list[PartialDate]
    sentences: list[Text]


class WatchItem(_Form):
    """Something to watch in the next two weeks."""

    kind: Literal["announced", "ban", "on station", "anniversary"]
    date: PartialDate
    sentence: Text
    link: str
    id: str


class MonthSeverities(_Form):
    """Incidents of a month by severity, 0 to 5."""

    month: PartialDate
    counts: list[Count]


class Point(_Form):
    """A position on a small map."""

    number: Number | None
    lat: float
    lon: float
    radius_km: float | None


class ActivePlace(_Form):
    """A place with a small map."""

    place: Place
    this_week: Count
    last_52_weeks: Count
    drawn: Count
    points: list[Point]


class ShipDayRow(_Form):
    """Ship-days of a party in a zone."""

    party: Text
    party_name: Text
    zone: Text
    zone_name: Text
    status: str
    ship_days: Count
    possible_ship_days: Count
    calendar_days: Count
    first_seen: str
    last_seen: str


class ShipDays(_Form):
    """Ships seen in the zones, by the tallies of a bulk run."""

    month: str
    by: Literal["", "actor", "flag"]
    days_with_data: Count
    days_without_data: list[str]
    left_out: Count
    rows: list[ShipDayRow]
    caveats: list[Text]


class Proposal(_Form):
    """Proposals of one event that await review; not counted."""

    when: Text
    place: str
    sentence: Text
    outlets: list[Source]
    ids: list[str]
    one_reader: bool


class Lead(Source):
    """An item that could not be read in full; not counted."""

    title: Text
    language: str
    why: str


class Leads(_Form):
    """Leads of the week."""

    rows: list[Lead]
    left_out: Count


class WeekReport(Report):
    """The report of a week."""

    label: Annotated[str, Field(pattern=r"^\d{4}-W\d{2}$")]
    glance: list[Measure]
    unusual: list[Unusual]
    continuing: list[Mention]
    partly_dated: list[Mention]
    places: list[PlaceCount]
    zones: list[ZoneCount]
    types: list[TypeCount]
    matrix: Matrix
    severity: list[SeverityCount]
    trend: WeekTrend
    levels: Levels
    coverage: Coverage
    watch: list[WatchItem]
    months: list[MonthSeverities]
    active_places: list[ActivePlace]
    ship_days: ShipDays | None
    unlocated: Numbers
    single_source: Numbers
    unchecked: list[Proposal]
    leads: Leads


class NameCount(_Form):
    """How often a name occurs."""

    name: str
    count: Number
    label: str = ""


class Comparison(_Form):
    """The period against another one."""

    label: Label
    count: Count
    word: Direction
    sentence: Text


class PeriodTrend(_Form):
    """How the period compares with the one before and with that of the year before."""

    count: Count
    compared: list[Comparison]


class Heat(_Form):
    """Incidents by place and month."""

    months: list[PartialDate]
    places: list[str]
    counts: list[list[Count]]
    elsewhere: list[Count]


class Mix(_Form):
    """Incidents by type and month."""

    months: list[PartialDate]
    types: list[TypeLabel]
    counts: list[list[Count]]


class CalendarDay(_Form):
    """Incidents of a day."""

    day: Day
    count: Count
    severity: Grade | None


class MonthReport(Report):
    """The report of a month or a year."""

    trend: PeriodTrend
    places: list[NameCount]
    types: list[NameCount]
    severity: list[SeverityCount]
    heat: Heat
    mix: Mix
    calendar: list[CalendarDay]


def _model(kind: str) -> type[Report]:
    return WeekReport if kind == "week" else MonthReport


def schema(kind: str = "week") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a report's JSON.

    Parameters
    ----------
    kind
        ``week``, ``month`` or ``year``.

    Examples
    --------
    >>> schema("month")["title"]
    'MonthReport'
    """
    return TypeAdapter(_model(kind)).json_schema()


def validate(facts: Mapping[str, Any]) -> None:
    """Raise pydantic's ValidationError where a report's facts do not have the form of their kind."""
    _model(str(facts["kind"])).model_validate(facts)
