"""YAML that cannot be read without doubt is refused in plain words, at the place where its author has to look."""

from pathlib import Path

import pytest

from generator.source import Diagnosed, Diagnostic, ListNode, MapNode, TextNode, find, forget_lines, load_yaml


@pytest.fixture
def path(tmp_path: Path) -> Path:
    forget_lines()
    return tmp_path / "x.yaml"


def told(path: Path, text: str | bytes) -> list[Diagnostic]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(Diagnosed) as found:
        load_yaml(path)
    return list(found.value.diagnostics)


def test_every_value_is_text_with_its_place(path: Path) -> None:
    path.write_text("a: 1 000.50 RUB\nb:\n- {c: true, d: }\n- no\ne: null\n", "utf-8")
    tree = load_yaml(path)
    assert tree.plain() == {"a": "1 000.50 RUB", "b": [{"c": "true", "d": None}, "no"], "e": None}
    c = find(tree, ("b", 0, "c"))
    assert (c.place.line, c.place.column, c.place.width) == (3, 7, 4)
    assert isinstance(tree, MapNode)
    assert (tree.keys["b"].line, tree.keys["b"].column) == (2, 1)
    assert isinstance(find(tree, ("b",)), ListNode)


def test_a_block_has_no_marks_at_its_folds(path: Path) -> None:
    path.write_text("a: >-\n  one\n  two\n\n  three # four\n", "utf-8")
    assert load_yaml(path).plain() == {"a": "one two\nthree # four"}


def test_a_byte_order_mark_is_no_part_of_the_text(path: Path) -> None:
    path.write_text("\ufeffa: b\n", "utf-8")
    tree = load_yaml(path)
    assert tree.plain() == {"a": "b"}
    assert find(tree, ("a",)).place.source_line() == "a: b"


def test_lines_that_end_as_on_windows(path: Path) -> None:
    path.write_bytes(b"a: b\r\nc: 'd'\r\n")
    assert find(load_yaml(path), ("c",)).place.source_line() == "c: 'd'"


def test_a_comment_behind_a_text_is_remembered(path: Path) -> None:
    path.write_text('a: text #1\nb: "text #1"\nc: text#1\n', "utf-8")
    tree = load_yaml(path)
    assert [node.rest for node in (find(tree, (key,)) for key in "abc") if isinstance(node, TextNode)] == [
        "#1",
        "",
        "",
    ]


UNREADABLE = {
    "a: [1\nb: 2\n": (1, 4, "bracket or brace that opens here", "`]`"),
    "a: {b: 1\nc: 2\n": (1, 4, "bracket or brace that opens here", "`}`"),
    "a: {b: 1 c: 2}\n": (1, 11, "a comma is missing", "Add"),
    "a: 'x\nb: 1\n": (1, 4, "the quote that opens here", "Close it"),
    'a: "x" y\n': (1, 8, "behind the closing quote", "one pair of quotes"),
    "a: 'it's'\n": (1, 8, "the apostrophe", '`a: "it\'s"`'),
    "a: b: c\n": (1, 5, "a second colon", '`a: "b: c"`'),
    "a: 1\n  b: 2\n": (2, 4, "indented further", "same column"),
    "a:b\nc: d\n": (1, 1, "no colon with a space", "`key: value`"),
    "a: 1\nfoo\nb: 2\n": (2, 1, "neither `key: value`", "colon"),
    "- a\nb: 1\n": (2, 1, "indented differently", "same column"),
    "\ta: 1\n": (1, 1, "a tab", "spaces"),
    "a: ]\n": (1, 4, "never opened", "Remove"),
    "b: - x\n": (1, 4, "a row of a list", "next line"),
    "a: |x\n": (1, 5, "begins on the next line", "next line"),
    'a: "\\q"\n': (1, 6, "a backslash", "single quotes"),
    "a: 1\n---\nb: 2\n": (2, 1, "a second document", "One file"),
    "  a: 1\n b: 2\n": (2, 2, "further left", "left margin"),
    "? [a]\n: b\n": (1, 3, "not a plain word", "`key: value`"),
    "a: \x07\n": (1, 4, "U+0007", "Delete"),
    "a: " + "[" * 60 + "]" * 60: (1, 44, "lie inside each other", "brackets"),
    "a: " + "[" * 9000: (1, 1, "lie inside each other", "brackets"),
}


