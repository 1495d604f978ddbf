"""What tables say: the cells of their rows, and the sentences that tell which row applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.source import Fault
from generator.terms.amount import say_amount
from generator.terms.bracket import BracketRow, RowPays, tiers_not_rising
from generator.terms.condition import condition_sentence
from generator.terms.quantity import PERCENT, Quantity
from generator.terms.saying import Code, SayingsBuilder
from generator.terms.table import Table, TableRow
from generator.terms.text import Text
from generator.terms.titles import Titles

_TIER_CELL = Text.of(en="{tier}", ru="{tier}")
_TIER_ONLY = Text.of(en="{tier} only", ru="только {tier}")
_TEXT_CELL = Text.of(en="{text}", ru="{text}")
_OTHERWISE = Text.of(en="otherwise", ru="в остальных случаях")
_FIGURE_CELL = Text.of(en="{figure}", ru="{figure}")
_CHOSEN = Text.of(
    en="The row that applies is the last row that starts at or below {metric}.",
    ru="Применяется последняя строка, начало которой не больше показателя «{metric}».",
)
_BY_TIER = Text.of(
    en="The row that applies is chosen by the tier on the ladder {ladder}; "
    "a row also holds for higher tiers, up to the next row.",
    ru="Строку выбирает статус на лестнице «{ladder}»; строка действует и для более высоких статусов, "
    "вплоть до следующей строки.",
)
_BY_TIER_ONLY = Text.of(
    en="The row that applies is chosen by the tier on the ladder {ladder}; a row that is not for one tier only also "
    "holds for higher tiers, except those that have a row of their own, up to the next such row.",
    ru="Строку выбирает статус на лестнице «{ladder}»; строка, которая задана не только для одного статуса, "
    "действует и для более высоких статусов, кроме тех, у которых есть своя строка, "
    "вплоть до следующей такой строки.",
)
_BY_SEGMENT = Text.of(
    en="The row that applies is that of the partner's segment.",
    ru="Применяется строка сегмента, к которому относится партнёр.",
)
_BY_PRODUCT = Text.of(
    en="The row that applies is that of the product in the row of the table {table}.",
    ru="Применяется строка того товара, который указан в строке таблицы {table}.",
)
_BY_CONDITION = Text.of(
    en="The row that applies is the first one whose condition holds.",
    ru="Применяется первая строка, условие которой выполнено.",
)
_BOTH = Text.of(
    en="Both together choose the row; where there is no row for them, nothing is paid.",
    ru="Строку выбирает сочетание обоих признаков; если строки для него нет, ничего не платится.",
)
_BELOW = Text.of(en="Below the first row nothing is paid.", ru="Ниже первой строки ничего не платится.")
_NO_ROW = Text.of(
    en="Where no row applies, nothing is paid.",
    ru="Если ни одна строка не подходит, ничего не платится.",
)


def say_chosen(
    builder: SayingsBuilder, table: Table, chooser: str, titles: Titles, rows_of: str = ""
) -> None:
    """Add `chosen`, for two dimensions `chosen.2` and `chosen.both`; `chooser` is the thing that `at_least` means."""
    for number, by in enumerate(table.by):
        name = "chosen" if not number else "chosen.2"
        match by:
            case "tier":
                ladder = titles.ladder_of[str(table.rows[0].tier)]
                phrase = _BY_TIER_ONLY if any(row.only for row in table.rows) else _BY_TIER
                builder.say(name, phrase, ladder=titles.ref(f"ladder/{ladder}"))
            case "segment":
                builder.say(name, _BY_SEGMENT)
            case "product":
                builder.say(name, _BY_PRODUCT, table=Code(rows_of))
            case "condition":
                builder.say(name, _BY_CONDITION)
            case "at_least":
                builder.say(name, _CHOSEN, metric=titles.ref(chooser))
    if len(table.by) > 1:
        builder.say("chosen.both", _BOTH)


def say_starts(builder: SayingsBuilder, chooser: str, titles: Titles) -> None:
    """Add `chosen` for brackets of which one row applies."""
    builder.say("chosen", _CHOSEN, metric=titles.ref(chooser))


def say_below(builder: SayingsBuilder, table: Table | None) -> None:
    """Add what is paid where no row is reached; nothing where a table of one dimension leaves nobody out."""
    if table is None or table.by == ("tier",):
        builder.say("below", _BELOW)
    elif table.by != ("condition",) and len(table.by) == 1:
        builder.say("below", _NO_ROW)


def say_rows(builder: SayingsBuilder, rows: Sequence[RowPays], unit: str, titles: Titles) -> None:
    """Add the cells of each row; `unit` is that of `at_least`."""
    for number, row in enumerate(rows, 1):
        name = f"row.{number}"
        if isinstance(row, BracketRow):
            builder.table_fact(f"{name}.at_least", unit, row.at_least.value)
        elif isinstance(row, TableRow):
            _say_place(builder, name, row, unit, titles)
        bare = PERCENT if row.rate is not None else titles.pay_unit
        figure = row.figure
        if isinstance(figure, Quantity):
            figure = figure.with_unit(bare)
            builder.table_fact(f"{name}.{row.pays}", figure.unit, figure.value)
        else:
            slot = say_amount(builder, f"{name}.{row.pays}", figure, bare, titles)
            builder.say(f"{name}.{row.pays}", _FIGURE_CELL, figure=slot)


def _say_place(builder: SayingsBuilder, name: str, row: TableRow, unit: str, titles: Titles) -> None:
    if row.tier is not None:
        cell = _TIER_ONLY if row.only else _TIER_CELL
        builder.say(f"{name}.tier", cell, tier=titles.ref(f"tier/{row.tier}"))
    if row.segment is not None:
        builder.say(f"{name}.segment", _TEXT_CELL, text=titles.ref(f"segment/{row.segment}"))
    if row.product is not None:
        builder.say(f"{name}.product", _TEXT_CELL, text=Code(row.product))
    if isinstance(row.when, str):
        builder.say(f"{name}.when", _OTHERWISE)
    elif row.when is not None:
        said = condition_sentence(builder, f"{name}.when", row.when, titles)
        builder.add(f"{name}.when", said)
    if row.at_least is not None:
        builder.table_fact(f"{name}.at_least", unit, row.at_least.value)


def tiers_in_order(table: Table, titles: Titles) -> Iterator[Fault]:
    """Faults of rows by tier alone that do not stand in the order of one ladder."""
    if table.by == ("tier",):
        yield from tiers_not_rising([row.tier for row in table.rows], titles, again=False)
