"""Loading: one YAML file as a positioned tree, or what keeps it from being read without doubt."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from generator.source.diagnostic import Diagnosed, Diagnostic, Mark, in_order
from generator.source.place import Place
from generator.source.tree import ListNode, MapNode, TextNode, Tree
from generator.source.unreadable import (
    TOO_DEEP,
    from_error,
    invisible_letter,
    no_text,
    no_yaml,
    starts_with_sign,
)

_DEEPEST = 40
_SIGNS = "&*!"
_FIGURE_START = re.compile(r"[-\u2212]?\d[\d _\u00a0]*")
_FIGURE_REST = re.compile(r"(?P<digits>\d+)(?P<more>[\d _\u00a0.]*(?:%|[^\W\d_]\w*)?)")


def load_yaml(path: Path) -> Tree:
    """Read one YAML document.

    Raises `Diagnosed`: yaml-unreadable (no YAML, not UTF-8, several documents), yaml-empty, duplicate-key,
    comma-in-figure, text-starts-with-brace, text-starts-with-sign.
    """
    shown = str(path)
    try:
        # An editor may put a byte order mark before the first letter; it is no part of the text.
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Diagnosed([no_text(shown, bytes(error.object), error.start)]) from None
    except OSError as error:
        why = f"the system does not let it be read ({error.strerror})"
        raise Diagnosed(
            [no_yaml(Place(shown, 1, 1), why, "Make sure that it is a file which you may read.")]
        ) from None
    try:
        node = _composed(text)
        if node is None:
            raise Diagnosed([_empty(shown)])
        converter = _Converter(shown, text)
        tree = converter.convert(node)
        if isinstance(tree, TextNode) and tree.text is None and not converter.told:
            raise Diagnosed([_empty(shown)])
    except MarkedYAMLError as error:
        raise Diagnosed([from_error(error, text, shown)]) from None
    except YAMLError as error:
        raise Diagnosed([invisible_letter(shown, text, getattr(error, "position", 0))]) from None
    except RecursionError:
        raise Diagnosed([no_yaml(Place(shown, 1, 1), *TOO_DEEP)]) from None
    if converter.told:
        raise Diagnosed(in_order(converter.told))
    return tree


@lru_cache(maxsize=256)
def _composed(text: str) -> YamlNode | None:
    """The nodes of a text. Programmes are read more than once in a run, and finding nodes is most of the reading."""
    composed: YamlNode | None = YAML(typ="safe", pure=True).compose(text)
    return composed


def _empty(path: str) -> Diagnostic:
    return Diagnostic(
        "yaml-empty",
        Place(path, 1, 1),
        "This file is empty.",
        consequence="A file without content promises nothing, so it is refused rather than ignored.",
        cure="Write its content, or delete the file.",
    )


class _Converter:
    """Turns nodes of the YAML reader into ours, and collects what cannot be read without doubt."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.told: list[Diagnostic] = []

    def convert(self, node: YamlNode, depth: int = 0) -> Tree:
        place = self._place(node)
        if depth > _DEEPEST:
            raise Diagnosed([no_yaml(place, *TOO_DEEP)])
        # With an anchor, an alias or a tag a part of the text would silently become something else.
        if self.text[node.start_mark.index] in _SIGNS if node.start_mark.index < len(self.text) else False:
            self.told.append(starts_with_sign(self.text, place))
            return TextNode(place, None)
        if isinstance(node, ScalarNode):
            return self._scalar(node, place)
        if isinstance(node, SequenceNode):
            return ListNode(place, tuple(self.convert(row, depth + 1) for row in node.value))
        assert isinstance(node, MappingNode)
        return self._mapping(node, place, depth)

    def _place(self, node: YamlNode) -> Place:
        start, end = node.start_mark, node.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Place(self.path, start.line + 1, start.column + 1, max(1, width))

    def _scalar(self, node: ScalarNode, place: Place) -> TextNode:
        last_line = node.end_mark.line + 1
        if node.style is not None:
            return TextNode(place, str(node.value), last_line)
        if node.value in ("", "~", "null"):
            return TextNode(place, None, last_line)
        behind = re.compile(r"[ \t]+(#[^\r\n]*)").match(self.text, node.end_mark.index)
        return TextNode(place, str(node.value), last_line, behind[1] if behind else "")

    def _mapping(self, node: MappingNode, place: Place, depth: int) -> MapNode:
        values: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        rest: list[str] = []
        for key_node, value_node in node.value:
            key_tree = self.convert(key_node, depth + 1)
            key = key_tree.text if isinstance(key_tree, TextNode) else None
            if key is None:
                if not self.told:
                    why = "a key stands here that is not a plain word"
                    self.told.append(no_yaml(key_tree.place, why, "Write `key: value`."))
                continue
            value = self.convert(value_node, depth + 1)
            if node.flow_style and values and _is_rest_of_figure(key, value, values):
                rest.append(key)
                continue
            self._comma(values, rest)
            if key in keys:
                self.told.append(_duplicate(key, key_tree.place, keys[key]))
                continue
            keys[key] = key_tree.place
            values[key] = value
        self._comma(values, rest)
        return MapNode(place, values, keys)

    def _comma(self, values: dict[str, Tree], rest: list[str]) -> None:
        """Tell of a figure that a comma has cut: `{at_least: 1,000}` reads as two keys."""
        if not rest:
            return
        key, value = list(values.items())[-1]
        assert isinstance(value, TextNode)
        parts = [value.text or "", *rest]
        width = len(",".join(parts))
        place = Place(self.path, value.place.line, value.place.column, width)
        self.told.append(comma_in_figure(key, parts, place))
        rest.clear()


def _is_rest_of_figure(key: str, value: Tree, before: dict[str, Tree]) -> bool:
    """Whether a key without a value continues the figure of the key before it."""
    last = list(before.values())[-1]
    return (
        isinstance(value, TextNode)
        and value.text is None
        and isinstance(last, TextNode)
        and _FIGURE_REST.fullmatch(key) is not None
        and _FIGURE_START.fullmatch(last.text or "") is not None
    )


def comma_in_figure(key: str, parts: list[str], place: Place) -> Diagnostic:
    """The message about a figure cut by commas into `parts`, of which the last may carry a unit."""
    found = [_FIGURE_REST.match(part) for part in parts[1:]]
    thousands = all(match is not None and len(match["digits"]) == 3 for match in found)
    figure = (" " if thousands or len(parts) > 2 else ".").join(parts)
    said = "Thousands are divided by a space" if thousands else "The decimal sign is a point"
    return Diagnostic(
        "comma-in-figure",
        place,
        "A comma stands in this figure, and here it would cut the figure in two.",
        consequence=f"`{key}` would be {parts[0]}, and the rest would be lost.",
        cure=f"{said}: write `{key}: {figure}`.",
    )


def _duplicate(key: str, place: Place, first: Place) -> Diagnostic:
    return Diagnostic(
        "duplicate-key",
        place,
        f"The key `{key}` stands here twice.",
        label="again here",
        other=Mark(first, "first here"),
        consequence="Only one of the two could count, and a reader cannot know which.",
        cure="Keep one of them.",
    )