@pytest.mark.parametrize(("text", "expected"), UNREADABLE.items(), ids=lambda value: repr(value)[:30])
def test_what_no_one_can_read(path: Path, text: str, expected: tuple[int, int, str, str]) -> None:
    (one,) = told(path, text)
    line, column, why, cure = expected
    assert one.slug == "yaml-unreadable"
    assert one.place is not None
    assert (one.place.line, one.place.column) == (line, column)
    assert why in one.says
    assert cure in one.cure


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"a: \xe9t\xe9\n", "letters that are not in UTF-8"),
        ("a: b\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\0\0\xff\xff", "no text at all"),
    ],
)
def test_what_is_no_text(path: Path, raw: bytes, why: str) -> None:
    (one,) = told(path, raw)
    assert one.slug == "yaml-unreadable"
    assert why in one.says
    assert "UTF-8" in one.cure


SIGNS = {
    "en: *bold* text\n": 'en: "*bold* text"',
    "en: @home\n": 'en: "@home"',
    "en: `x`\n": 'en: "`x`"',
    "en: %x # y\n": 'en: "%x"',
    "en: !Wow, great\n": 'en: "!Wow, great"',
    "en: &a b\n": 'en: "&a b"',
    "t: {en: @a, ru: b}\n": 'en: "@a"',
    "en: @a \"b\"\n": "en: '@a \"b\"'",
    "en: {rate} is yours\n": "en: >-\n    {rate} is yours",
    "en: [x] is yours\n": "en: >-\n    [x] is yours",
    "t: {en: {rate} is, ru: x}\n": 'en: "{rate} is"',
}  # fmt: skip


@pytest.mark.parametrize(("text", "cure"), SIGNS.items(), ids=SIGNS)
def test_a_text_that_starts_with_a_sign(path: Path, text: str, cure: str) -> None:
    (one,) = told(path, text)
    assert one.slug == (
        "text-starts-with-brace" if "{rate}" in text or "[x]" in text else "text-starts-with-sign"
    )
    assert cure in one.cure
    pasted = cure if ">-" not in cure else cure.replace("\n    ", "\n  ")
    path.write_text(pasted + "\n", "utf-8")
    assert isinstance(load_yaml(path).plain(), dict)


COMMAS = {
    "{at_least: 1,000}": "`at_least: 1 000`",
    "{at_least: 1,000,000 RUB, rate: 1 %}": "`at_least: 1 000 000 RUB`",
    "{rate: 7,5 %}": "`rate: 7.5 %`",
    "{amount: -12,50}": "`amount: -12.50`",
    "{at_least: 1, 000}": "`at_least: 1 000`",
    "{a: 1 000,00}": "`a: 1 000.00`",
}


@pytest.mark.parametrize(("text", "cure"), COMMAS.items(), ids=COMMAS)
def test_a_figure_cut_by_a_comma(path: Path, text: str, cure: str) -> None:
    (one,) = told(path, f"x: {text}\n")
    assert one.slug == "comma-in-figure"
    assert cure in one.cure


@pytest.mark.parametrize("text", ["{a: 1, b: }", "{a: x, 5: }", "{a: 1, 5: 6}", "[1,000]"])
def test_what_is_no_cut_figure(path: Path, text: str) -> None:
    path.write_text(f"x: {text}\n", "utf-8")
    load_yaml(path)


def test_all_findings_of_a_file(path: Path) -> None:
    slugs = [one.slug for one in told(path, "a: 1\na: 2\nb: {c: 1,5}\nd: &x 1\n")]
    assert slugs == ["duplicate-key", "comma-in-figure", "text-starts-with-sign"]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_an_empty_file(path: Path, text: str) -> None:
    (one,) = told(path, text)
    assert one.slug == "yaml-empty"


def test_a_folder(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Diagnosed, match="does not let it be read"):
        load_yaml(path)
