"""Plain strings: Jinja2 that escapes into strings of Python, without an object of MarkupSafe for each cell.

What it prints is what Jinja2 prints, character by character. It stands on two habits of Jinja2's compiler: a
compiled template prints through the name `escape` of its own module, and `a.b` is compiled by `visit_Getattr`.
Where these end, templates print as before, only slower; a test compares both and tells.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # MarkupSafe without its part in C
    from markupsafe._native import _escape_inner


def escaped(value: Any) -> str:
    """The text that `escape` makes of a value."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return str(value) if kind is Markup or kind is int else str(escape(value))


class _Generator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the module of a template, then let its `escape` be the one above."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import escaped as escape")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Read a key of a dictionary at once; Jinja2 asks for an attribute first and fails."""
        if hasattr(dict, node.attr):
            super().visit_Getattr(node, frame)
            return
        it, key = self.temporary_identifier(), repr(node.attr)
        self.write(f"({it}[{key}] if type({it} := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {key} in {it} else environment.getattr({it}, {key}))")


class PlainStrings(Environment):
    """An environment of Jinja2 for templates that are printed very often."""

    code_generator_class = _Generator
