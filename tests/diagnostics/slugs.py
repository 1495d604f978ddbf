"""Finds every slug that the generator can give to a diagnostic, by reading its modules without running them."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

MAKERS = {"Diagnostic", "Fault"}
FIELD = "slug"


class Unclear(ValueError):
    """A slug that cannot be told from the text of the modules: it is to be written where it can be found."""


class Modules:
    """Modules read together: a slug may be handed from one function to another."""

    def __init__(self, paths: list[Path]) -> None:
        self.trees = {path: ast.parse(path.read_text("utf-8")) for path in paths}
        self.above: dict[ast.AST, ast.AST] = {}
        for tree in self.trees.values():
            for node in ast.walk(tree):
                for inner in ast.iter_child_nodes(node):
                    self.above[inner] = node

    def slugs(self) -> set[str]:
        """All slugs. Raises Unclear."""
        found: set[str] = set()
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _name(node.func) in MAKERS and node.args:
                    try:
                        found |= self._values(node.args[0])
                    except Unclear as why:
                        raise Unclear(f"{path.name}:{node.lineno}: {why}") from None
        return found

    def _values(self, node: ast.expr) -> set[str]:
        """Every text that an expression can be."""
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=body, orelse=other):
                return self._values(body) | self._values(other)
            case ast.JoinedStr(values=parts):
                choices = [sorted(self._values(part)) for part in parts]
                return {"".join(chosen) for chosen in product(*choices)}
            case ast.FormattedValue(value=value):
                return self._values(value)
            case ast.Subscript(value=ast.Dict(values=values)):
                return set().union(*(self._values(value) for value in values))
            case ast.Attribute(attr=attribute) if attribute == FIELD:
                return set()  # a diagnostic made again from one that was counted where it was first made
            case ast.Name(id=name):
                return self._of_name(name, node)
        raise Unclear(f"cannot tell {ast.unparse(node)}")

    def _of_name(self, name: str, node: ast.AST) -> set[str]:
        function = self._function(node)
        if function is None:
            raise Unclear(f"cannot tell {name}")
        arguments = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
        if name in arguments:
            return self._handed(function, arguments.index(name), name)
        found: set[str] = set()
        for inner in ast.walk(function):
            match inner:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    found |= self._values(value)
                case (
                    ast.For(target=ast.Tuple(elts=targets), iter=rows)
                    | ast.comprehension(target=ast.Tuple(elts=targets), iter=rows)
                ):
                    at = next((n for n, one in enumerate(targets) if _name(one) == name), None)
                    if at is not None:
                        found |= self._of_rows(rows, at, function)
        if not found:
            raise Unclear(f"cannot tell {name}")
        return found

    def _of_rows(self, rows: ast.expr, at: int, function: ast.AST) -> set[str]:
        if isinstance(rows, ast.Name):
            for inner in ast.walk(function):
                match inner:
                    case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == rows.id:
                        return self._of_rows(value, at, function)
        if isinstance(rows, ast.Tuple | ast.List):
            return set().union(
                *(self._values(row.elts[at]) for row in rows.elts if isinstance(row, ast.Tuple | ast.List))
            )
        raise Unclear(f"cannot tell {ast.unparse(rows)}")

    def _handed(self, function: ast.FunctionDef, at: int, name: str) -> set[str]:
        """What callers hand over for an argument."""
        found: set[str] = set()
        method = isinstance(self.above.get(function), ast.ClassDef)
        for call in self._calls(function.name):
            given = [word.value for word in call.keywords if word.arg == name]
            position = at - 1 if method else at
            if not given and position < len(call.args):
                given = [call.args[position]]
            for value in given:
                found |= self._values(value)
        return found

    def _calls(self, name: str) -> Iterator[ast.Call]:
        for tree in self.trees.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _name(node.func) == name:
                    yield node

    def _function(self, node: ast.AST) -> ast.FunctionDef | None:
        while node in self.above:
            node = self.above[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
