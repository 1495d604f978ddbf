"""Own reading of the raw records: each row counted, or rejected for the first reason that applies."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.audit.agreed import Agreed
from generator.audit.cells import Column, Rejected, exact, local_day, local_time, plain_text, remembering
from generator.audit.knowing import Knowing
from generator.audit.rawfiles import RawFormat, RawUnreadable, find_files, raw_rows

DATES = frozenset({"date", "joined_on", "left_on", "recorded_at"})
TEXTS = frozenset(
    {
        "partner",
        "sale",
        "customer",
        "status",
        "sponsor",
        "language",
        "segment",
        "region",
        "email",
        "name",
        "event",
        "subject",
    }
)
REASONS = (
    "unreadable-row missing-partner unknown-partner unknown-sale missing-date bad-date missing-value bad-number "
    "too-many-decimals duplicate-row duplicate-id before-joining after-leaving after-on"
).split()


@dataclass(frozen=True)
class Filter:
    """One test of a row: a column against a text, several texts or a bound."""

    column: str
    relation: str  # one_of | at_least | more_than | at_most | less_than | equals
    texts: frozenset[str] = frozenset()
    bound: Fraction = Fraction(0)


class Row:
    """One raw row: its file and number there, whose and when it is, its cells, its reason if rejected."""

    __slots__ = ("cells", "day", "file", "number", "partner", "reason", "time")

    def __init__(self, file: str, number: int, cells: tuple[object, ...]) -> None:
        self.file = file
        self.number = number
        self.cells = cells
        self.partner = ""
        self.day: date | None = None
        self.time = ""  # the time of day, where the records know it; nothing is midnight
        self.reason = ""


@dataclass
class RawTable:
    """All rows of one table; decimal cells are whole numbers of 10**-digits of their column."""

    name: str
    columns: list[str] = field(default_factory=list)
    digits: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    ceilings: dict[str, int] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    read_by: list[Column] = field(default_factory=list)  # how the cells of its last source are read
    titles: dict[str, Mapping[str, object]] = field(default_factory=dict)  # of columns, as the mapping says
    later: int = 0  # how many rows were not known yet on the day that is asked for
    files: dict[str, str] = field(
        default_factory=dict
    )  # each name that a file may go by -> the label of its rows

    def place(self, column: str) -> int:
        """Where a column stands among a row's cells; KeyError if the table has none."""
        if column not in self.columns:
            raise KeyError(f"the table {self.name} has no column {column!r}")
        return self.columns.index(column)

    def amount(self, row: Row, column: str) -> Fraction:
        """A decimal cell as an exact fraction."""
        cell = row.cells[self.place(column)]
        assert isinstance(cell, int)
        return Fraction(cell, 10 ** self.digits[column])

    def counted(self) -> list[Row]:
        """The rows that are not rejected."""
        return [row for row in self.rows if not row.reason]

    def rejected(self) -> Counter[str]:
        """How many rows are rejected for which reason."""
        return Counter(row.reason for row in self.rows if row.reason)


@dataclass(frozen=True)
class Partner:
    """One partner of the book; `left` is the last day, if there is one."""

    id: str
    joined: date
    left: date | None = None
    language: str = ""
    name: str = ""
    segment: str = ""
    region: str = ""


@dataclass
class Records:
    """Everything raw: the tables, the partners, and what was agreed with single ones."""

    tables: dict[str, RawTable]
    partners: dict[str, Partner]
    agreed: Agreed = field(default_factory=Agreed)


def load_plain_yaml(text: str) -> object:
    """YAML with every scalar kept as the text that was written."""
    try:
        return YAML(typ="base", pure=True).load(text)
    except YAMLError as error:
        raise RawUnreadable(f"the YAML cannot be read: {error}") from error


def whole(text: str) -> int:
    """A whole number as people write it in YAML, digits grouped by spaces or underscores."""
    return int(re.sub(r"[\s_\u00a0\u202f]", "", text))


def filters(where: Mapping[str, object]) -> tuple[Filter, ...]:
    """The `where` of a reason as tests that must all hold."""
    found: list[Filter] = []
    for column, wanted in where.items():
        if isinstance(wanted, str):
            found.append(Filter(column, "one_of", frozenset({wanted})))
        elif isinstance(wanted, dict):
            for relation, bound in wanted.items():
                if relation == "one_of":
                    found.append(Filter(column, "one_of", frozenset(str(one) for one in bound)))
                else:
                    found.append(
                        Filter(column, relation, bound=Fraction(re.sub(r"[\s_\u00a0\u202f]", "", bound)))
                    )
        else:
            raise RawUnreadable(f"the filter of column {column!r} cannot be read")
    return tuple(found)


def tester(table: RawTable, tests: tuple[Filter, ...]) -> Callable[[Row], bool]:
    """A function that says whether all tests hold for a row; KeyError for an unknown column."""
    prepared: list[tuple[int, Filter, Fraction]] = []
    for one in tests:
        scale = 10 ** table.digits.get(one.column, 0)
        prepared.append((table.place(one.column), one, one.bound * scale))

    def holds(row: Row) -> bool:
        for at, one, bound in prepared:
            cell = row.cells[at]
            if one.relation == "one_of":
                if str(cell) not in one.texts:
                    return False
            elif not isinstance(cell, int) or not compare(cell, one.relation, bound):
                return False
        return True

    return holds


def compare(left: Fraction | int, relation: str, right: Fraction | int) -> bool:
    """One comparison by the word that the language has for it."""
    if relation == "at_least":
        return left >= right
    if relation == "more_than":
        return left > right
    if relation == "at_most":
        return left <= right
    if relation == "less_than":
        return left < right
    if relation == "equals":
        return left == right
    raise RawUnreadable(f"the comparison {relation!r} is not known")


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
        judge = _Judge(self, columns)
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
            for name in (label, str(path), path.name, os.path.relpath(path, self.folder)):
                table.files.setdefault(name, label)
            for number, raw in raw_rows(path, content, how, [column.source for column in columns]):
                row = judge.row(label, number, raw)
                if row is None:
                    table.later += 1
                else:
                    table.rows.append(row)


class _Judge:
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
        self.key = [names.index(name) for name in wanted]
        self.keys_seen: set[tuple[object, ...]] = set()

    def row(self, file: str, number: int, raw: list[object] | None) -> Row | None:
        """One row with its cells read, and the first reason that applies; None where it was not known yet."""
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
        if self.partner >= 0:
            row.partner = str(cells[self.partner])
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
            if key in self.keys_seen:
                reasons.append("duplicate-id")
            self.keys_seen.add(key)
        if reasons:
            row.reason = min(reasons, key=REASONS.index)
        return row


def _empty(cell: object) -> bool:
    """Whether a cell is refused only because there is nothing in it."""
    return isinstance(cell, Rejected) and str(cell) in ("missing-date", "missing-value")
