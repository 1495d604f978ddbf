"""YAML text as a positioned tree: every value keeps its file, line and column, every scalar stays text."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as RuamelNode

from generator.source.diagnostic import Diagnosed, Diagnostic, Mark
from generator.source.place import Place

Step = str | int
Plain = str | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar as the author wrote it; `text` is None for an empty plain value."""

    place: Place
    text: str | None

    def plain(self) -> Plain:
        """The value without positions."""
        return self.text


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence of nodes."""

    place: Place
    rows: tuple[Tree, ...]

    def plain(self) -> Plain:
        """The value without positions."""
        return [row.plain() for row in self.rows]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; `keys` holds the place of each key."""

    place: Place
    values: dict[str, Tree]
    keys: dict[str, Place] = field(hash=False)

    def plain(self) -> Plain:
        """The value without positions."""
        return {key: value.plain() for key, value in self.values.items()}


Tree = TextNode | ListNode | MapNode


def find(tree: Tree, path: Sequence[Step]) -> Tree:
    """The node at `path`; a step that does not resolve stays where it is (tags of a union are such steps)."""
    node = tree
    for step in path:
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.values:
            node = node.values[step]
        elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.rows):
            node = node.rows[step]
    return node


def key_place(tree: Tree, path: Sequence[Step]) -> Place:
    """The place of the key named by the last step, else of the node itself."""
    node = find(tree, path[:-1])
    if path and isinstance(node, MapNode) and isinstance(path[-1], str) and path[-1] in node.keys:
        return node.keys[path[-1]]
    return find(tree, path).place


def walk(tree: Tree, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Tree]]:
    """Every node with its path, in file order."""
    yield path, tree
    if isinstance(tree, MapNode):
        for key, value in tree.values.items():
            yield from walk(value, (*path, key))
    elif isinstance(tree, ListNode):
        for number, row in enumerate(tree.rows):
            yield from walk(row, (*path, number))


def load_yaml(path: Path) -> Tree:
    """Read one YAML document.

    Raises `Diagnosed`: yaml-unreadable (no YAML, not UTF-8, several documents), yaml-empty, duplicate-key.
    """
    shown = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _unreadable(Place(shown, line, 1), "this file is not UTF-8 text") from None
    except OSError as error:
        raise _unreadable(Place(shown, 1, 1), f"this file cannot be read ({error.strerror})") from None
    reader = YAML(
        typ="safe", pure=True
    )  # the round-trip reader marks folds inside texts with control characters
    try:
        node = reader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown, 1, 1)
        raise _unreadable(
            at, _plain_words(str(error.problem or error.context or "this is not YAML"))
        ) from None
    except YAMLError as error:
        line = text[: getattr(error, "position", 0)].count("\n") + 1
        raise _unreadable(Place(shown, line, 1), "it holds a character that YAML does not allow") from None
    if node is None:
        raise Diagnosed(
            [
                Diagnostic(
                    "yaml-empty",
                    Place(shown, 1, 1),
                    "This file is empty.",
                    consequence="A file without content promises nothing, so it is refused rather than ignored.",
                    cure="Write its content, or delete the file.",
                )
            ]
        )
    return _convert(node, shown)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The nearest of `known`, or an empty string."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else ""


def _unreadable(place: Place, why: str) -> Diagnosed:
    return Diagnosed(
        [
            Diagnostic(
                "yaml-unreadable",
                place,
                f"This file cannot be read as YAML: {why}.",
                consequence="Nothing of this file is taken until it can be read; the published book stays as it was.",
                cure="Look at this line and the one above it: a space missing after a colon, a tab, an open quote.",
            )
        ]
    )


_PHRASES = {
    "mapping values are not allowed here": "a second colon stands in this line, or the line is indented too far",
    "found character '\\t' that cannot start any token": "a tab stands where only spaces may indent",
    "could not find expected ':'": "a key stands here without its colon",
    "found unexpected end of stream": "a quote or bracket is opened and never closed",
}


def _plain_words(problem: str) -> str:
    for phrase, words in _PHRASES.items():
        if phrase in problem:
            return words
    if "expected ',' or" in problem:
        return "a bracket or brace is opened and not closed, or a comma is missing"
    if "block end" in problem:
        return "this line is indented differently from its neighbours"
    if "alias" in problem:
        return "an asterisk at the start of a value refers to an anchor that does not exist; put the value in quotes"
    return "the text does not follow its rules here"


def _convert(node: RuamelNode, path: str) -> Tree:
    start, end = node.start_mark, node.end_mark
    width = end.column - start.column if end.line == start.line else 1
    place = Place(path, start.line + 1, start.column + 1, max(1, width))
    if isinstance(node, ScalarNode):
        plain_empty = node.style is None and node.value in ("", "~", "null")
        return TextNode(place, None if plain_empty else str(node.value))
    if isinstance(node, SequenceNode):
        return ListNode(place, tuple(_convert(row, path) for row in node.value))
    assert isinstance(node, MappingNode)
    values: dict[str, Tree] = {}
    keys: dict[str, Place] = {}
    for key_node, value_node in node.value:
        key_tree = _convert(key_node, path)
        key = key_tree.text if isinstance(key_tree, TextNode) else None
        if key is None:
            raise _unreadable(key_tree.place, "a key must be a plain word")
        if key in keys:
            raise Diagnosed(
                [
                    Diagnostic(
                        "duplicate-key",
                        key_tree.place,
                        f"The key `{key}` stands twice in the same mapping.",
                        label="again here",
                        other=Mark(keys[key], "first here"),
                        consequence="Only one of the two could count, and a reader cannot know which.",
                        cure="Keep one of them.",
                    )
                ]
            )
        keys[key] = key_tree.place
        values[key] = _convert(value_node, path)
    return MapNode(place, values, keys)
