"""The model of `sources.yaml`: which files make which table, and which rows may be left out."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, Self

from pydantic import Field, model_validator

from generator.book.currency_checks import check_converted, check_currencies
from generator.book.database_checks import check_database, check_names, kept_files
from generator.book.mapping import (
    DATES,
    DIVIDED,
    ENDINGS,
    HAPPENED,
    IDS,
    REQUIRED,
    RETURN_OF,
    Format,
    Rejection,
    SourceColumn,
    TableName,
)
from generator.book.presets import joined
from generator.book.source_checks import (
    check_address,
    check_columns,
    check_derived,
    check_divided,
    check_options,
    check_reasons,
    check_unique,
)
from generator.source import Fault, Frozen, did_you_mean


class Source(Frozen):
    """One source of one table."""

    table: TableName
    preset: str | None = None
    files: str | None = None
    database: str | None = None
    password_from: str | None = None
    from_table: str | None = None
    query: str | None = None
    name: str | None = None
    key: str | None = None
    derive_from: Literal["sales"] | None = None
    format: Format | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: Literal[".", ","] | None = None
    sheet: str | None = None
    columns: dict[str, SourceColumn] = Field(default_factory=dict)
    duplicates: Literal["keep", "reject"] = "keep"
    unique: tuple[str, ...] = ()
    divides: tuple[str, ...] = ()
    converts: tuple[str, ...] | None = None
    reject: tuple[Rejection, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, written: object) -> object:
        if not isinstance(written, dict):
            return written
        written = kept_files(joined(written))
        if isinstance(written.get("unique"), str):
            return {**written, "unique": [written["unique"]]}
        return written

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.files is None) == (self.derive_from is None):
            raise Fault(
                "source-without-data",
                "A source has either `files`, or a `database`, or, for the partner table, `derive_from: sales`.",
                at=("derive_from",) if self.files else (),
                consequence="A table without rows promises nothing to anybody.",
                cure="Write `files: sales/*.csv`.",
            )
        if self.derive_from:
            check_derived(self)
        else:
            check_options(self)
            check_database(self)
            check_columns(self)
            check_unique(self)
            check_divided(self)
            check_converted(self)
            check_reasons(self)
        return self

    @property
    def said_in(self) -> str:
        """The key that says where its records are."""
        return "database" if self.database is not None else "files"

    @property
    def kind(self) -> Format:
        """How the files are written: as declared, else by the ending of `files`."""
        return self.format or ENDINGS[PurePath(self.files or "").suffix.lower()]

    def kind_of(self, name: str) -> Literal["text", "date", "decimal"]:
        """What a mapped column holds."""
        if self.columns[name].digits is not None:
            return "decimal"
        return "date" if name in DATES[self.table] else "text"

    @property
    def ids(self) -> tuple[str, ...]:
        """The columns that together must not repeat; a partner never does."""
        return IDS.get(self.table, self.unique)

    def names(self, kind: str) -> tuple[str, ...]:
        """Mapped columns of one kind, in the order of the mapping."""
        return tuple(name for name in self.columns if self.kind_of(name) == kind)

    def required(self, name: str) -> bool:
        """Whether an empty cell of this column breaks its row.

        `name` of a partner may be empty (the id stands in), and so may texts that nothing is computed from.
        """
        column = self.columns[name]
        if column.empty:
            return False
        kind = self.kind_of(name)
        if kind == "decimal":
            return True
        if kind == "date":
            return name == HAPPENED or name in REQUIRED[self.table]
        return name in ("partner", "event", "target", "reward") or name in self.ids

    @property
    def sale_column(self) -> str | None:
        """The column that names the sale from which rows take what they do not say themselves, if they do."""
        if RETURN_OF in self.columns:
            return RETURN_OF
        lines = self.table == "sale_lines" and not {"partner", "date"} <= set(self.columns)
        return "sale" if lines or self.table == "splits" else None


class Sources(Frozen):
    """The whole of `sources.yaml`."""

    sources: tuple[Source, ...] = Field(min_length=1)
    closes: str = "closed"

    @model_validator(mode="after")
    def _closes_somewhere(self) -> Self:
        check_address(self.closes)
        return self

    @model_validator(mode="after")
    def _partners_from_one_place(self) -> Self:
        derived = [number for number, s in enumerate(self.sources) if s.derive_from]
        listed = [number for number, s in enumerate(self.sources) if s.table == "partners" and s.files]
        if not derived and not listed:
            raise Fault(
                "no-partners",
                "No source makes the table `partners`.",
                at=("sources",),
                consequence="Nobody could receive a statement.",
                cure="Add `- {table: partners, files: partners.csv, ...}`, or `derive_from: sales`.",
            )
        if len(derived) > 1 or (derived and listed):
            raise Fault(
                "partners-twice",
                "The partner table is both listed and derived." if listed else "It is derived twice.",
                at=("sources", derived[-1], "derive_from"),
                other=("sources", (listed or derived)[0], "table"),
                consequence="Nobody could tell who is a partner.",
                cure="Keep one of the two.",
            )
        if derived and not any(s.table == "sales" for s in self.sources):
            raise Fault(
                "source-without-data",
                "Partners derive from sales, and no source makes the table `sales`.",
                at=("sources", derived[0], "derive_from"),
                cure="Add a source of `sales`.",
            )
        check_names(self.sources)
        self._agree()
        self._lines_have_sales()
        self._divide_figures()
        check_currencies(self)
        return self

    def _divide_figures(self) -> None:
        """What splits divide are figures of sales, of their lines or of returns."""
        figures = [
            name
            for source in self.sources
            if source.table in DIVIDED
            for name, column in source.columns.items()
            if column.digits is not None
        ]
        for number, source in enumerate(self.sources):
            for at, name in enumerate(source.divides):
                if name not in figures:
                    near = did_you_mean(name, figures)
                    raise Fault(
                        "column-unmapped",
                        f"`divides` names `{name}`, which is no figure of a sale, a line of a sale or a return.",
                        at=("sources", number, "divides", at),
                        consequence="Each partner of a split sale would be credited with the whole of what was meant.",
                        cure=f"Did you mean `{near}`?"
                        if near
                        else "Figures there: "
                        + (", ".join(f"`{one}`" for one in dict.fromkeys(figures)) or "none")
                        + ".",
                    )

    def _lines_have_sales(self) -> None:
        """What rests on sales needs sales with ids that never repeat."""
        for number, source in enumerate(self.sources):
            sales = [other for other in self.sources if other.table == "sales"]
            if source.sale_column and (not sales or any(other.unique != ("sale",) for other in sales)):
                what = _RESTING.get(source.table, "Returns")
                raise Fault(
                    "lines-without-sale",
                    f"{what} take what they do not say from a sale that nothing tells apart."
                    if sales
                    else f"{what} take what they do not say from a sale, and there are no sales.",
                    at=("sources", number, "columns"),
                    consequence="One row could count for two partners, or for none.",
                    cure="Map `sale` in each source of `sales`, with `unique: sale`"
                    + ("; or map `partner` and `date` here." if source.table == "sale_lines" else "."),
                )

    def _agree(self) -> None:
        """Sources of one table must give a column the same type, and a figure must come from each of them."""
        first: dict[tuple[str, str], int] = {}
        for number, source in enumerate(self.sources):
            for name in source.columns:
                earlier = first.setdefault((source.table, name), number)
                theirs, ours = self.sources[earlier].columns[name].digits, source.columns[name].digits
                if theirs != ours:
                    raise Fault(
                        "columns-disagree",
                        f"`{name}` has {_digits(ours)} here and {_digits(theirs)} in another source.",
                        at=("sources", number, "columns", name),
                        other=("sources", earlier, "columns", name),
                        consequence="Figures of two precisions cannot be added exactly.",
                        cure="Declare the same `digits` in both.",
                    )
        for (table, name), earlier in first.items():
            for number, source in enumerate(self.sources):
                figure = self.sources[earlier].columns[name].digits is not None
                if source.table == table and source.files and figure and name not in source.columns:
                    raise Fault(
                        "columns-disagree",
                        f"Another source of `{table}` has the figure `{name}`, and this one does not.",
                        at=("sources", number, "columns"),
                        other=("sources", earlier, "columns", name),
                        consequence="Rows without it would silently drop out of every sum of it.",
                        cure=f"Map `{name}` here too.",
                    )


_RESTING = {"sale_lines": "Lines without a partner or a date of their own", "splits": "Splits"}


def _digits(digits: int | None) -> str:
    return "no digits" if digits is None else f"digits: {digits}"
