"""A diagnostic is shown to people, to machines and beside the lines of a pull request."""

import json
from pathlib import Path

import pytest

from generator.source import (
    ADVICE,
    Diagnosed,
    Diagnostic,
    Mark,
    Place,
    as_dict,
    for_annotation,
    for_machine,
    for_terminal,
    forget_lines,
    in_order,
    raise_if,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    forget_lines()
    path = tmp_path / "program" / "x.yaml"
    path.parent.mkdir()
    return path


def place(file: Path, line: int, column: int, width: int = 1) -> Place:
    return Place(str(file), line, column, width)


def test_the_shape(file: Path, tmp_path: Path) -> None:
    file.write_text("rows:\n- {at_least: 1 000}\n- {at_least: 500}\n", "utf-8")
    one = Diagnostic(
        "bracket-not-ascending",
        place(file, 3, 14, 3),
        "Brackets must start higher than the one above.",
        label="this one is lower",
        other=Mark(place(file, 2, 14, 5), "this bracket starts here"),
        consequence="A partner could claim two rates.",
        cure="Write:\n  rows: []",
        about='"Growth", version of 2026-01-01',
    )
    assert for_terminal(one, tmp_path) == (
        "program/x.yaml:3:14  bracket-not-ascending\n"
        '  "Growth", version of 2026-01-01: brackets must start higher than the one above.\n'
        "   2 | - {at_least: 1 000}\n"
        "     |              -----  this bracket starts here\n"
        "   3 | - {at_least: 500}\n"
        "     |              ^^^  this one is lower\n"
        "  A partner could claim two rates.\n"
        "  Write:\n"
        "    rows: []"
    )


def test_two_marks_in_one_line(file: Path, tmp_path: Path) -> None:
    file.write_text("{a: 1, b: 2}\n", "utf-8")
    one = Diagnostic("x", place(file, 1, 11), "Says.", other=Mark(place(file, 1, 5)))
    assert for_terminal(one, tmp_path).splitlines()[2:] == [
        "   1 | {a: 1, b: 2}",
        "     |     -",
        "     |           ^",
    ]


def test_tabs_and_letters_of_any_script_keep_the_mark_in_place(file: Path, tmp_path: Path) -> None:
    file.write_text("\tназвание: ж\n", "utf-8")
    lines = for_terminal(Diagnostic("x", place(file, 1, 12), "Says."), tmp_path).splitlines()
    assert lines[2].index("ж") == lines[3].index("^")


def test_a_long_line_is_shown_around_its_mark(file: Path, tmp_path: Path) -> None:
    file.write_text("x" * 500 + "HERE" + "y" * 500 + "\n", "utf-8")
    lines = for_terminal(Diagnostic("x", place(file, 1, 501, 4), "Says."), tmp_path).splitlines()
    assert len(lines[2]) < 130
    at = lines[3].index("^")
    assert lines[2][at : at + 4] == "HERE"
    assert lines[3].count("^") == 4


def test_nothing_steers_the_terminal(file: Path, tmp_path: Path) -> None:
    file.write_text("a: \x1b[31mred\n", "utf-8")
    shown = for_terminal(Diagnostic("x", place(file, 1, 1), "A cell holds `\x1b[2J`.", cure="\x9b"), tmp_path)
    assert not set(shown) & {"\x1b", "\x9b"}


def test_a_file_that_is_gone_or_binary_shows_no_line(file: Path, tmp_path: Path) -> None:
    one = Diagnostic("x", place(file, 1, 1), "Says.")
    assert for_terminal(one, tmp_path) == "program/x.yaml:1:1  x\n  Says."
    file.write_bytes(b"\xff\xfe\0")
    forget_lines()
    assert for_terminal(one, tmp_path) == "program/x.yaml:1:1  x\n  Says."


def test_without_a_place() -> None:
    one = Diagnostic("x", None, "Says.")
    assert for_terminal(one) == "x\n  Says."
    assert for_annotation(one) == "::error title=x::Says."
    assert as_dict(one)["path"] is None


def test_an_annotation_is_one_line(file: Path, tmp_path: Path) -> None:
    odd = file.with_name("a,b:c%.yaml")
    one = Diagnostic("x", place(odd, 3, 4), "5 % of it.", cure="Write:\n  x").as_advice()
    assert for_annotation(one, tmp_path) == (
        "::warning file=program/a%2Cb%3Ac%25.yaml,line=3,col=4,title=x::5 %25 of it.%0AWrite:%0A  x"
    )


def test_for_machines(file: Path, tmp_path: Path) -> None:
    one = Diagnostic(
        "x", place(file, 3, 4), "Says.", other=Mark(place(file, 1, 2), "here"), about="The policy"
    )
    (told,) = json.loads(for_machine([one], tmp_path))["diagnostics"]
    assert told == {
        "slug": "x",
        "weight": "wrong",
        "path": "program/x.yaml",
        "line": 3,
        "column": 4,
        "says": "The policy: says.",
        "label": "",
        "other": {"path": "program/x.yaml", "line": 1, "column": 2, "label": "here"},
        "consequence": "",
        "cure": "",
    }


def test_order_and_repeats(file: Path) -> None:
    first, second = Diagnostic("b", place(file, 1, 2), "B."), Diagnostic("a", place(file, 2, 1), "A.")
    nowhere = Diagnostic("c", None, "C.")
    assert in_order([second, first, nowhere, second]) == [nowhere, first, second]


def test_advice_stops_nothing(file: Path) -> None:
    advice = Diagnostic("a", place(file, 1, 1), "A.", weight=ADVICE)
    raise_if([advice])
    with pytest.raises(Diagnosed):
        raise_if([advice, Diagnostic("b", place(file, 1, 1), "B.")])
