"""What a place is about: the thing of the programme in which it lies, named by its title and version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.source.diagnostic import Diagnostic
from generator.source.place import Place
from generator.source.tree import MapNode, Step, TextNode, Tree, find, walk


def with_subject(diagnostics: Iterable[Diagnostic], trees: Iterable[Tree]) -> list[Diagnostic]:
    """The same messages, each with the thing it is about; one whose file has no tree here stays as it is."""
    by_file = {tree.place.path: tree for tree in trees}
    out = []
    for diagnostic in diagnostics:
        tree = by_file.get(diagnostic.place.path) if diagnostic.place else None
        if tree is not None and diagnostic.place is not None and not diagnostic.about:
            diagnostic = replace(diagnostic, about=subject(tree, diagnostic.place))
        out.append(diagnostic)
    return out


def subject(tree: Tree, place: Place) -> str:
    """`"Growth commission", version of 2026-07-01`; empty where the place lies in nothing that has a name."""
    path = path_of(tree, place)
    version = next(
        (at for at in range(len(path) - 1) if path[at] == "versions" and isinstance(path[at + 1], int)), None
    )
    name = _title(tree, path[: version if version is not None else len(path)])
    if version is None:
        return name
    starts = _text(find(tree, path[: version + 2]), "from")
    return ", ".join(part for part in (name, f"version of {starts}" if starts else "") if part)


def path_of(tree: Tree, place: Place) -> tuple[Step, ...]:
    """The path of the key or value that starts at `place`, else of the last one that starts before it."""
    exact: tuple[Step, ...] = ()
    before: tuple[Step, ...] = ()
    spot = (place.line, place.column)
    for path, node in walk(tree):
        starts = [(path, node.place)]
        if isinstance(node, MapNode):
            starts += [((*path, key), at) for key, at in node.keys.items()]
        for found, at in starts:
            if (at.line, at.column) == spot and len(found) > len(exact):
                exact = found
            elif (at.line, at.column) < spot:
                before = found
    return exact or before


def _title(tree: Tree, path: tuple[Step, ...]) -> str:
    """The nearest title above; in a file of many things none is that of the file itself."""
    for length in range(len(path), -1, -1):
        node = find(tree, path[:length])
        title = node.values.get("title") if isinstance(node, MapNode) else None
        if length == 0 and path and path[0] == "policy":
            return "The policy"
        if isinstance(title, MapNode):
            wordings = [one.text for one in title.values.values() if isinstance(one, TextNode) and one.text]
            if wordings and not (length == 0 and "programme" in _keys(tree)):
                return f'"{wordings[0]}"'
    return ""


def _keys(tree: Tree) -> Iterable[str]:
    return tree.values if isinstance(tree, MapNode) else ()


def _text(node: Tree, key: str) -> str:
    value = node.values.get(key) if isinstance(node, MapNode) else None
    return value.text or "" if isinstance(value, TextNode) else ""
