"""Write empty tables to fill in, which ``scs-tracker init`` puts into a working folder."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.incident_csv import SOURCES_FILE
from scs_tracker.sources.workbook import SHEET, SOURCES_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_EXAMPLE: Final = "20230206-second-thomas-laser"
#: The dictionary calls these as an export does.
_DICTIONARY_NAMES: Final = {"lat": "printed_lat", "lon": "printed_lon"}
_WIDTHS: Final = {"id": 34, "location_text": 34, "summary": 60, "url": 60, "incident_id": 34, "publisher": 24}
_ROWS: Final = 10_000


def write_template(file: Path) -> list[Path]:
    """Write empty tables of incidents (.xlsx or .csv) and of their sources; return the paths written.

    A workbook has an example (a shipped incident) and the codes; its cells are text, so that Excel does not turn
    ``2023-02`` into a day. A CSV has incident_sources.csv next to it. Either can be imported, and has no incidents.
    """
    suffix = file.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise UsageError(f"{file}: a template ends with .xlsx or .csv; change the suffix")
    if file.exists():
        raise TrackerError(f"{file} already exists; choose another name")
    tables = {file: model.INCIDENT_COLUMNS, file.with_name(SOURCES_FILE): model.SOURCE_COLUMNS}
    contents = {one: f"{','.join(names)}\n".encode() for one, names in tables.items() if not one.exists()}
    contents = {file: _workbook()} if suffix == ".xlsx" else contents
    try:
        for one, content in contents.items():
            one.write_bytes(content)
    except OSError as error:
        raise TrackerError(f"{file} cannot be written: {error.strerror or error}; choose another folder") from None
    return list(contents)


def _workbook() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        formats = {
            "text": workbook.add_format({"num_format": "@"}),
            "header": workbook.add_format({"bold": True, "bottom": 1, "num_format": "@"}),
        }
        incidents = _add_sheet(workbook, formats, SHEET, model.INCIDENT_COLUMNS, ())
        column = model.INCIDENT_COLUMNS.index("corroboration")
        incidents.data_validation(1, column, _ROWS, column, {"validate": "list", "source": list(model.CORROBORATION)})
        _add_sheet(workbook, formats, SOURCES_SHEET, model.SOURCE_COLUMNS, ())
        example = [row for row in geodata.rows("incidents") if row["id"] == _EXAMPLE]
        sources = [row for row in geodata.rows("incident_sources") if row["incident_id"] == _EXAMPLE]
        _add_sheet(workbook, formats, "example", model.INCIDENT_COLUMNS, example)
        _add_sheet(workbook, formats, "example sources", model.SOURCE_COLUMNS, sources)
        _add_sheet(workbook, formats, "types", ("type", "label", "definition"), geodata.rows("types"))
        _add_sheet(workbook, formats, "actors", ("code", "name"), geodata.rows("actors"))
    return out.getvalue()


def _add_sheet(
    workbook: Any, formats: dict[str, Any], name: str, columns: Sequence[str], rows: Iterable[dict[str, str]]
) -> Any:
    meanings = {row["column"]: row["meaning"] for row in geodata.rows("columns")}
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column, 18), formats["text"])
        sheet.write_string(0, number, column, formats["header"])
        meaning = meanings.get(_DICTIONARY_NAMES.get(column, column), "")
        if meaning and name in {SHEET, "example"}:
            sheet.write_comment(0, number, meaning)
    for index, row in enumerate(rows, 1):
        for number, column in enumerate(columns):
            sheet.write_string(index, number, row[column], formats["text"])
    return sheet
