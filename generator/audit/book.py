"""The raw book as the audit sees it: sources.yaml, all tables, the partners, and each row's fate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.audit.columns import titles_in
from generator.audit.exchange import RATES, Policies, convert
from generator.audit.findings import Findings, Place
from generator.audit.knowing import Knowing
from generator.audit.linked import LINK, link
from generator.audit.rawfiles import RawUnreadable, find_files
from generator.audit.records import (
    HANDOVERS,
    Filter,
    Partner,
    RawTable,
    Records,
    Row,
    filters,
    tester,
    whole,
)
from generator.audit.sources import SourceReading
from generator.audit.specs import source_specs
from generator.audit.splitting import SPLITS, judge_splits, split


def raw_files(text: str, folder: Path) -> list[Path]:
    """All raw files that sources.yaml names, for digests and for mutants."""
    found: list[Path] = []
    for spec in source_specs(text):
        if "files" in spec:
            found += find_files(folder, str(spec["files"]))
    return found


def raw_name(path: Path, root: Path) -> str:
    """A raw file's name among the outputs: below the root relative to it, else as an absolute path."""
    full = path.resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else str(full)


def read_records(
    text: str,
    folder: Path,
    zone: ZoneInfo,
    on: date,
    replaced: Mapping[str, bytes],
    known: date | None = None,
    policies: Policies | None = None,
) -> Records:
    """Read every source, or of it what was known on a day; `replaced` maps resolved paths to other bytes.

    `policies` say how figures in other currencies are converted on a day; without them none is. Raises RawUnreadable.
    """
    knowing = None if known is None else Knowing(known)
    specs = source_specs(text)
    tables: dict[str, RawTable] = {}
    derived = [spec for spec in specs if "derive_from" in spec]
    partners: dict[str, Partner] = {}
    for spec in specs:
        if spec.get("table") == "partners" and "derive_from" not in spec:
            table = _read(spec, folder, zone, replaced, tables, None, knowing)
            _own_reasons(table, spec)
            partners.update(_partners(table))
    members = None if derived else frozenset(partners)
    others = [spec for spec in specs if spec.get("table") != "partners"]
    for spec in others:
        tables.setdefault(str(spec.get("table")), RawTable(str(spec.get("table"))))
    for spec in sorted(others, key=lambda one: one.get("table") != "sales"):
        _read(spec, folder, zone, replaced, tables, members, knowing)
    _forget_halves(tables, knowing)
    everybody = partners if not derived else {}
    # What takes a sale back, the lines of a sale and its shares come last: they are counted only where the sale is.
    first = [name for name in tables if name not in ("partners", LINES, SPLITS)]
    for name in first:
        if name != RATES:  # a rate is known whenever it stands there, and nobody's
            _membership(tables[name], everybody, on)
        _all_reasons(tables[name], specs)
    for name in ("sales", "returns"):
        if name in tables and LINK in tables[name].columns:
            linked = link(tables[name], _sales(tables), everybody, on)
            _all_reasons(tables[name], specs)
            linked.undo()
    if LINES in tables:
        _lend(tables[LINES], tables.get("sales"))
        _membership(tables[LINES], everybody, on)
        _all_reasons(tables[LINES], specs)
    if SPLITS in tables:
        judge_splits(tables[SPLITS], tables.get("sales"), everybody)
        _all_reasons(tables[SPLITS], specs)
    for spec in derived:
        began: dict[str, date] = {}
        for row in tables[str(spec["derive_from"])].rows:
            if not row.reason and row.day is not None and row.day < began.get(row.partner, date.max):
                began[row.partner] = row.day
        partners = {name: Partner(name, day) for name, day in began.items()}
        tables["partners"] = _derived(partners)
        for table in tables.values():
            for row in table.rows:
                if row.partner and row.partner not in partners and row.reason in ("", *_AFTER_PARTNER):
                    row.reason = "unknown-partner"
    if policies is not None:
        convert(tables, policies)
    if SPLITS in tables:
        split(tables, _divides(specs), partners)
    return Records(tables, partners)


def _sales(tables: Mapping[str, RawTable]) -> RawTable:
    if "sales" not in tables:
        raise RawUnreadable("rows name the sale that they take back, and there is no table of sales")
    return tables["sales"]


def _divides(specs: list[dict[str, object]]) -> list[str]:
    """The columns of figures that are divided with a sale."""
    found: list[str] = []
    for spec in specs:
        named = spec.get("divides")
        if spec.get("table") == SPLITS and isinstance(named, list):
            found += [str(one) for one in named]
    return found


def _forget_halves(tables: Mapping[str, RawTable], knowing: Knowing | None) -> None:
    """A split of which some row was not known yet is no split yet."""
    if knowing is None or SPLITS not in tables:
        return
    splits = tables[SPLITS]
    place = splits.place("sale")
    kept = [row for row in splits.rows if not row.cells or str(row.cells[place]) not in knowing.splits.later]
    splits.later += len(splits.rows) - len(kept)
    splits.rows = kept


def _all_reasons(table: RawTable, specs: list[dict[str, object]]) -> None:
    for spec in specs:
        if spec.get("table") == table.name:
            _own_reasons(table, spec)


