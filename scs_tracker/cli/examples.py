"""An example for the help page of each command, as typed after ``scs-tracker``; the manual prints them too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import typer

EXAMPLES: Final = {
    "init": "init south-china-sea",
    "demo": "demo",
    "doctor": "doctor",
    "geocode": "geocode '10 nm E of Sabina Shoal'",
    "locate": "locate 9.74 116.47 --date 2024-08-19",
    "places": "places 仁爱礁",
    "units": "units CCG 5205",
    "codes": "codes types",
    "zones list": "zones list --date 2024-06-17",
    "zones show": "zones show ph-eez",
    "zones export": "zones export zones.geojson --date 2024-06-17",
    "zones build": "zones build --out geodata",
    "zones check": "zones check",
    "zones add": "zones add box.geojson --id my-box --claimant PH --kind reserve --citation 'Drawn by hand'",
    "zones remove": "zones remove my-box",
    "tracks": "tracks positions.parquet --incident 20230805-second-thomas --out tracks.html",
    "bulk": "bulk positions.parquet --out ship-days",
    "import": "import log.csv --dates day-first",
    "quarantine": "quarantine --json",
    "retry": "retry 12 --set date_start=2024-06-17",
    "sources list": "sources list --enabled",
    "sources show": "sources show vnexpress",
    "sources enable": "sources enable vnexpress",
    "sources disable": "sources disable vnexpress",
    "sources check": "sources check vnexpress",
    "sources links": "sources links",
    "sources lost": "sources lost --json",
    "intake": "intake vnexpress --json",
    "extract": "extract article.html --published 2024-06-18",
    "desk": "desk --by Dana",
    "review": "review --json",
    "review show": "review show 20240617-second-thomas",
    "accept": "accept 20240617-second-thomas --reason 'Read both statements'",
    "amend": "amend 20240617-second-thomas injured=3 --reason 'Statement of 18 June'",
    "retract": "retract 20240617-second-thomas --reason 'Reported twice'",
    "link": "link 20240617-second-thomas 20240617-ayungin --reason 'One incident'",
    "split": "split 20240617-second-thomas scsdi:214 --reason 'Another day'",
    "undo": "undo 42",
    "history": "history 20230805-second-thomas",
    "changes": "changes --since 2024-06-17",
    "map": "map scarborough --out scarborough.html",
    "weekly": "weekly --week 2024-W25 --format html --format pdf",
    "month": "month 2024-06",
    "year": "year 2024",
    "issue": "issue --dry-run",
    "withdraw": "withdraw 2024-W25 --reason 'A source was withdrawn'",
    "mail": "mail --dry-run",
    "site": "site public --address https://example.org/sea",
    "export": "export sea.gpkg --zones 2024-06-17 --where severity=3.. --where types=ramming,water_cannon",
    "serve": "serve --port 8766",
    "mcp": "mcp",
    "run": "run --dry-run",
    "refresh": "refresh",
    "ledger check": "ledger check",
    "ledger backup": "ledger backup backups/2024-06-17.db",
    "ledger restore": "ledger restore backups/2024-06-17.db",
    "ledger info": "ledger info",
    "ledger forget-text": "ledger forget-text --older-than 12w",
    "data export": "data export data-2026.12",
    "data merge": "data merge additions --into geodata",
    "data check": "data check incidents.csv",
    "data describe": "data describe --into geodata",
}


def add_examples(group: typer.Typer, prefix: str = "") -> None:
    """Put the example of each command of a group, and of the groups in it, at the foot of its help page."""
    for command in group.registered_commands:
        spelled = command.name or getattr(command.callback, "__name__", "").strip("_").replace("_", "-")
        if example := EXAMPLES.get(f"{prefix} {spelled}".strip()):
            command.epilog = f"Example: scs-tracker {example}"
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            add_examples(inner.typer_instance, f"{prefix} {inner.name if isinstance(inner.name, str) else ''}".strip())
