"""What a source may declare: options its format knows, columns its table needs, reasons that can occur."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.book.database_checks import OF_DATABASES
from generator.book.mapping import (
    DATES,
    DECIMALS,
    ENDINGS,
    HAPPENED,
    IDS,
    OF_REWARDS,
    REQUIRED,
    RESERVED,
    RETURN_OF,
    TEXTS,
    Rejection,
)
from generator.book.reasons import DUPLICATE_ID, DUPLICATE_ROW, NAMES, OF_PARTNERS, OF_RATES, UNKNOWN_SALE
from generator.source import Fault, did_you_mean

if TYPE_CHECKING:
    from generator.book.sources import Source


def check_derived(source: Source) -> None:
    """A derived table has nothing to read, so it takes no options. Raises Fault."""
    of_files = ("format", "delimiter", "encoding", "decimal", "sheet", "columns", "unique", "reject")
    for name in ("preset", *of_files, *OF_DATABASES):
        if getattr(source, name):
            raise Fault(
                "option-without-use",
                f"`{name}` has no meaning where the table is derived from another.",
                at=(name,),
                consequence="An option that does nothing looks like a promise.",
                cure=f"Remove `{name}`.",
            )
    if source.table != "partners":
        raise Fault(
            "source-without-data",
            f"Only the partner table can be derived, not `{source.table}`.",
            at=("derive_from",),
            cure="Write `files:`.",
        )


def check_options(source: Source) -> None:
    """Options of one format stand only where that format is read. Raises Fault."""
    if source.format is None and PurePath(source.files or "").suffix.lower() not in ENDINGS:
        raise Fault(
            "source-format-unknown",
            f"The ending of `{source.files}` does not tell how these files are written.",
            at=("files",),
            consequence="A file read in the wrong way gives wrong money.",
            cure="Add `format: csv`, `parquet` or `xlsx`.",
        )
    uses = {"delimiter": "csv", "encoding": "csv", "decimal": "csv", "sheet": "xlsx"}
    for option, kind in uses.items():
        if getattr(source, option) is not None and source.kind != kind:
            raise Fault(
                "option-without-use",
                f"`{option}` is for {kind} files, and these are {source.kind}.",
                at=(option,),
                consequence="An option that does nothing looks like a promise.",
                cure=f"Remove `{option}`, or correct `format`.",
            )
    if source.delimiter is not None and (len(source.delimiter) != 1 or source.delimiter in '"\r\n'):
        raise Fault(
            "delimiter-unclear",
            "A delimiter is one character, and neither a quote nor a line end.",
            at=("delimiter",),
            consequence="With another one, rows fall into the wrong columns.",
            cure='Write `delimiter: ";"`; a tab is `"\\t"`.',
        )
    if source.encoding is not None:
        try:
            codecs.lookup(source.encoding)
        except LookupError:
            raise Fault(
                "unknown-encoding",
                f"`{source.encoding}` is not an encoding.",
                at=("encoding",),
                consequence="Read in the wrong one, names of partners are no names.",
                cure="Common ones: utf-8, cp1251, latin-1, utf-16.",
            ) from None


def check_columns(source: Source) -> None:
    """Each mapped column is known or has a type, and none that the table needs is missing. Raises Fault."""
    known = [*TEXTS[source.table], *DATES[source.table], *DECIMALS[source.table]]
    known = [name for name in known if name != HAPPENED]
    lent = ("partner",) if RETURN_OF in source.columns and source.table == "returns" else ()
    missing = [name for name in REQUIRED[source.table] if name not in (*source.columns, *lent)]
    for name, column in source.columns.items():
        near = did_you_mean(name, missing or known)
        if not re.fullmatch("[a-z][a-z0-9_]*", name) or name in RESERVED:
            raise Fault(
                "column-name-unusable",
                f"`{name}` cannot be the name of a column of the book.",
                at=("columns", name),
                consequence="Rules and statements name columns, and must all mean the same one.",
                cure="Use small Latin letters, digits and underscores; taken: " + ", ".join(RESERVED) + ".",
            )
        if source.table == "splits" and name == "date":
            raise Fault(
                "option-without-use",
                "A split has no date of its own: it is that of its sale.",
                at=("columns", name),
                consequence="A date that decides nothing looks like a promise.",
                cure="Remove `date`; the day on which the split became known is `recorded_at`.",
            )
        if column.digits is not None and name in (*TEXTS[source.table], *DATES[source.table]):
            raise _unfit(name, "digits", "it is no figure")
        if column.format is not None and name not in DATES[source.table]:
            raise _unfit(name, "format", "it is no date")
        if column.type is not None and (column.digits is not None or name in DATES[source.table]):
            raise _unfit(name, "type", "its type is known")
        if column.empty and name in REQUIRED[source.table]:
            raise _unfit(name, "empty", f"`{source.table}` cannot do without it")
        if name == "quantity" and source.table in OF_REWARDS and column.digits:
            raise Fault(
                "digits-out-of-range",
                "Rewards are counted in whole ones.",
                at=("columns", name, "digits"),
                consequence="Nobody could hand over a part of one.",
                cure="Write `digits: 0`.",
            )
        texts_and_dates = (*TEXTS[source.table], *DATES[source.table])
        if name not in texts_and_dates and column.digits is None and column.type is None:
            raise Fault(
                "column-without-type",
                f"What `{name}` holds is not said.",
                at=("columns", name),
                consequence="A figure read as text, or without its decimals, would be paid wrongly.",
                cure=f"Did you mean `{near}`?"
                if near
                else f"Write `{name}: {{column: {column.column}, digits: 2}}`, or `type: text`.",
            )
    if missing:
        raise Fault(
            "column-unmapped",
            f"`{source.table}` needs the column `{missing[0]}`, and the mapping has none.",
            at=("columns",),
            consequence="Without it no row can be given to a partner and a period.",
            cure=f"Add `{missing[0]}: <column of the file>`.",
        )


def check_unique(source: Source) -> None:
    """What must not repeat is mapped. Raises Fault."""
    ids = IDS.get(source.table)
    if ids is not None and source.unique not in ((), ids):
        raise Fault(
            "option-without-use",
            "In the partner table the id of the partner never repeats, and nothing else is looked at."
            if source.table == "partners"
            else f"In `{source.table}` {' and '.join(f'`{one}`' for one in ids)} together never repeat, "
            "and nothing else is looked at.",
            at=("unique",),
            consequence="An option that does nothing looks like a promise.",
            cure="Remove `unique`.",
        )
    for number, name in enumerate(source.unique):
        if name not in source.columns:
            raise Fault(
                "column-unmapped",
                f"`unique` names `{name}`, which is not mapped.",
                at=("unique", number),
                consequence="Repeats could not be found, and would be paid twice.",
                cure="Mapped: " + ", ".join(source.columns) + ".",
            )


def check_divided(source: Source) -> None:
    """Only splits say what they divide, and they do. Raises Fault."""
    if source.divides and source.table != "splits":
        raise Fault(
            "option-without-use",
            "Only splits divide figures.",
            at=("divides",),
            consequence="An option that does nothing looks like a promise.",
            cure="Remove `divides`, or write `table: splits`.",
        )
    if source.table == "splits" and not source.divides:
        raise Fault(
            "splits-divide-nothing",
            "It is not said which figures of a sale are divided among its partners.",
            at=("table",),
            consequence="Each of them would be credited with the whole of the sale.",
            cure="Write `divides: [amount]`, with every figure that is to be divided.",
        )


def check_address(address: str) -> None:
    """Closed periods lie below the data folder, or behind an address. Raises Fault."""
    path = PurePath(address)
    if "://" in address or (address.strip() and not path.is_absolute() and ".." not in path.parts):
        return
    raise Fault(
        "closes-address-unclear",
        f"`{address}` is neither a folder below `partners_data/` nor an address.",
        at=("closes",),
        consequence="What was booked would be looked for in a place that nobody keeps.",
        cure="Write a folder, `closes: closed`, or an address: `closes: s3://bucket/closed`.",
    )


def check_reasons(source: Source) -> None:
    """No reason is declared twice, and each can be found in this source. Raises Fault."""
    seen: dict[str, int] = {}
    for number, row in enumerate(source.reject):
        if row.reason in seen:
            raise Fault(
                "reason-twice",
                f"`{row.reason}` is declared twice.",
                at=("reject", number, "reason"),
                other=("reject", seen[row.reason], "reason"),
                consequence="Nobody could tell which ceiling holds.",
                cure="Keep one of the two ceilings.",
            )
        seen[row.reason] = number
        check_reason(source, number, row)


def check_reason(source: Source, number: int, row: Rejection) -> None:
    """One reason: something must be able to lead to it. Raises Fault."""
    why = ""
    possible = {"partners": OF_PARTNERS, "rates": OF_RATES}.get(source.table, frozenset(NAMES))
    if row.reason in NAMES and row.reason not in possible:
        what = {"partners": "the partner table"}.get(source.table, f"`{source.table}`")
        why = f"no row of {what} can have it"
    elif row.reason == UNKNOWN_SALE and source.sale_column is None:
        why = "only what takes something from its sale looks for it: lines without partner or date, returns, splits"
    elif row.reason == DUPLICATE_ROW and source.duplicates == "keep":
        why = "equal rows are kept; write `duplicates: reject` to look for them"
    elif row.reason == DUPLICATE_ID and not source.ids:
        why = "no column is declared `unique`"
    if why:
        raise Fault(
            "reason-without-test",
            f"Nothing is ever left out for `{row.reason}` here: {why}.",
            at=("reject", number, "reason"),
            consequence="Partners would read of rows left out that nobody looks for.",
            cure="Remove this row, or declare what it needs.",
        )
    for one in row.where or ():
        kind = source.kind_of(one.column) if one.column in source.columns else ""
        if kind != ("decimal" if one.compare else "text"):
            near = did_you_mean(one.column, tuple(source.columns))
            raise Fault(
                "column-unmapped" if not kind else "wrong-type",
                f"`{one.column}` is not a mapped column."
                if not kind
                else f"`{one.column}` holds a {kind}, which this test cannot judge.",
                at=("reject", number, "where", one.column),
                consequence="No row could ever be left out for it.",
                cure=f"Did you mean `{near}`?" if near and not kind else "",
            )


def _unfit(name: str, option: str, why: str) -> Fault:
    return Fault(
        "option-without-use",
        f"`{option}` has no meaning at `{name}`: {why}.",
        at=("columns", name, option),
        consequence="An option that does nothing looks like a promise.",
        cure=f"Remove `{option}`.",
    )
