"""The mapping of one source: columns of the book, where each comes from, and reasons to leave rows out."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from generator.book.dates import pattern_of
from generator.book.reasons import NAMES
from generator.source import Fault, Frozen, did_you_mean
from generator.terms.filters import Filters
from generator.terms.quantity import Slug, WholeNumber
from generator.terms.text import Wording

TableName = Literal[
    "partners",
    "sales",
    "sale_lines",
    "returns",
    "events",
    "targets",
    "redemptions",
    "handovers",
    "splits",
    "rates",
]
OF_REWARDS: tuple[TableName, ...] = ("redemptions", "handovers")
"""Tables of what partners want for their points, and of what was handed over to them."""
DATED: tuple[TableName, ...] = ("sales", "sale_lines", "returns", "events", "targets", *OF_REWARDS)
"""Tables of what happened, in the order in which they are read; lines and returns may rest on their sales."""
HAPPENED, RECORDED, RETURN_OF, SHARE = "happened", "recorded_at", "return_of", "split_share"
"""Columns: the own day of a row that counts on the day of its sale; the day from which a row is known; the sale that a
return belongs to; the share in a sale that is split."""
CURRENCY = "currency"
CONVERTED: tuple[TableName, ...] = ("sales", "sale_lines", "returns", "events")
"""The column that names in what a row counts money, and the tables whose figures are converted by it."""
RATE, RATE_DAY = f"{CURRENCY}.rate", f"{CURRENCY}.day"
"""Columns beside what was converted: the rate, and the day whose rate it is."""
AFTERWARDS: TableName = "handovers"
"""The table in which rows of partners who have left count, too."""
Format = Literal["csv", "parquet", "xlsx"]
ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".ods": "xlsx",
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "partners": ("partner", "name", "joined_on"),
    "sales": ("partner", "date"),
    "sale_lines": ("sale",),
    "returns": ("partner", "date"),
    "events": ("partner", "date", "event"),
    "targets": ("partner", "date", "target"),
    "redemptions": ("partner", "date", "redemption", "reward"),
    "handovers": ("partner", "date", "handover", "reward"),
    "splits": ("sale", "partner", "share"),
    "rates": ("currency", "date", "rate"),
}
TEXTS: dict[str, tuple[str, ...]] = {
    "partners": (
        "partner",
        "name",
        "sponsor",
        "placement",
        "position",
        "language",
        "segment",
        "region",
        "email",
        "currency",
        "payout_method",
        "payee",
        "iban",
        "bic",
        "mentor",
        "manager",
    ),
    "sales": ("sale", "partner", "customer", "status", CURRENCY, RETURN_OF),
    "sale_lines": ("sale", "partner", "customer", "status", CURRENCY),
    "returns": ("partner", "customer", "status", CURRENCY, RETURN_OF),
    "events": ("partner", "event", "subject", CURRENCY),
    "targets": ("partner", "target"),
    "redemptions": ("partner", "redemption", "reward"),
    "handovers": ("partner", "handover", "reward"),
    "splits": ("sale", "partner"),
    "rates": (CURRENCY,),
}
DATES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*DATED, "rates"), ("date", RECORDED)),
    **dict.fromkeys(("sales", "returns"), ("date", RECORDED, HAPPENED)),
    "partners": ("joined_on", "left_on", RECORDED),
    "splits": (RECORDED, "date"),  # the day of a split is that of its sale
}
DECIMALS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(DATED, ()),
    "partners": ("key_epoch",),
    "events": ("score",),
    **dict.fromkeys(OF_REWARDS, ("quantity",)),
    "splits": ("share",),
    "rates": ("rate",),
}
DIVIDED = ("sales", "returns", "sale_lines")
"""Tables whose rows follow the split of the sale that they are, undo or belong to."""
IDS: dict[str, tuple[str, ...]] = {
    "partners": ("partner",),
    "redemptions": ("redemption",),
    "handovers": ("handover",),
    "splits": ("sale", "partner"),
    "rates": ("currency", "date"),
}
"""Of some tables the columns that together never repeat, whatever a source says."""
RESERVED = (
    "row",
    "partner_key",
    "sponsor_row",
    "placement_row",
    "source_file",
    "source_row",
    "at",
    HAPPENED,
    SHARE,
)
MOST_DIGITS = 9


class SourceColumn(Frozen):
    """Where a column of the book comes from, and how its cells are written; `title` is what partners call it."""

    column: str
    digits: WholeNumber | None = None
    in_: Literal["minor"] | None = Field(default=None, alias="in")
    format: str | None = None
    type: Literal["text"] | None = None
    empty: Literal["allowed"] | None = None
    title: Wording | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, written: object) -> object:
        return {"column": written} if isinstance(written, str) else written

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.digits is not None and not 0 <= self.digits <= MOST_DIGITS:
            raise Fault(
                "digits-out-of-range",
                f"`digits` is 0 to {MOST_DIGITS}.",
                at=("digits",),
                consequence="With more, ordinary sums would no longer fit, and none could be paid.",
                cure="Write how many decimals the figures of this column have: `digits: 2`.",
            )
        if self.in_ and self.digits is None:
            raise Fault(
                "column-without-type",
                "`in: minor` needs `digits`: how many decimals the minor unit has.",
                at=("in",),
                consequence="100 could be one rouble or a hundred.",
                cure="Write `{column: ..., digits: 2, in: minor}`.",
            )
        if self.format is not None:
            try:
                pattern_of(self.format)
            except Fault as fault:
                raise fault.under("format") from None
        return self


class Rejection(Frozen):
    """A reason for which rows may be left out, up to `ceiling` of them; `words` say why to partners."""

    reason: Slug
    where: Filters | None = None
    ceiling: WholeNumber = 0
    words: Wording

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.where is not None and self.reason in NAMES:
            raise Fault(
                "reason-taken",
                f"`{self.reason}` is a reason of the book itself and takes no `where`.",
                at=("where",),
                consequence="One name for two reasons would hide from partners which of them was meant.",
                cure="Give your own reason another name.",
            )
        if self.where is None and self.reason not in NAMES:
            near = did_you_mean(self.reason, NAMES)
            raise Fault(
                "unknown-reason",
                f"`{self.reason}` is not a reason of the book, and no `where` says which rows it means.",
                at=("reason",),
                consequence="No row could ever be left out for it.",
                cure=f"Did you mean `{near}`?"
                if near
                else "Add `where: {column: ...}`, or take one of: " + ", ".join(NAMES) + ".",
            )
        if self.ceiling < 0:
            raise Fault("figure-negative", "A ceiling is never negative.", at=("ceiling",))
        return self
