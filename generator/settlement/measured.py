"""Measures as SQL: the value of a row as a whole number of its last digit, never a binary float."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.book.book import TableColumns
from generator.terms.filters import Filter
from generator.terms.measure import ERROR, MeasureVersion
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity, decimals
from generator.terms.rounding import FigureRounding
from generator.terms.row_value import ColumnValue, OfMeasure, Operand
from generator.terms.version import in_force

Tables = Mapping[str, TableColumns]
_SIGNS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<", "equals": "="}


@dataclass(frozen=True, slots=True)
class RowSql:
    """The value of a row: SQL of a whole number that counts 10**-digits, NULL where a needed cell is empty.

    `test` chooses the rows of the measure (empty: all); `forbidden` are rows that must not occur (empty: none).
    """

    table: str
    value: str
    digits: int
    test: str
    forbidden: str = ""


class UnknownColumn(LookupError):
    """A measure or filter names a column that the sources do not map."""

    def __init__(self, table: str, column: str, known: Sequence[str], reader: tuple[str, str]) -> None:
        super().__init__(column)
        self.kind, self.name = reader
        self.table = table
        self.column = column
        self.known = tuple(known)


def measured(programme: Programme, name: str, on: date, tables: Tables) -> RowSql:
    """The measure in force on a day. Raises UnknownColumn; LookupError where it is not in force."""
    version = in_force(programme.measures[name].versions, on)
    if version is None:
        raise LookupError(f"the measure {name} is not in force on {on}")
    return _Measure(programme, name, on, tables, version).sql()


def test_of(filters: Sequence[Filter], table: str, tables: Tables, reader: tuple[str, str]) -> str:
    """Filters as SQL over the columns of a table; empty where there is none. Raises UnknownColumn."""
    return " and ".join(_one_test(f, table, tables, reader) for f in filters)


def both(one: str, other: str) -> str:
    """Two tests joined; an empty one asks for nothing."""
    return f"({one}) and ({other})" if one and other else one or other


@dataclass(frozen=True)
class _Measure:
    programme: Programme
    name: str
    on: date
    tables: Tables
    version: MeasureVersion

    @property
    def reader(self) -> tuple[str, str]:
        return "measure", self.name

    def sql(self) -> RowSql:
        version = self.version
        test = test_of(version.where, version.of, self.tables, self.reader)
        forbidden: list[str] = []
        if version.value is None:
            value, digits = self._looked_up()
        elif version.divides:
            value, digits = self._quotient(version.value, forbidden)
        else:
            value, digits = self._joined(version.value, forbidden)
        if version.round is not None and not version.divides:
            value, digits = _rounded(value, digits, version.round)
        return RowSql(version.of, value, digits, test, " or ".join(f"({one})" for one in forbidden))

    def _operand(self, operand: Operand, forbidden: list[str]) -> tuple[str, int]:
        if isinstance(operand, Quantity):
            digits = decimals(operand.value) or 0
            return str(int(operand.value * 10**digits)), digits
        if isinstance(operand, OfMeasure):
            other = measured(self.programme, operand.name, self.on, self.tables)
            if other.forbidden:
                forbidden.append(both(other.test, other.forbidden))
            # What a measure leaves out has no value in it.
            value = f"case when {other.test} then {other.value} end" if other.test else other.value
            return f"({value})", other.digits
        return f'"{operand}"', figure_column(self.version.of, operand, self.tables, self.reader)

    def _joined(self, value: ColumnValue, forbidden: list[str]) -> tuple[str, int]:
        parts = [self._operand(one, forbidden) for one in value.operands]
        if not value.operation:
            return parts[0]
        if value.operation == "product":
            return f"({parts[0][0]} * {parts[1][0]})", parts[0][1] + parts[1][1]
        finest = max(digits for _, digits in parts)
        one, two = (_finer(sql, digits, finest) for sql, digits in parts)
        if value.operation in ("sum", "difference"):
            return f"({one} {'+' if value.operation == 'sum' else '-'} {two})", finest
        best = "least" if value.operation == "capped" else "greatest"
        # least() and greatest() leave NULL out; a row with an empty cell has no value.
        return f"(case when {one} is not null and {two} is not null then {best}({one}, {two}) end)", finest

    def _quotient(self, value: ColumnValue, forbidden: list[str]) -> tuple[str, int]:
        rounding = self.version.round
        assert rounding is not None
        (over, over_digits), (under, under_digits) = (self._operand(one, forbidden) for one in value.operands)
        printed = 2 if value.operation == "ratio" else 0
        power = rounding.digits + printed + under_digits - over_digits
        top = f"({over}::hugeint * {10 ** max(power, 0)})"
        bottom = f"({under}::hugeint * {10 ** max(-power, 0)})"
        quotient = f"({_divided(top, bottom, rounding.mode)})::bigint"
        zero = self.version.when_zero
        digits = rounding.digits
        if zero == ERROR or not isinstance(zero, Quantity):
            forbidden.append(f"{under} = 0")
            instead = "NULL"
        else:
            needed = max(digits, decimals(zero.value) or 0)
            quotient, digits = _finer(quotient, digits, needed), needed
            instead = str(int(zero.value * 10**digits))
        empty = f"{over} is null or {under} is null"
        return f"(case when {empty} then NULL when {under} = 0 then {instead} else {quotient} end)", digits

    def _looked_up(self) -> tuple[str, int]:
        version = self.version
        column = str(version.lookup)
        scale = 10 ** figure_column(version.of, column, self.tables, self.reader)
        absent = version.when_absent.value if version.when_absent else Fraction(0)
        values = [absent, *(row.value.value for row in version.rows)]
        digits = max(decimals(value) or 0 for value in values)
        cases = ""
        for row in reversed(version.rows):
            bound = row.at_least.value * scale
            number = int(row.value.value * 10**digits)
            cases += f'when "{column}" * {bound.denominator} >= {bound.numerator} then {number} '
        return f"(case {cases}else {int(absent * 10**digits)} end)", digits


def figure_column(table: str, column: str, tables: Tables, reader: tuple[str, str]) -> int:
    """The digits of a column of figures. Raises UnknownColumn where there is none of that name."""
    known = tables[table].columns if table in tables else {}
    if column not in known or known[column].type != "decimal":
        figures = [name for name, one in known.items() if one.type == "decimal"]
        raise UnknownColumn(table, column, figures if column in known else list(known), reader)
    return known[column].digits


def any_column(table: str, column: str, tables: Tables, reader: tuple[str, str]) -> None:
    """Raises UnknownColumn where a table has no column of that name."""
    known = tables[table].columns if table in tables else {}
    if column not in known:
        raise UnknownColumn(table, column, list(known), reader)


def _finer(sql: str, digits: int, wanted: int) -> str:
    return f"{sql} * {10 ** (wanted - digits)}" if digits < wanted else sql


def _rounded(value: str, digits: int, rounding: FigureRounding) -> tuple[str, int]:
    if digits <= rounding.digits:
        return value, digits
    bottom = f"{10 ** (digits - rounding.digits)}::hugeint"
    return f"({_divided(f'{value}::hugeint', bottom, rounding.mode)})::bigint", rounding.digits


def _divided(top: str, bottom: str, mode: str) -> str:
    """A quotient of whole numbers rounded by mode, symmetric around zero; `//` of HUGEINT is exact."""
    size, by = f"abs({top})", f"abs({bottom})"
    whole = f"({size} // {by})"
    twice = f"2 * ({size} - {whole} * {by})"
    up = {
        "half_up": f"case when {twice} >= {by} then 1 else 0 end",
        "half_even": f"case when {twice} > {by} or ({twice} = {by} and {whole} % 2 = 1) then 1 else 0 end",
        "down": "0",
    }[mode]
    return f"({whole} + {up}) * case when ({top} < 0) <> ({bottom} < 0) then -1 else 1 end"


def _one_test(one: Filter, table: str, tables: Tables, reader: tuple[str, str]) -> str:
    any_column(table, one.column, tables, reader)
    known = tables[table].columns
    found = known[one.column]
    column = f'"{one.column}"'
    if not one.compare:
        if found.type == "decimal":  # as text 100 would be held against the 10000 cents that the book keeps
            raise UnknownColumn(
                table, one.column, [c for c, i in known.items() if i.type != "decimal"], reader
            )
        if found.sql_type != "VARCHAR":  # the book keeps whole numbers as such
            column = f"{column}::varchar"
        values = ", ".join("'" + text.replace("'", "''") + "'" for text in one.texts)
        return f"{column} = {values}" if len(one.texts) == 1 else f"{column} in ({values})"
    if found.type != "decimal":
        raise UnknownColumn(table, one.column, [c for c, i in known.items() if i.type == "decimal"], reader)
    bound = one.bound * 10**found.digits
    if bound.denominator == 1:
        return f"{column} {_SIGNS[one.compare]} {bound.numerator}"
    return f"{column} * {bound.denominator} {_SIGNS[one.compare]} {bound.numerator}"
