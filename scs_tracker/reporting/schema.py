"""Define the schema of a report's JSON as pydantic models; ``schema`` returns it and ``validate`` checks facts.

The facts themselves stay plain dicts, because templates and other programs read them as JSON. This module is imported
only when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

if TYPE_CHECKING:
    from collections.abc import Mapping

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Partial = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="A day, a month or a year.")]
End = Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", description="As date_start, or empty.")]
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(T.+)?$")]
Label = Annotated[str, Field(pattern=r"^\d{4}(-W\d{2}|-\d{2})?$")]
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
People = Annotated[int | None, Field(ge=0, description="Null where no number is recorded.")]
Grade = Annotated[int, Field(ge=0, le=5)]
Numbers, Texts = list[Number], list[str]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _form(title: str, about: str = "", /, *, base: Any = _Form, **fields: Any) -> Any:
    """Return a model in which every field is required, except those given with a default."""
    required: Any = {key: kind if isinstance(kind, tuple) else (kind, ...) for key, kind in fields.items()}
    return create_model(title, __base__=base, __doc__=about or None, **required)


def _many(model: Any, **limits: Any) -> Any:
    return Annotated[list[model], Field(**limits)] if limits else list[model]


def _told(kind: Any, about: str) -> Any:
    return Annotated[kind, Field(description=about)]


Period = _form(
    "Period", first_day=Day, last_day=Day, words=Text, zone=_told(Text, "IANA time zone."), starts_at=Instant,
    ends_at=Instant, complete=_told(bool, "True if it had ended at the as-of time."), before=Label, year_before=Label,
)  # fmt: skip
OtherName = _form("OtherName", language=Text, tag=_told(Text, "BCP 47."), name=Text, romanised=str)
Place = _form(
    "Place", name=_told(str, "Common English name."), phrase=Text, feature_id=_told(str, "Gazetteer id, or empty."),
    others=_many(OtherName),
)  # fmt: skip
Change = _form("Change", at=Instant, field=Text, label=Text, old=str, new=str, reason=str)
ChangedIncident = _form(
    "ChangedIncident", id=Text, date_start=Partial, when=Text, week=_told(str, "ISO week, or empty."), place=Place,
    summary=str, changes=_many(Change),
)  # fmt: skip
Changes = _form(
    "Changes", added=_many(ChangedIncident), retracted=_many(ChangedIncident), corrected=_many(ChangedIncident),
    recomputed=_told(Texts, "Ids of incidents of which only computed fields changed."),
)  # fmt: skip
Edition = _form(
    "Edition", number=_told(Count, "0 for a draft."), issued=bool,
    earlier=_many(_form("EarlierEdition", edition=Number, as_of=Instant)),
    corrects=_told(Changes, "What changed for the period's own incidents since its last edition."),
    withdrawn=_form("Withdrawal", at=Instant, reason=Text) | None,
    signature=(_form("Signature", "Ed25519, in base64.", key=Text, signature=Text) | None, None),
)  # fmt: skip
Data = _form(
    "Data", as_of=Instant, as_of_words=Text, geodata_version=Text, tracker_version=Text, accepted_incidents=Count,
    version=_told(Text, "Digest of the incidents, their revisions and the geodata."), last_incident_day=End,
    chain=_form("Chain", "Head of the ledger's hash chain.", run=Count, hash=Text) | None,
)  # fmt: skip
TypeLabel = _form("TypeLabel", type=Text, label=Text)
Actor = _form("Actor", code=Text, name=Text, phrase=Text, country=Text, country_name=Text, colour=Text)
Act = _form(
    "Act", "Who did what to whom, and according to whom.", type=Text, label=Text, by=_many(Actor), by_units=Texts,
    against=_many(Actor), against_units=Texts, said_by=str, certainty=Literal["stated", "suspected", "disputed"],
    other_side=_told(str, "Account of the side that did not report the act."),
    from_columns=_told(bool, "True if derived from the columns, not from a source."),
)  # fmt: skip
Zone = _form(
    "ZoneMembership", id=Text, name=Text, kind=str, status=str, around_feature=bool,
    membership=Literal["certain", "possible"], share=_told(float | None, "Share of the area inside, 0 to 1."),
)  # fmt: skip
Source = _form(
    "Source", url=str, link=_told(str, "The URL if it is http or https, else empty."), publisher=Text, published=str,
    archive=_told(str, "URL of an archived copy, or empty."),
)  # fmt: skip
Incident = _form(
    "Incident", number=_told(Number, "Rank by news value; 1 is the top."), id=Text, date_start=Partial, date_end=End,
    when=Text, time_local=str, place=Place, location_text=str, lat=_told(float | None, "Decimal degrees, WGS 84."),
    lon=float | None, radius_km=_told(float | None, "Uncertainty radius."), method=str, reason=str, where=Text,
    types=_many(TypeLabel), severity=Grade, severity_label=Text, initiators=_many(Actor), targets=_many(Actor),
    initiator_units=Texts, target_units=Texts, injured=People, killed=People, detained=People, damage=str,
    sentence=Text, summary=str, routine=_told(bool, "True for a routine arrest of fishing vessels."),
    points=_told(float, "News points."), side=_told(str, "Country of all acts, 'split' if several, or empty."),
    acts=_many(Act), accounts=_many(_form("Account", who=str, country=str, text=str)), accounts_text=str,
    positions=_told(str, "Vessel positions near the incident, and their limits."), remarks=Texts,
    contested=_told(bool, "Accounts of more than one country are on record."), corroboration=str,
    corroboration_words=str, standing=str, standing_plain=str, standing_details=Texts, zones=_many(Zone), flags=Texts,
    source_list=_many(Source), sources=_told(Numbers, "Numbers in the list of sources."), revision=Number,
    updated_at=str,
)  # fmt: skip
Mention = _form(
    "Mention", id=Text, date_start=Partial, date_end=End, when=Text, place=Place, types=Texts, summary=str,
    corroboration=str, source_list=_many(Source),
)  # fmt: skip
Harm = _form("Harm", people=Count, reported_in=Numbers)
Country = _form("Country", country=Text, name=Text)
Coverage = _form(
    "Coverage", "What was searched, and what awaits review.",
    status=Literal["read", "partly read", "blind", "not known"],
    asked=Count, answered=Count, silent=Texts, files=Count, newest=str, at=str, proposals=Count, held=Count,
    leads=Count, sentences=_many(Text),
    sources=_many(_form("SearchedSource", name=Text, outcome=str, newest=str, note=str)),
)  # fmt: skip
Report = _form(
    "Report", format=Literal["scs-tracker-report/3"], label=Label, kind=Literal["week", "month", "year"], period=Period,
    edition=Edition, language=_told(Text, "BCP 47 tag of the report's own words."), data=Data, coverage=Coverage,
    honesty=_form(
        "Honesty", "Last day entered, and whether the period was searched.",
        state=Literal["complete", "entered", "gap"], record_to=End, weeks=int, sentence=Text,
    ),
    lead=_told(_many(Text, min_length=1), "Texts of the news; if none, a sentence that says why."),
    news=_many(_form("NewsItem", text=Text, ids=Texts, lead=bool, numbers=Numbers)),
    routine=_form("Routine", "Routine arrests in one line.", text=str, ids=Texts, numbers=Numbers),
    undated=_many(Text), episodes=_many(_form("Episode", id=Text, count=Number, sentence=Text)), measures=_many(Text),
    incidents=_many(Incident),
    matrix=_form("Matrix", acting=_many(Country), acted_on=_many(Country), counts=list[list[Count]]),
    places=_many(_form("PlaceCount", place=Place, count=Number, numbers=Numbers, severity=Grade)),
    types=_many(_form("TypeCount", type=Text, label=Text, count=Number, numbers=Numbers)),
    severity=_many(_form("SeverityCount", severity=Grade, label=Text, count=Count, numbers=Numbers)),
    harm=_form("HarmByKind", injured=Harm, killed=Harm, detained=Harm),
    months=_many(_form("MonthCount", month=Partial, count=Count, searched=bool)),
    events=_many(
        _form(
            "Event", when=Text, date_start=Partial, date_end=End, partly_dated=bool, kind=Text, parties=Texts,
            title=Text, place=str, url=str, link=str, publisher=str, published=str, archive=str,
        )
    ),
    unchecked=_many(
        _form("Proposal", when=Text, place=str, sentence=Text, outlets=_many(Source), ids=Texts, one_reader=bool)
    ),
    leads=_form("Leads", rows=_many(_form("Lead", base=Source, title=Text, language=str, why=str)), left_out=Count),
    corrections=_told(Changes, "Changes to earlier periods since the last issue."), corrections_note=str,
    links=_form("Links", previous=str, next=str),
    sources=_many(_form("NumberedSource", base=Source, number=Number, incidents=Numbers)), method=_many(Text),
    citation=Text, attribution=_many(Text),
)  # fmt: skip
Measure = _form(
    "Measure", measure=Text, label=Text, this_week=People, last_week=People, four_week_mean=float | None,
    same_week_last_year=People,
)  # fmt: skip
Area = _form(
    "Area", area=Text, pair=Texts, pair_name=Text, level=Literal["low", "moderate", "high"],
    direction=Literal["up", "same", "down"], count=Count, arrests=Count, places=Texts,
)  # fmt: skip
WatchItem = _form(
    "WatchItem", kind=Literal["announced", "ban", "on station", "anniversary"], date=Partial, sentence=Text, link=str,
    id=str,
)  # fmt: skip
ShipDayRow = _form(
    "ShipDayRow", party=Text, party_name=Text, zone=Text, zone_name=Text, status=str, ship_days=Count,
    possible_ship_days=Count, calendar_days=Count, first_seen=str, last_seen=str,
)  # fmt: skip
ShipDays = _form(
    "ShipDays", month=str, by=Literal["", "actor", "flag"], days_with_data=Count, days_without_data=Texts,
    left_out=Count, rows=_many(ShipDayRow), caveats=_many(Text),
)  # fmt: skip
WeekReport = _form(
    "WeekReport", base=Report, label=Annotated[str, Field(pattern=r"^\d{4}-W\d{2}$")], glance=_many(Measure),
    continuing=_many(Mention), partly_dated=_many(Mention), levels=_form("Levels", rule=Text, areas=_many(Area)),
    watch=_many(WatchItem), ship_days=ShipDays | None,
)  # fmt: skip
MonthReport = _form(
    "MonthReport",
    base=Report,
    compared=_many(_form("Comparison", label=Label, count=Count, searched=bool, sentence=Text)),
)


def schema(kind: str = "week") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a report's JSON for the kind ``week``, ``month`` or ``year``."""
    found: dict[str, Any] = _model(kind).model_json_schema()
    return found


def validate(facts: Mapping[str, Any]) -> None:
    """Raise pydantic's ValidationError if a report's facts do not have the form of their kind."""
    _model(str(facts["kind"])).model_validate(facts)


def _model(kind: str) -> Any:
    return WeekReport if kind == "week" else MonthReport
