"""A diagnostic: one sentence told to the author of YAML or data, with the place, the consequence and the cure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.source.place import Place

ADVICE = "advice"
WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Mark:
    """A label under one value of the author's text."""

    place: Place
    label: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One cause, one message.

    `slug` stands in the catalogue; `place` is None only where no file is at fault (an empty folder);
    `weight` is `wrong` (exit 1) or `advice` (printed, exit 0).
    """

    slug: str
    place: Place | None
    says: str
    label: str = ""
    other: Mark | None = None
    consequence: str = ""
    cure: str = ""
    weight: str = WRONG

    def as_advice(self) -> Diagnostic:
        """The same message as advice, which does not stop a build."""
        return replace(self, weight=ADVICE)


class Diagnosed(Exception):
    """Raised with all diagnostics of a step; nothing was written."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("; ".join(d.says for d in self.diagnostics))


def raise_if(diagnostics: Sequence[Diagnostic]) -> None:
    """Raise `Diagnosed` when one of them is wrong rather than advice."""
    if any(d.weight == WRONG for d in diagnostics):
        raise Diagnosed(in_order(diagnostics))


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place, without repeats; those without a place come first."""
    seen: dict[Diagnostic, None] = dict.fromkeys(diagnostics)
    return sorted(
        seen,
        key=lambda d: (d.place is not None, d.place or Place("", 0, 0), d.slug, d.says),
    )


def for_terminal(diagnostic: Diagnostic, root: Path | None = None) -> str:
    """The message as an author reads it, without colour."""
    place = diagnostic.place
    head = f"{place.shown(root)}  {diagnostic.slug}" if place else diagnostic.slug
    out = [head, f"  {diagnostic.says}"]
    marks = []
    if place:
        marks.append((place, "^", diagnostic.label))
    if diagnostic.other:
        marks.append((diagnostic.other.place, "-", diagnostic.other.label))
    out += _excerpt(marks, place, root)
    out += [f"  {line}" for text in (diagnostic.consequence, diagnostic.cure) for line in text.splitlines()]
    return "\n".join(out)


def for_annotation(diagnostic: Diagnostic, root: Path | None = None) -> str:
    """The GitHub Actions annotation of the message, on one line."""
    level = "error" if diagnostic.weight == WRONG else "warning"
    text = " ".join(t for t in (diagnostic.says, diagnostic.consequence, diagnostic.cure) if t)
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    if diagnostic.place is None:
        return f"::{level} title={diagnostic.slug}::{text}"
    path, line, column = diagnostic.place.shown(root).rsplit(":", 2)
    return f"::{level} file={path},line={line},col={column},title={diagnostic.slug}::{text}"


def as_dict(diagnostic: Diagnostic, root: Path | None = None) -> dict[str, object]:
    """The message for machines: slug, path, line, column, says, consequence, cure, weight."""
    path: str | None = None
    line: int | None = None
    column: int | None = None
    if diagnostic.place:
        path, line, column = (
            diagnostic.place.shown(root).rsplit(":", 2)[0],
            *_line_column(diagnostic.place),
        )
    return {
        "slug": diagnostic.slug,
        "weight": diagnostic.weight,
        "path": path,
        "line": line,
        "column": column,
        "says": diagnostic.says,
        "consequence": diagnostic.consequence,
        "cure": diagnostic.cure,
    }


def for_machine(diagnostics: Iterable[Diagnostic], root: Path | None = None) -> str:
    """All messages as one JSON object with the key `diagnostics`."""
    return json.dumps(
        {"diagnostics": [as_dict(d, root) for d in in_order(diagnostics)]},
        ensure_ascii=False,
        indent=2,
    )


def _line_column(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _excerpt(marks: list[tuple[Place, str, str]], main: Place | None, root: Path | None) -> list[str]:
    """The author's lines in file order with the marks under the values; the other file gets its path."""
    out: list[str] = []
    width = max((len(str(p.line)) for p, _, _ in marks), default=1) + 1
    for place, sign, label in sorted(marks, key=lambda m: (m[0].path != (main.path if main else ""), m[0])):
        line = place.source_line()
        if not line.strip():
            continue
        if main and place.path != main.path:
            out.append(f"  {place.shown(root)}")
        body = line.expandtabs(4)
        at = len(line[: place.column - 1].expandtabs(4))
        length = max(1, min(place.width, len(body) - at)) if len(body) > at else 1
        out.append(f"  {place.line:>{width}} | {body}")
        out.append(f"  {'':>{width}} | {' ' * at}{sign * length}{'  ' + label if label else ''}")
    return out
