"""Names say what a thing is: words of the vocabulary, and no drawer for odds and ends."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.house.tree import GENERATOR, ROOT, files, modules, shown

DRAWERS = {word for stem in ("util", "helper", "manager", "handler") for word in (stem, stem + "s")} | {
    "common",
    "core",
    "misc",
    "base",
}

# Word of the trade instead of the word of the machine.
EVERYWHERE = {
    "config": "say what is set: programme, policy, source",
    "configs": "say what is set: programme, policy, source",
    "configuration": "say what is set: programme, policy, source",
    "item": "say what it is: row, clause, line, course",
    "items": "say what they are: rows, clauses, lines, courses",
}
# HTML and YAML have parents and children; partners have sponsors and a downline, and hold tiers.
OF_PARTNERS = {
    "parent": "sponsor",
    "parents": "sponsors",
    "child": "downline",
    "children": "downline",
    "level": "tier (of a partner), depth (in the tree)",
    "levels": "tiers (of a partner), depths (in the tree)",
}
PARTNER_ROOMS = ("terms", "rules", "book", "settlement", "statements", "changes")

# Names that another's interface or a published rule kind asks for; (path, name) where one module needs it.
ALLOWED: set[tuple[str, str]] = set()
ALLOWED_ANYWHERE = {"level_commission", "LevelCommission", "LevelCommissionVersion", "model_config"}


def words_of(name: str) -> list[str]:
    """Words of an identifier, in lower case."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def names_given(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Names that a module gives itself; names that it only uses belong to others."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def strange_names(source: str, path: str, *, of_partners: bool) -> list[str]:
    """Each name that takes a word outside the vocabulary, with the word to take instead."""
    unwanted = EVERYWHERE | (OF_PARTNERS if of_partners else {})
    return [
        f"{path}:{line}  {name}: {unwanted[word]}"
        for line, name in names_given(ast.parse(source))
        if name not in ALLOWED_ANYWHERE and (path, name) not in ALLOWED and not name.startswith("__")
        for word in words_of(name)
        if word in unwanted
    ]


def keys(value: Any) -> Iterator[str]:
    """All keys of a YAML document, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def room_of(path: Path) -> str:
    inside = path.relative_to(GENERATOR)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def test_no_module_is_a_drawer() -> None:
    drawers = [
        shown(path) for path in modules() if DRAWERS & {path.stem, *path.relative_to(GENERATOR).parts[:-1]}
    ]
    assert not drawers, "these names say nothing: " + ", ".join(drawers)


def test_names_are_of_the_vocabulary() -> None:
    found = [
        finding
        for path in modules()
        for finding in strange_names(
            path.read_text("utf-8"),
            shown(path),
            # A curriculum has levels of its own.
            of_partners=room_of(path) in PARTNER_ROOMS and path.stem not in {"curriculum", "training"},
        )
    ]
    assert not found, "\n" + "\n".join(found)


def test_keys_of_the_programme_are_of_the_vocabulary() -> None:
    unwanted = {"config", "item", "items", "parent", "child", "children", "report"}
    found = [
        f"{shown(path)}: {key}"
        for path in files()
        if path.suffix == ".yaml" and (ROOT / "program") in path.parents
        for key in keys(YAML(typ="safe").load(path.read_text("utf-8")))
        if key in unwanted
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "of_partners", "red"),
    [
        ("def load_config(path): ...", False, True),
        ("class ClauseItem: ...", False, True),
        ("parent_of = {}", True, True),
        ("parent_of = {}", False, False),
        ("folder = path.parent", True, False),
        ("for key, value in rows.items(): ...", True, False),
        ("class LevelCommission: ...", True, False),
        ("itemised = reconfigured = 1", True, False),
    ],
)
def test_the_check_of_names_can_fail(source: str, of_partners: bool, red: bool) -> None:
    assert bool(strange_names(source, "x.py", of_partners=of_partners)) is red
