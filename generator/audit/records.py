"""Raw records as the audit holds them: rows of tables with their reasons, partners, and tests of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import yaml

from generator.audit.agreed import Agreed
from generator.audit.cells import Column
from generator.audit.personal_lists import Personal
from generator.audit.rawfiles import RawUnreadable

if TYPE_CHECKING:
    from generator.audit.sources import Waiting

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
        "mentor",
        "manager",
        "currency",
        "region",
        "email",
        "name",
        "event",
        "subject",
        "reward",
        "redemption",
        "handover",
    }
)
REDEMPTIONS, HANDOVERS = OF_REWARDS = (
    "redemptions",
    "handovers",
)  # tables that no statement lists among records
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

    __slots__ = ("cells", "day", "file", "linked", "number", "part", "partner", "reason", "time")

    def __init__(self, file: str, number: int, cells: tuple[object, ...]) -> None:
        self.file = file
        self.number = number
        self.cells = cells
        self.partner = ""
        self.day: date | None = None
        self.time = ""  # the time of day, where the records know it; nothing is midnight
        self.reason = ""
        self.linked = False  # whether it names the sale that it takes back
        self.part = False  # whether it is one partner's part of a row that is divided


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
    waiting: list[Waiting] = field(default_factory=list)  # rows that name a sale, judged after all sales
    converts: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # file -> figures in its rows' currency
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
    currency: str = ""  # in which the partner is paid; nothing is the programme's
    mentor: str = ""  # the id of another partner
    manager: str = ""  # the key of one of the staff


@dataclass
class Records:
    """Everything raw: the tables, the partners, and what was agreed with single ones."""

    tables: dict[str, RawTable]
    partners: dict[str, Partner]
    agreed: Agreed = field(default_factory=Agreed)
    personal: Personal = field(default_factory=Personal)


class _Plain(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]  # where the library was built with C
    """Keeps scalars as text, and refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """A mapping of which no key is lost."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(node.value):
            raise RawUnreadable(f"a key stands twice, or is no text: {', '.join(map(str, keys))}")
        found: dict[object, object] = super().construct_mapping(node, deep=deep)
        return found


def load_plain_yaml(text: str) -> object:
    """YAML with every scalar kept as the text that was written."""
    try:
        return yaml.load(text, Loader=_Plain)
    except yaml.YAMLError as error:
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
