"""A diagnostic: one sentence told to the author of YAML or data, with the place, the consequence and the cure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.source.place import Place

ADVICE = "advice"
WRONG = "wrong"
_WIDEST = 110
_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label under one value of the author's text."""

    place: Place
    label: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One cause, one message.

    `slug` stands in the catalogue; `place` is None only where no file is at fault (an empty folder);
    `weight` is `wrong` (exit 1) or `advice` (printed, exit 0); `about` names the thing that the place lies in.
    """

    slug: str
    place: Place | None
    says: str
    label: str = ""
    other: Mark | None = None
    consequence: str = ""
    cure: str = ""
    weight: str = WRONG
    about: str = ""

    @property
    def sentence(self) -> str:
        """What it says, of what: `"Growth commission", version of 2026-07-01: the key ...`."""
        says = _printable(self.says)
        if not self.about:
            return says
        if says[1:2].islower() or says[1:2] == " ":
            says = says[:1].lower() + says[1:]
        return f"{_printable(self.about)}: {says}"

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
    head = f"{_printable(place.shown(root))}  {diagnostic.slug}" if place else diagnostic.slug
    if diagnostic.weight == ADVICE:
        head += " (advice)"
    out = [head, f"  {diagnostic.sentence}"]
    marks: list[tuple[Place, str, str]] = []
    if place:
        marks.append((place, "^", diagnostic.label))
    if diagnostic.other:
        marks.append((diagnostic.other.place, "-", diagnostic.other.label))
    out += _excerpt(marks, place, root)
    for text in (diagnostic.consequence, diagnostic.cure):
        out += [f"  {_printable(line)}" for line in text.split("\n") if text]
    return "\n".join(line.rstrip() for line in out)


def for_annotation(diagnostic: Diagnostic, root: Path | None = None) -> str:
    """The GitHub Actions annotation of the message, on one line."""
    level = "error" if diagnostic.weight == WRONG else "warning"
    text = "\n".join(t for t in (diagnostic.sentence, diagnostic.consequence, diagnostic.cure) if t)
    if diagnostic.place is None:
        return f"::{level} title={diagnostic.slug}::{_escaped(text)}"
    path, line, column = diagnostic.place.shown(root).rsplit(":", 2)
    file = _escaped(path).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={file},line={line},col={column},title={diagnostic.slug}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_dict(diagnostic: Diagnostic, root: Path | None = None) -> dict[str, object]:
    """The message for machines: slug, weight, path, line, column, says, consequence, cure and `other`.

    `other` is None, or the second place as path, line, column and label.
    """
    other = diagnostic.other
    return {
        "slug": diagnostic.slug,
        "weight": diagnostic.weight,
        **_spot(diagnostic.place, root),
        "says": diagnostic.sentence,
        "label": diagnostic.label,
        "other": {**_spot(other.place, root), "label": other.label} if other else None,
        "consequence": diagnostic.consequence,
        "cure": diagnostic.cure,
    }


def _spot(place: Place | None, root: Path | None) -> dict[str, object]:
    if place is None:
        return {"path": None, "line": None, "column": None}
    return {"path": place.shown(root).rsplit(":", 2)[0], "line": place.line, "column": place.column}


def for_machine(diagnostics: Iterable[Diagnostic], root: Path | None = None) -> str:
    """All messages as one JSON object with the key `diagnostics`."""
    return json.dumps(
        {"diagnostics": [as_dict(d, root) for d in in_order(diagnostics)]},
        ensure_ascii=False,
        indent=2,
    )


def _excerpt(marks: list[tuple[Place, str, str]], main: Place | None, root: Path | None) -> list[str]:
    """The author's lines in file order with the marks under the values; the other file gets its path."""
    out: list[str] = []
    last: tuple[str, int] | None = None
    width = max((len(str(p.line)) for p, _, _ in marks), default=1) + 1
    for place, sign, label in sorted(marks, key=lambda m: (m[0].path != (main.path if main else ""), m[0])):
        line = place.source_line()
        if not line.strip() or "\ufffd" in line:
            continue
        if main and place.path != main.path:
            out.append(f"  {place.shown(root)}")
        body = _printable(line.expandtabs(4))
        at = min(len(line[: place.column - 1].expandtabs(4)), len(body))
        length = max(1, min(place.width, len(body) - at))
        body, at, length = _windowed(body, at, length)
        if last != (place.path, place.line):
            out.append(f"  {place.line:>{width}} | {body}")
        last = (place.path, place.line)
        out.append(f"  {'':>{width}} | {' ' * at}{sign * length}{'  ' + label if label else ''}")
    return out


def _windowed(body: str, at: int, length: int) -> tuple[str, int, int]:
    """The part of a long line around its mark, with the mark's place and length in it."""
    if len(body) <= _WIDEST:
        return body, at, length
    start = max(0, min(at - 30, len(body) - _WIDEST))
    part = body[start : start + _WIDEST]
    end = "..." if start + _WIDEST < len(body) else ""
    head = "..." if start else ""
    length = min(length, len(part) - (at - start))
    return f"{head}{part}{end}", at - start + len(head), length


def _printable(text: str) -> str:
    """The text without characters that would steer a terminal."""
    return _UNPRINTABLE.sub("\ufffd", text)
