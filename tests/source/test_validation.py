"""What a model refuses is said at the key or value that is wrong, once for each cause."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from generator.source import Diagnosed, Diagnostic, Fault, Frozen, forget_lines, load_yaml, validate
from generator.terms.quantity import Amount, Day, Slug


class Row(Frozen):
    at_least: Amount
    rate: str | None = None


class Square(Frozen):
    kind: Literal["square"]
    side: Amount
    rows: tuple[Row, ...] = ()
    starts: Day | None = None
    applies_to: Literal["slice", "whole"] = "whole"


class Circle(Frozen):
    kind: Literal["circle"]
    radius: Amount


class Drawing(Frozen):
    title: dict[str, str] = Field(default_factory=dict)
    shapes: dict[Slug, Annotated[Square | Circle, Field(discriminator="kind")]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    forget_lines()
    return tmp_path / "x.yaml"


def told(path: Path, text: str) -> list[Diagnostic]:
    path.write_text(text, "utf-8")
    with pytest.raises(Diagnosed) as found:
        validate(Drawing, load_yaml(path))
    return list(found.value.diagnostics)


CASES = {
    "shapes: {a: {kind: square, side: 1, colour: red}}": ("unknown-key", 37, "Keys known here"),
    "shapes: {a: {kind: square, sid: 1}}": ("unknown-key", 28, "Did you mean `side`?"),
    "shapes: {a: {kind: square, side: 1, applies_to: slic}}": ("wrong-type", 49, "`applies_to: slice`"),
    "shapes: {a: {kind: square}}": ("missing-key", 13, "`side: 100 000 RUB`"),
    "shapes: {a: {side: 1}}": ("missing-key", 13, "`kind: circle`"),
    "shapes: {a: {kind: squar, side: 1}}": ("unknown-kind", 20, "Did you mean `square`?"),
    "shapes: {a: {kind: [square], side: 1}}": ("wrong-type", 20, ""),
    "shapes: {A: {kind: circle, radius: 1}}": ("name-unreadable", 10, "small Latin letters"),
    "shapes: {a: {kind: circle, radius: big}}": ("figure-unreadable", 36, "Write digits"),
    "shapes: {a: {kind: circle, radius: }}": ("empty-value", 28, "remove `radius:`"),
    "shapes: {a: {kind: square, side: 1, starts: }}": ("empty-value", 37, "remove `starts:`"),
    "shapes: {a: {kind: square, side: 1, rows: [{at_least: 1}, ]}}": None,
    "shapes: {a: {kind: square, side: 1, rows: 5}}": ("wrong-type", 43, "`rows: [{at_least: 100 000 RUB}]`"),
    "shapes: {a: {kind: square, side: 1, rows: [5]}}": ("wrong-type", 44, ""),
    "shapes: {a: {kind: square, side: 1, rows: [{at_least: 1, side: 2}]}}": (
        "unknown-key",
        58,
        "beside `rows`",
    ),
    "shapes: {a: x}": ("wrong-type", 13, ""),
    "shapes: []": ("wrong-type", 9, ""),
    "- a": ("wrong-type", 1, ""),
    "just a text": ("wrong-type", 1, ""),
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=CASES)
def test_one_cause_one_message(path: Path, text: str, expected: tuple[str, int, str] | None) -> None:
    if expected is None:
        path.write_text(text, "utf-8")
        validate(Drawing, load_yaml(path))
        return
    (one,) = told(path, text)
    slug, column, cure = expected
    assert one.place is not None
    assert (one.slug, one.place.column) == (slug, column), one
    assert cure in one.cure


def test_every_cause_has_a_message_in_file_order(path: Path) -> None:
    text = "shapes:\n  a: {kind: square, sid: 1}\n  b: {kind: round}\n  c: {kind: circle, radius: x, y: z}\n"
    found = [(one.slug, one.place.line) for one in told(path, text) if one.place]
    assert found == [("unknown-key", 2), ("unknown-kind", 3), ("figure-unreadable", 4), ("unknown-key", 4)]


def test_the_thing_is_named_by_its_title(path: Path) -> None:
    (one,) = told(path, "title: {en: A plan}\nshapes: {a: {kind: circle}}\n")
    assert one.about == '"A plan"'


def test_a_fault_moves_up() -> None:
    fault = Fault("x", "Says.", at=("b",), other=("c",), on_key=True).under("a", 1)
    assert (fault.at, fault.other, fault.on_key) == (("a", 1, "b"), ("a", 1, "c"), True)
