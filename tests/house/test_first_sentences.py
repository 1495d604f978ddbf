"""Every module of the generator begins with a sentence that says what it is."""

import ast
import re

import pytest

from tests.house.tree import modules, shown


def fault(source: str) -> str | None:
    """What is wrong with the beginning of this module, if anything."""
    said = ast.get_docstring(ast.parse(source))
    if not said:
        return "has no docstring"
    paragraph = " ".join(said.split("\n\n")[0].split())
    if not re.search(r"[.:](\s|$)", paragraph):
        return f"begins without a sentence: {paragraph!r}"
    return None


def test_each_module_says_what_it_is() -> None:
    faults = [f"{shown(path)} {said}" for path in modules() if (said := fault(path.read_text("utf-8")))]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("source", ["", "x = 1", '"""Reads pages"""', '"""\n"""'])
def test_the_check_can_fail(source: str) -> None:
    assert fault(source)
