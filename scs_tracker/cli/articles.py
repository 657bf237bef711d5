"""Define the command extract, which proposes incidents from articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from scs_tracker.cli.options import LEFT_FOR_A_PERSON, Json, ledger_of, settings
from scs_tracker.cli.output import print_notice, show, show_json
from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles import Extraction, Proposal
    from scs_tracker.ledger import Ledger


def _add(ledger: Ledger, found: Sequence[Extraction], *, as_json: bool) -> None:
    from scs_tracker.articles import as_batch, as_lead
    from scs_tracker.ledger import Summary, worklist

    total = Summary(read=0)
    for one in found:
        total += ledger.import_batch(as_batch(one, one.url))
    leads = [lead for one in found if (lead := as_lead(one))]
    new = worklist.add_leads(ledger.engine, leads)
    if as_json:
        return
    print_notice(f"{total.added} proposed, {total.linked} matched to an incident, {total.unchanged} already known")
    if total.added or total.linked:
        print_notice("check them with scs-tracker review")
    if leads:
        print_notice(f"{new} new lead{'' if new == 1 else 's'} in the review queue: scs-tracker desk")


def _explain(name: str, found: Extraction, *, full: bool = False) -> None:
    from scs_tracker.articles import explain

    print_notice(f"{name}: {found.title or 'no title'}, published {found.published}")
    show(explain(found, full=full))


def _show(name: str, found: Extraction) -> None:
    if found.language != "en":  # names and places alone
        _explain(name, found)
        return
    print_notice(f"{name}: {found.title or 'no title'}, published {found.published}")
    for note in found.notes:
        show(note)
    told = {"incident": found.incidents, "background": found.background, "maybe": found.maybe}
    for heading, proposals in told.items():
        for proposal in proposals:
            _show_proposal(heading, proposal, found.text)
    for event in found.events:
        show(f"event: {event.date_start}  {event.kind}  {';'.join(event.parties)}  {event.title}")
    if not (found.incidents or found.background or found.events or found.maybe):
        show("no incident found")


def _show_proposal(heading: str, proposal: Proposal, text: str) -> None:
    end = f" to {proposal.date_end}" if proposal.date_end else ""
    undated = " or before (the text gives no date)" if proposal.date_basis == "publication" else ""
    show(
        f"{heading}: {proposal.date_start}{end}{undated}  {', '.join(proposal.types)}  "
        f"confidence {proposal.confidence:.2f}"
    )
    initiators, targets = (" ".join(codes) or "not named" for codes in (proposal.initiators, proposal.targets))
    show(f"  {initiators} → {targets}")
    if proposal.lat is not None and proposal.lon is not None:
        show(f"  {proposal.location_text}: {proposal.lat:.4f}, {proposal.lon:.4f} within {proposal.radius_km:g} km")
    else:
        show(f"  {proposal.location_text or 'no place named'}: no location")
    harm = [
        f"{name} {value}"
        for name in ("killed", "injured", "detained")
        if (value := getattr(proposal, name)) is not None
    ]
    harm += [f"damage: {proposal.damage}"] if proposal.damage else []
    if harm:
        show(f"  {', '.join(harm)}")
    if proposal.accounts:
        show(f"  accounts: {proposal.accounts}")
    for start, stop in proposal.evidence:
        print_notice(f"  [{start}–{stop}] {' '.join(text[start:stop].split())}")


app = typer.Typer()


class _Explaining(TyperCommand):
    """Command for which ``--explain`` without a value means ``--explain=screen``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments after replacing a bare ``--explain`` with ``--explain=screen``."""
        return super().parse_args(ctx, ["--explain=screen" if one == "--explain" else one for one in args])


@app.command(cls=_Explaining, epilog="Example: scs-tracker extract article.html --published 2024-06-18")
def extract(  # noqa: PLR0913, PLR0917 - the contract gives it so many options
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Articles, folders or patterns; - reads standard input.")
    ],
    published: Annotated[
        str | None, typer.Option(help="Publication date, YYYY-MM-DD, if the page does not state it.")
    ] = None,
    url: Annotated[str, typer.Option(help="URL of the article, if the page does not state it.")] = "",
    publisher: Annotated[str, typer.Option(help="Publisher of the article.")] = "",
    add: Annotated[bool, typer.Option("--add", help="Store the proposals in the ledger for review.")] = False,
    explain: Annotated[
        str,
        typer.Option(
            "--explain",
            metavar="[=all]",
            help="Print why each candidate was kept or dropped; --explain=all covers every sentence.",
        ),
    ] = "",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Number of parallel processes.")] = 1,
    json: Json = False,
) -> None:
    """Extract incidents from articles and propose them, with evidence passages."""
    settings(context)
    if explain not in {"", "screen", "all"}:
        raise UsageError(f"--explain={explain} is not known; write --explain, or --explain=all for every sentence")
    if explain and json:
        raise UsageError("--explain and --json cannot be used together; give only one")
    from scs_tracker.articles.extract import extract_each
    from scs_tracker.articles.read import files

    names = files(list(sources))
    if len(names) > 1 and (url or publisher):
        raise UsageError(
            f"--url and --publisher apply to one article, but {len(names)} are given; extract them one by one"
        )
    found = extract_each(names, published=published, url=url, publisher=publisher, jobs=jobs)
    if json:
        answers = [one.to_json() for one in found]
        show_json(answers[0] if len(answers) == 1 else answers)
    else:
        for name, one in zip(names, found, strict=True):
            _explain(name, one, full=explain == "all") if explain else _show(name, one)
    if add:
        _add(ledger_of(context, create=True), found, as_json=json)
    if any(
        one.language != "en" or any(each.lat is None for each in (*one.incidents, *one.background)) for one in found
    ):
        raise typer.Exit(LEFT_FOR_A_PERSON)
