"""Clauses by rows: who may earn, which columns of the rows a version needs, and drafts that remember their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.rules.contract import Drafts, Figures, Judging, Rows, Texts
from generator.rules.exact import Column, Flags, Integers
from generator.rules.owed import Owed
from generator.terms.clause import MOMENTS, ClauseVersion
from generator.terms.row_source import TABLE_OF

_KEYS = {"customer": ("customer",), "sale": ("sale",), "event": ("event", "subject")}
"""The columns that tell apart what `once` counts."""


@dataclass(frozen=True, slots=True)
class Judged:
    """By which figures some are judged, and the place of each in them."""

    figures: Judging
    at: Integers

    @staticmethod
    def of(version: ClauseVersion, figures: Figures, who: Integers, rows: Rows | None = None) -> Judged:
        """Partners, or the partners of rows, as of the moment that the version names."""
        if version.as_of in MOMENTS and rows is not None:
            return Judged(figures.at_sales(rows, table_of(version), version.as_of), np.arange(len(rows.who)))
        return Judged(figures.earlier(1) if version.as_of == "window_start" else figures, who)

    def taken(self, kept: Flags | Integers) -> Judged:
        """Some of them."""
        return Judged(self.figures, self.at[kept])


def due_rows(version: ClauseVersion, figures: Figures, rows: Rows) -> tuple[Rows, Judged]:
    """The rows of those who belong to the programme and meet the condition, and how they are judged."""
    rows = rows.of(figures.present[rows.who])
    judged = Judged.of(version, figures, rows.who, rows)
    if version.earns is None:
        return rows, judged
    due = judged.figures.holds(version.earns)[judged.at]
    return rows.of(due), judged.taken(due)


def may_earn(version: ClauseVersion, figures: Figures) -> Flags:
    """Who belongs to the programme and meets the condition when the window ends."""
    due = figures.present.copy()
    if version.earns is not None:
        due &= figures.holds(version.earns)
    return due


def table_of(version: ClauseVersion) -> str:
    """The table whose rows a clause per sale, sale line or event pays for; of others the sales."""
    return TABLE_OF.get(version.per, "sales")


def columns_needed(version: ClauseVersion, by_product: bool = False) -> tuple[str, ...]:
    """The columns of texts that a version reads in each row."""
    keys = (name for each in version.counted_once for name in _KEYS[each])
    return (*keys, *(("product",) if by_product else ()))


def drafts_of(
    version: ClauseVersion, who: Integers, base: Column, row: Integers, owed: Owed, rows: Rows | None = None
) -> Drafts:
    """Drafts of partners, or of `rows` with their day, number and what `once` counts."""
    if rows is None:
        return Drafts(who, base, row, owed)
    key: Texts | None = None
    if version.counted_once:
        key = _keys(version.counted_once, rows)
    return Drafts(who, base, row, owed, record=rows.record, day=rows.day, key=key)


def of_their_rows(version: ClauseVersion, drafts: Drafts, rows: Rows) -> Drafts:
    """Drafts whose `record` is a place in `rows`, row by row, with the day, number and key of their row."""
    found = drafts.record
    if found is None:  # nobody stands at any depth of any row
        assert not len(drafts.who)
        found = np.zeros(0, dtype=np.int64)
    order = np.argsort(found, kind="stable")
    drafts, place = drafts.of(order), found[order]
    whole = drafts_of(version, rows.who, drafts.base, drafts.row, drafts.owed, rows)
    key = None if whole.key is None else whole.key[place]
    return replace(drafts, record=rows.record[place], day=rows.day[place], key=key)


def _keys(counted: Sequence[str], rows: Rows) -> Texts:
    """For each row what tells it apart, for everything that some version of the rule is paid once for."""
    told = [_told(each, rows) for each in counted]
    keys = np.empty(len(rows.who), dtype=object)
    keys[:] = list(zip(*told, strict=True))
    return keys


def _told(each: str, rows: Rows) -> list[object]:
    columns = [rows.texts[name].tolist() for name in _KEYS[each]]
    if each == "event":
        return list(zip(rows.who.tolist(), *columns, strict=True))
    return [one or None for one in columns[0]]
