"""The list of rejected rows that a build writes must be the one that the raw data give, cell by cell."""

from __future__ import annotations

import csv
import io
import json

from generator.audit.cells import Rejected
from generator.audit.findings import Findings, Place
from generator.audit.outputs import Outputs
from generator.audit.records import RawTable, Records, Row

REJECTS = "build/private/rejects.csv"


def check_rejects(outputs: Outputs, records: Records, findings: Findings) -> None:
    """Each rejected row is listed once, with its reason and the cells that it has."""
    own = {
        f"{table.name}:{row.file}:{row.number}": (table, row)
        for table in records.tables.values()
        for row in table.rows
        if row.reason
    }
    try:
        text = outputs.text(REJECTS)
    except FileNotFoundError:
        findings.add("rejects-differ", Place(REJECTS), "there is no list of rejected rows")
        return
    except UnicodeDecodeError as error:
        findings.add("rejects-differ", Place(REJECTS), str(error))
        return
    seen: set[str] = set()
    for line in csv.DictReader(io.StringIO(text)):
        table = records.tables.get(line.get("table") or "")
        file = line.get("file") or ""
        label = table.files.get(file, file) if table is not None else file
        key = f"{line.get('table')}:{label}:{line.get('row')}"
        place = Place(REJECTS, key)
        if key in seen:
            findings.add("rejects-differ", place, "the row is listed twice")
        seen.add(key)
        if key not in own:
            findings.add("rejects-differ", place, "the row is listed and the raw data do not reject it")
            continue
        raw, row = own[key]
        if line.get("reason") != row.reason:
            findings.add(
                "rejects-differ", place, f"it is said to be {line.get('reason')}, it is {row.reason}"
            )
        if row.cells and not _same_cells(line.get("raw"), raw, row):
            findings.add("rejects-differ", place, "its cells are not those of the raw row")
    for key in sorted(own.keys() - seen):
        findings.add(
            "rejects-differ", Place(REJECTS, key), f"the row is rejected as {own[key][1].reason}, not listed"
        )
    findings.count("rejected rows", len(own))


def _same_cells(raw: str | None, table: RawTable, row: Row) -> bool:
    """Whether the cells that the list repeats read as the row's cells do."""
    try:
        shown = json.loads(raw or "")
    except ValueError:
        return False
    if not isinstance(shown, dict):
        return False
    # Lines of a sale have further cells, which their sale has lent them.
    for column, cell in zip(table.read_by, row.cells[: len(table.read_by)], strict=True):
        told = column.read(shown.get(column.source))
        if isinstance(told, Rejected) or isinstance(cell, Rejected):
            # What cannot be read is told apart by its reason alone; a cell that may be empty was taken as none.
            if str(told) != str(cell) and not (
                cell is None and str(told) in ("missing-date", "missing-value")
            ):
                return False
        elif told != cell:
            return False
    return True
