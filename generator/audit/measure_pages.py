"""Reads measures, one value a row, from the binding sentences of their sections."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.definitions import Cell, Measure
from generator.audit.pages import Piece
from generator.audit.said_figures import (
    Words,
    figure_in,
    lines_of,
    rounding_of,
    shares_of,
    speaks_of,
    steps_of,
    target_of,
    tests_of,
    unit_of,
)
from generator.audit.sections import Section
from generator.audit.sentences_metrics import MEASURE
from generator.audit.shapes import NotUnderstood


def measure(section: Section) -> Measure:
    """One value a row."""
    words = Words(section, MEASURE)
    said, unit, rounding = words.need("value"), unit_of(words), rounding_of(words)
    speaks_of(said, section.thing)
    operation = said.key.split(".")[1]
    table = said.code("table")
    allowed = ["value", "unit", "rounding", "where", "lines"]
    if operation == "lookup":
        allowed += ["row", "absent"]
    if operation in ("quotient", "ratio"):
        allowed.append("zero")
    if operation in ("product", "quotient"):
        allowed.append("percent")
    words.only(*allowed)
    lines_of(words, table)
    if operation == "ratio" and unit != "percent":
        raise NotUnderstood(f"{section.thing} is in percent and in {unit}")
    cells: tuple[Cell, ...]
    if operation in ("column", "lookup"):
        cells = (Cell(column=said.code("only")),)
    elif operation == "measure":
        cells = (Cell(measure=target_of(said, "only", "measure")),)
    else:
        cells = tuple(_cell(said.pieces(name), unit, section.thing) for name in ("first", "second"))
    zero = words.may("zero")
    if operation in ("quotient", "ratio") and zero is None:
        raise NotUnderstood(f"{section.thing} does not say what it is where the divisor is zero")
    return Measure(
        section.thing.removeprefix("measure/"),
        table,
        "value" if operation in ("column", "measure") else operation,
        cells,
        unit,
        tests_of(words.lists["where"]),
        steps_of(words, unit) if operation == "lookup" else (),
        figure_in(unit, words.need("absent"), "value", section.thing) if operation == "lookup" else None,
        figure_in(unit, zero, "value", section.thing) if zero is not None and zero.key == "zero" else None,
        rounding,
        shares_of(words),
    )


def _cell(pieces: list[Piece], unit: str, thing: str) -> Cell:
    (piece,) = pieces
    if piece.kind == "code":
        return Cell(column=piece.text)
    if piece.kind == "ref":
        if not piece.target.startswith("measure/"):
            raise NotUnderstood(f"{thing} is made of {piece.target}")
        return Cell(measure=piece.target.removeprefix("measure/"))
    if piece.figure is None or not isinstance(piece.figure.value, Fraction) or piece.figure.unit != unit:
        raise NotUnderstood(f"{thing} is made of {piece.text!r}")
    return Cell(figure=piece.figure.value, unit=unit)
