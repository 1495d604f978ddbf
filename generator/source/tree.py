"""YAML text as a positioned tree: every value keeps its file, line and column, every scalar stays text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.source.place import Place

Step = str | int
Plain = str | None | list["Plain"] | dict[str, "Plain"]


class CutText(str):
    """A plain text that a comment follows on its line; `rest` is what stands behind it, from its `#` on."""

    __slots__ = ("rest",)
    rest: str

    @staticmethod
    def of(text: str, rest: str) -> CutText:
        """The text with what follows it."""
        made = CutText(text)
        made.rest = rest
        return made


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar as the author wrote it; `text` is None for an empty plain value, `rest` a comment behind it."""

    place: Place
    text: str | None
    last_line: int = 0
    rest: str = ""

    def plain(self) -> Plain:
        """The text alone."""
        return CutText.of(self.text, self.rest) if self.text and self.rest else self.text

    def place_of(self, fragment: str) -> Place:
        """Where `fragment` stands inside a text that may run over several lines; else the text's own place."""
        words = r"\s+".join(re.escape(word) for word in fragment.split())
        pattern = re.compile(rf"(?<!\w){words}(?!\w)" if fragment[:1].isalnum() else words)
        for line in range(self.place.line, max(self.last_line, self.place.line) + 1):
            first = self.place.column - 1 if line == self.place.line else 0
            found = pattern.search(Place(self.place.path, line, 1).source_line(), first)
            if found:
                return Place(self.place.path, line, found.start() + 1, max(1, len(found[0])))
        return self.place


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence of nodes."""

    place: Place
    rows: tuple[Tree, ...]

    def plain(self) -> Plain:
        """The rows without places."""
        return [row.plain() for row in self.rows]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; `keys` holds the place of each key."""

    place: Place
    values: dict[str, Tree]
    keys: dict[str, Place] = field(hash=False)

    def plain(self) -> Plain:
        """The values without places."""
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


def value_place(tree: Tree, path: Sequence[Step]) -> Place:
    """The place of the value at `path`; where nothing stands there, of its key."""
    node = find(tree, path)
    if isinstance(node, TextNode) and node.text is None:
        return key_place(tree, path)
    return node.place


def walk(tree: Tree, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Tree]]:
    """Every node with its path, in file order."""
    yield path, tree
    if isinstance(tree, MapNode):
        for key, value in tree.values.items():
            yield from walk(value, (*path, key))
    elif isinstance(tree, ListNode):
        for number, row in enumerate(tree.rows):
            yield from walk(row, (*path, number))


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The one of `known` that goes on where `word` ends, else the nearest, or an empty string."""
    onward = [one for one in known if one.startswith(f"{word}.")]
    near = onward[:1] or difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return near[0] if near else ""
