"""Forms: HTML rendered once with holes, which are then filled with other text for each statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from markupsafe import Markup

_EDGE = "\0"
"""Stands at both ends of a hole's name; no text of a programme holds it, for YAML does not let it pass."""


def hole(name: str) -> Markup:
    """What a template is given where the text is not known yet."""
    return Markup(f"{_EDGE}{name}{_EDGE}")


class Form:
    """HTML with holes."""

    def __init__(self, html: str) -> None:
        """`html` has holes by `hole`."""
        self._parts = html.split(_EDGE)
        self._holes = self._parts[1::2]

    def filled(self, **values: str) -> str:
        """The HTML with a value in each hole; values are HTML themselves. Raises KeyError for a hole without one."""
        # A pattern with % would be shorter, and takes three times as long where a text is not plain ASCII.
        parts = self._parts.copy()
        parts[1::2] = [values[name] for name in self._holes]
        return "".join(parts)

    def each(self, **columns: Sequence[str]) -> Iterator[str]:
        """The HTML filled with each row of some columns, which have a value for each hole; there is one at least."""
        parts: list[Iterable[str]] = [repeat(text) for text in self._parts]
        parts[1::2] = [columns[name] for name in self._holes]
        return map("".join, zip(*parts, strict=False))
