"""Reads one source of raw rows: its columns and files, and of each row the first reason that it has by itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.audit.cells import Column, Rejected, exact, local_day, local_time, plain_text, remembering
from generator.audit.knowing import Knowing
from generator.audit.rawfiles import RawFormat, RawRow, RawUnreadable, find_files, raw_rows
from generator.audit.records import DATES, REASONS, TEXTS, RawTable, Row
from generator.audit.specs import DATABASE

# What is looked for always, whatever a source declares.
UNIQUE = {"partners": ["partner"], "splits": ["sale", "partner"], "rates": ["currency", "date"]}


def _columns(spec: Mapping[str, object], zone: ZoneInfo) -> list[Column]:
    sign = str(spec.get("decimal", "."))
    found: list[Column] = []
    mapping = spec.get("columns")
    if not isinstance(mapping, dict):
        raise RawUnreadable("a source has no columns")
    for name, how in mapping.items():
        options: dict[str, str] = {"column": how} if isinstance(how, str) else how
        form, digits = options.get("format", ""), int(options.get("digits", "0"))
        minor = options.get("in") == "minor"
        kind = "decimal" if "digits" in options else "date" if name in DATES else "text"
        if kind == "decimal" and name in TEXTS:
            raise RawUnreadable(f"the column {name!r} is a text and cannot have digits")
        reader: Callable[[object], object]
        time: Callable[[object], object] | None = None
        if kind == "date":
            time = remembering(lambda cell, form=form: local_time(cell, form, zone))  # type: ignore[misc]
            reader = remembering(lambda cell, form=form: local_day(cell, form, zone))  # type: ignore[misc]
        elif kind == "decimal" and name == "share" and spec.get("table") == "splits":
            reader = remembering(lambda cell, digits=digits: exact(_bare(cell), sign, digits, False))  # type: ignore[misc]
        elif kind == "decimal":
            reader = remembering(lambda cell, digits=digits, minor=minor: exact(cell, sign, digits, minor))  # type: ignore[misc]
        else:
            reader = remembering(plain_text)
        may_be_empty = name in ("left_on", "recorded_at") or options.get("empty") == "allowed"
        found.append(Column(name, options["column"], kind, digits, reader, time, may_be_empty))
    return found


@dataclass
class SourceReading:
    """One source of a table: its columns, where its files are and how a row of it is first judged."""

    spec: Mapping[str, object]
    folder: Path
    zone: ZoneInfo
    known_partners: frozenset[str] | None  # None where the partners are derived from these very rows
    knowing: Knowing | None = None  # where only what was known on a day counts

    @property
    def key(self) -> str:
        """The column that tells the rows of a database apart; nothing for rows of files."""
        return str(self.spec["key"]) if DATABASE in self.spec else ""

    def into(self, table: RawTable, replaced: Mapping[str, bytes]) -> None:
        """Append all rows to the table, each with the first of the reasons that a row alone can have."""
        columns = _columns(self.spec, self.zone)
        names = [column.name for column in columns]
        if table.columns and table.columns != names:
            raise RawUnreadable(f"two sources of {table.name} have different columns")
        table.columns = names
        table.digits = {column.name: column.digits for column in columns if column.kind == "decimal"}
        table.read_by = columns
        pattern = str(self.spec["files"])
        files = find_files(self.folder, pattern)
        if not files:
            raise RawUnreadable(f"no file matches {pattern!r}")
        judge = Judge(self, columns)
        for path in files:
            how = RawFormat(
                str(self.spec.get("format") or path.suffix.lstrip(".")),
                str(self.spec.get("delimiter", ",")),
                str(self.spec.get("encoding", "utf-8")),
                str(self.spec.get("sheet", "")),
            )
            content = replaced.get(str(path.resolve()))
            label = (
                path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else str(path)
            )
            converts = self.spec.get("converts")
            if isinstance(converts, list) and converts:
                table.converts[label] = tuple(str(one) for one in converts)
            for name in (label, str(path), path.name, os.path.relpath(path, self.folder)):
                table.files.setdefault(name, label)
            wanted = [column.source for column in columns]
            rows = raw_rows(path, content, how, [*wanted, *([self.key] if self.key else [])])
            for number, raw in numbered(rows, len(wanted), label) if self.key else rows:
                if judge.names_sale(raw):
                    table.waiting.append(Waiting(judge, label, number, raw))
                    continue
                row = judge.row(label, number, raw)
                if row is None:
                    table.later += 1
                else:
                    table.rows.append(row)


def numbered(rows: Iterable[RawRow], at: int, label: str) -> Iterator[RawRow]:
    """Rows of a database under the numbers of their key, which rise."""
    before = -1
    for _, raw in rows:
        number = raw[at] if raw is not None else None
        if type(number) is not int or number <= before:
            raise RawUnreadable(f"{label}: the key {number!r} is no number after {before}")
        before = number
        yield number, raw


@dataclass(frozen=True)
class Waiting:
    """A raw row that names the sale which it takes back."""

    judge: Judge
    file: str
    number: int
    raw: list[object] | None

    def row(self, sales: Mapping[str, Row]) -> Row | None:
        """The row, judged beside the counted sales; None where it was not known yet."""
        return self.judge.row(self.file, self.number, self.raw, sales)


class Judge:
    """Turns raw rows into rows with a reason; remembers what a repeated row or id is compared with."""

    def __init__(self, source: SourceReading, columns: list[Column]) -> None:
        self.readers = [column.read for column in columns]
        self.names, self.knowing = [column.name for column in columns], source.knowing
        self.table = str(source.spec.get("table"))
        names = [column.name for column in columns]
        self.partner = names.index("partner") if "partner" in names else -1
        self.day = next((names.index(n) for n in ("date", "joined_on") if n in names), -1)
        self.time = columns[self.day].time if self.day >= 0 else None
        self.optional = {at for at, column in enumerate(columns) if column.may_be_empty}
        self.known_partners = source.known_partners
        self.rows_seen: set[object] | None = set() if source.spec.get("duplicates") == "reject" else None
        unique = source.spec.get("unique")
        wanted = [unique] if isinstance(unique, str) else list(unique) if isinstance(unique, list) else []
        self.key = [names.index(name) for name in UNIQUE.get(self.table, wanted)]
        self.keys_seen: dict[tuple[object, ...], Row] = {}
        self.link = names.index("return_of") if "return_of" in names else -1

    def names_sale(self, raw: list[object] | None) -> bool:
        """Whether a row names the sale which it takes back."""
        return self.link >= 0 and raw is not None and plain_text(raw[self.link]) != ""

    def row(
        self, file: str, number: int, raw: list[object] | None, sales: Mapping[str, Row] | None = None
    ) -> Row | None:
        """One row with its cells read, and the first reason that applies; None where it was not known yet.

        `sales` are the counted ones, for a row that names one of them and may belong to its partner.
        """
        if raw is None:
            row = Row(file, number, ())
            row.reason = "unreadable-row"
            return row
        cells = [read(cell) for read, cell in zip(self.readers, raw, strict=False)]
        if self.knowing is not None:
            cells_known = [
                None if at in self.optional and _empty(one) else one for at, one in enumerate(cells)
            ]
            if self.knowing.later(self.table, dict(zip(self.names, cells_known, strict=False))):
                return None
        reasons: list[str] = []
        for at, cell in enumerate(cells):
            if cell.__class__ is Rejected:
                if at in self.optional and _empty(cell):
                    cells[at] = None
                else:
                    reasons.append(str(cell))
        row = Row(file, number, tuple(cells))
        row.linked = sales is not None
        sale = sales.get(str(cells[self.link])) if sales is not None else None
        if self.partner >= 0 or sale is not None:
            own = str(cells[self.partner] or "") if self.partner >= 0 else ""
            row.partner = own or (sale.partner if sale is not None else "")
            if not row.partner:
                reasons.append("missing-partner")
            elif self.known_partners is not None and row.partner not in self.known_partners:
                reasons.append("unknown-partner")
        if self.day >= 0 and isinstance(cells[self.day], date):
            row.day = cells[self.day]  # type: ignore[assignment]
            if self.time is not None:
                row.time = str(self.time(raw[self.day]))
        if self.rows_seen is not None:
            if raw[-1] in self.rows_seen:
                reasons.append("duplicate-row")
            self.rows_seen.add(raw[-1])
        if any(cells[at] == "" for at in self.key):
            reasons.append("missing-value")  # an id that must not repeat must be there
        if self.key and not reasons:
            key = tuple(cells[at] for at in self.key)
            seen = self.keys_seen.get(key)
            if seen is not None and (sales is None or seen.linked or not seen.reason):
                reasons.append("duplicate-id")
            if seen is None or not reasons:
                self.keys_seen[key] = row
        if reasons:
            row.reason = min(reasons, key=REASONS.index)
        if sales is not None and sale is None:
            row.reason = "unknown-sale"
        return row


def _bare(cell: object) -> object:
    """A share without the sign of percent that may stand after it."""
    return cell.strip().removesuffix("%").rstrip() if isinstance(cell, str) else cell


def _empty(cell: object) -> bool:
    """Whether a cell is refused only because there is nothing in it."""
    return isinstance(cell, Rejected) and str(cell) in ("missing-date", "missing-value")
