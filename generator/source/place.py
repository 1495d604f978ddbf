"""A place in a text file: path, line and column, and the author's own line at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One value's position; `line` and `column` count from 1, `width` is the length of the mark under it."""

    path: str
    line: int
    column: int
    width: int = 1

    def source_line(self) -> str:
        """The author's line, without its line end; empty when the file is gone or binary."""
        lines = _lines(self.path)
        return lines[self.line - 1] if 0 < self.line <= len(lines) else ""

    def holds(self, other: Place) -> bool:
        """Whether another place lies under the mark of this one."""
        return (
            self.path == other.path
            and self.line == other.line
            and self.column <= other.column < self.column + self.width
        )

    def shown(self, root: Path | None) -> str:
        """`path:line:column`, relative to `root` where the file lies inside it; other addresses stay as they are."""
        if "://" in self.path:
            return f"{self.path}:{self.line}:{self.column}"
        path = Path(self.path)
        if root is not None and path.is_relative_to(root):
            path = path.relative_to(root)
        return f"{path.as_posix()}:{self.line}:{self.column}"


def split_lines(text: str) -> list[str]:
    """The lines of a text as YAML counts them, without their ends; at least one."""
    return _LINE_END.split(text)


@lru_cache(maxsize=256)
def _lines(path: str) -> tuple[str, ...]:
    try:
        return tuple(split_lines(Path(path).read_text(encoding="utf-8-sig", errors="replace")))
    except OSError:
        return ()


def forget_lines() -> None:
    """Drop the lines read so far; `serve` calls it between two builds."""
    _lines.cache_clear()