LINES = "sale_lines"
LENT = ("partner", "date", "customer", "status", "currency")
_BEFORE_SALE = ("unreadable-row", "missing-partner", "unknown-partner")
_AFTER_PARTNER = (
    "unknown-sale",
    "missing-date",
    "bad-date",
    "missing-value",
    "bad-number",
    "too-many-decimals",
)


def _read(
    spec: Mapping[str, object],
    folder: Path,
    zone: ZoneInfo,
    replaced: Mapping[str, bytes],
    tables: dict[str, RawTable],
    members: frozenset[str] | None,
    knowing: Knowing | None,
) -> RawTable:
    name = str(spec.get("table"))
    table = tables.setdefault(name, RawTable(name))
    SourceReading(spec, folder, zone, members, knowing).into(table, replaced)
    for column, title in titles_in(spec).items():
        table.titles.setdefault(column, title)
    rejects = spec.get("reject")
    for entry in rejects if isinstance(rejects, list) else []:
        reason = str(entry["reason"])
        table.ceilings[reason] = table.ceilings.get(reason, 0) + whole(str(entry.get("ceiling", "0")))
        table.words[reason] = entry.get("words") or {}
    return table


def _lend(lines: RawTable, sales: RawTable | None) -> None:
    """Give each line what it does not name itself from its sale; a line of no counted sale is rejected."""
    if sales is None or "sale" not in lines.columns or "sale" not in sales.columns:
        raise RawUnreadable(
            "lines of sales name their sale in the column sale, and there is a table of sales"
        )
    id_of_sale, id_of_line = sales.place("sale"), lines.place("sale")
    counted: dict[str, Row] = {}
    for row in sales.counted():
        counted.setdefault(str(row.cells[id_of_sale]), row)
    lent = [(name, sales.place(name)) for name in LENT if name not in lines.columns and name in sales.columns]
    names = [name for name, _ in lent]
    lines.columns = [*lines.columns, *names]
    for row in lines.rows:
        if row.reason in _BEFORE_SALE:
            continue
        sale = counted.get(str(row.cells[id_of_line]))
        if sale is None:
            row.reason = "unknown-sale"
            continue
        row.cells = (*row.cells, *(sale.cells[at] for _, at in lent))
        if "partner" in names:
            row.partner = sale.partner
        if "date" in names:
            row.day, row.time = sale.day, sale.time


def _derived(partners: Mapping[str, Partner]) -> RawTable:
    """The table of partners that the sales give, as if it had been a file in the order of the ids."""
    table = RawTable("partners", ["partner", "joined_on"])
    for number, partner in enumerate(sorted(partners.values(), key=lambda one: one.id), start=1):
        row = Row("", number, (partner.id, partner.joined))
        row.partner, row.day = partner.id, partner.joined
        table.rows.append(row)
    return table


def _membership(table: RawTable, partners: Mapping[str, Partner], on: date) -> None:
    for row in table.rows:
        if row.reason or row.day is None:
            continue
        partner = partners.get(row.partner)
        if partner is not None and row.day < partner.joined:
            row.reason = "before-joining"
        elif (
            partner is not None
            and partner.left is not None
            and row.day > partner.left
            and table.name != HANDOVERS
        ):
            row.reason = "after-leaving"
        elif row.day > on:
            row.reason = "after-on"


def _own_reasons(table: RawTable, spec: Mapping[str, object]) -> None:
    rejects = spec.get("reject")
    for entry in rejects if isinstance(rejects, list) else []:
        if "where" not in entry:
            continue
        tests: tuple[Filter, ...] = filters(entry["where"])
        try:
            holds = tester(table, tests)
        except KeyError as error:
            raise RawUnreadable(str(error)) from error
        for row in table.rows:
            if not row.reason and holds(row):
                row.reason = str(entry["reason"])


def _partners(table: RawTable) -> dict[str, Partner]:
    def cell(row: Row, column: str) -> object:
        return row.cells[table.columns.index(column)] if column in table.columns else None

    found: dict[str, Partner] = {}
    for row in table.counted():
        left = cell(row, "left_on")
        if row.partner in found or row.day is None:
            continue
        found[row.partner] = Partner(
            row.partner,
            row.day,
            left if isinstance(left, date) else None,
            str(cell(row, "language") or ""),
            str(cell(row, "name") or ""),
            str(cell(row, "segment") or ""),
            str(cell(row, "region") or ""),
            str(cell(row, "currency") or ""),
            str(cell(row, "mentor") or ""),
            str(cell(row, "manager") or ""),
        )
    return found


def judge_book(records: Records, findings: Findings) -> None:
    """Hold rejected rows against their ceilings, and rows read against rows counted and rejected."""
    for table in records.tables.values():
        rejected = table.rejected()
        place = Place("partners_data/sources.yaml", table.name)
        for reason, times in sorted(rejected.items()):
            ceiling = table.ceilings.get(reason, 0)
            if times > ceiling:
                says = f"{times} rows are rejected as {reason}; the mapping allows {ceiling}"
                findings.add("too-many-rejected", place, says)
        if len(table.rows) != len(table.counted()) + sum(rejected.values()):
            findings.add("control-total-differs", place, "rows read are not rows counted plus rows rejected")
        findings.count("raw rows", len({(row.file, row.number) for row in table.rows}))
