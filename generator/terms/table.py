"""Tables that are not by the base alone: rows by tier, product, segment or condition, or by two of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen, did_you_mean
from generator.terms.bracket import RowPays, check_filled, check_pays, with_points
from generator.terms.condition import AnyCondition, Condition, parse_condition
from generator.terms.quantity import Amount as Figure
from generator.terms.quantity import Flag, Slug

DIMENSIONS = ("tier", "segment", "product", "condition", "at_least")
KEY_OF = {name: "when" if name == "condition" else name for name in DIMENSIONS}
"""The key of a row that holds its place in a dimension."""
OTHERWISE = "otherwise"
_EXAMPLES = {
    "tier": "{tier: silver, rate: 1 %}",
    "segment": "{segment: dealer, rate: 1 %}",
    "product": "{product: lamp, rate: 1 %}",
    "condition": "{when: {personal_volume: {at_least: 100}}, rate: 5 %}, {when: otherwise, rate: 3 %}",
    "at_least": "{at_least: 0, rate: 1 %}",
}


def _when(written: object) -> Condition | Literal["otherwise"]:
    return OTHERWISE if written == OTHERWISE else parse_condition(written)  # type: ignore[return-value]


def _text(written: object) -> str:
    if isinstance(written, str) and written.strip():
        return written
    raise Fault(
        "wrong-type",
        "This must be one name as it stands in the records.",
        consequence="Nobody could tell which rows of the records are meant.",
        cure="Write one name.",
    )


def _dimensions(written: object) -> tuple[str, ...]:
    names = (
        [written] if isinstance(written, str) else list(written) if isinstance(written, list | tuple) else []
    )
    for number, name in enumerate(names):
        if name not in DIMENSIONS:
            near = did_you_mean(str(name), DIMENSIONS)
            raise Fault(
                "unknown-key",
                f"A table cannot go by `{name}`.",
                at=() if isinstance(written, str) else (number,),
                consequence="Nobody could say which row applies.",
                cure=f"Did you mean `{near}`?" if near else "Tables go by " + ", ".join(DIMENSIONS) + ".",
            )
    if len(names) not in (1, 2) or len(set(names)) != len(names) or names == ["at_least"]:
        raise Fault(
            "table-unclear",
            "A table goes by one thing, or by two different ones; by a figure alone it is `brackets`.",
            consequence="Nobody could say which row applies.",
            cure="Write `by: tier` or `by: [tier, at_least]`; rows by a figure alone stand under `brackets:`.",
        )
    return tuple(names)


Name = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": "string"})]
AnyWhen = Annotated[
    AnyCondition | Literal["otherwise"],
    PlainValidator(_when),
    WithJsonSchema({"type": ["object", "string"], "examples": ["otherwise"]}),
]
Dimensions = Annotated[
    tuple[str, ...],
    PlainValidator(_dimensions),
    WithJsonSchema({"type": ["string", "array"], "examples": ["tier"]}),
]


class TableRow(RowPays):
    """A row; `tier` holds upward until the next row, with `only` for that tier alone."""

    tier: Slug | None = None
    only: Flag = False
    segment: Name | None = None
    product: Name | None = None
    when: AnyWhen | None = None
    at_least: Figure | None = None

    def place(self, by: str) -> object:
        """Its place in a dimension."""
        return getattr(self, KEY_OF[by])


class Table(Frozen):
    """A table by one or two dimensions; `at_least` is held against what chooses the row."""

    by: Dimensions
    rows: tuple[TableRow, ...]

    @model_validator(mode="before")
    @classmethod
    def _no_depth(cls, written: Any) -> Any:
        by = written.get("by") if isinstance(written, dict) else None
        if by == "depth" or (isinstance(by, list) and "depth" in by):
            raise Fault(
                "table-unclear",
                "A commission has no depth: its base is the earner's own.",
                at=("by",),
                consequence="Nobody could say which row applies.",
                cure="Take the kind `level_commission`.",
            )
        return with_points(written, slices=False)

    @model_validator(mode="after")
    def _complete(self) -> Table:
        check_filled(self.rows, _EXAMPLES[self.by[0]])
        for number, row in enumerate(self.rows):
            self._check_keys(number, row)
        check_pays(self.rows, slices=False)
        self._check_places()
        if "condition" in self.by:
            self._check_otherwise()
        return self

    def _check_keys(self, number: int, row: TableRow) -> None:
        needed = [KEY_OF[by] for by in self.by]
        for key in needed:
            if getattr(row, key) is None:
                raise Fault(
                    "missing-key",
                    f"The key `{key}` is missing here.",
                    at=("rows", number),
                    consequence="Without it nobody could say for whom the row holds.",
                    cure=f"The table goes by {' and '.join(self.by)}: write `{key}:` in each row.",
                )
        for key in KEY_OF.values():
            if key not in needed and getattr(row, key) is not None:
                raise Fault(
                    "table-unclear",
                    f"The table does not go by `{key}`.",
                    at=("rows", number, key),
                    on_key=True,
                    consequence="A partner could claim the row, or be refused it.",
                    cure=f"Remove it, or name it under `by:` (now: {', '.join(self.by)}).",
                )
        if row.only and row.tier is None:
            raise Fault(
                "table-unclear",
                "`only` belongs to a row by tier.",
                at=("rows", number, "only"),
                on_key=True,
                consequence="Nobody could tell what it narrows.",
                cure="Remove it.",
            )

    def _check_places(self) -> None:
        seen: dict[tuple[object, ...], int] = {}
        last: dict[tuple[object, ...], int] = {}
        for number, row in enumerate(self.rows):
            at = tuple(row.place(by) for by in self.by)
            if at in seen:
                raise Fault(
                    "row-twice",
                    "Two rows hold for the same thing.",
                    at=("rows", number),
                    other=("rows", seen[at]),
                    other_label="the other one",
                    consequence="A partner could claim the better of the two.",
                    cure="Remove one of them.",
                )
            seen[at] = number
            if "at_least" not in self.by:
                continue
            others = tuple(row.place(by) for by in self.by if by != "at_least")
            before = last.get(others)
            if before is not None and _start(row) <= _start(self.rows[before]):
                raise Fault(
                    "bracket-not-ascending",
                    "Brackets must start higher than the one above.",
                    at=("rows", number, "at_least"),
                    other=("rows", before, "at_least"),
                    other_label="this bracket starts here",
                    consequence="A row holds until the next one starts, so the order decides who earns what.",
                    cure="Write the brackets in rising order, or remove one.",
                )
            last[others] = number

    def _check_otherwise(self) -> None:
        whens = list(dict.fromkeys(row.when for row in self.rows))
        if whens[-1] != OTHERWISE or OTHERWISE in whens[:-1]:
            number = len(self.rows) - 1
            if OTHERWISE in whens[:-1]:
                number = next(n for n, row in enumerate(self.rows) if row.when == OTHERWISE)
            raise Fault(
                "table-without-otherwise",
                "The last row of a table by condition, and only the last, is `when: otherwise`.",
                at=("rows", number, "when"),
                consequence="Whoever meets none of the conditions could not tell what is paid.",
                cure="End the table with `{when: otherwise, rate: ...}`.",
            )


def _start(row: TableRow) -> Fraction:
    assert row.at_least is not None
    return row.at_least.value
