"""Lines as a source: those of some clauses, or of all clauses of some kinds, and of which partners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault
from generator.source import Step as At
from generator.terms.condition import Condition, parse_condition
from generator.terms.kind_titles import KIND_TITLES
from generator.terms.saying import Listing, Word
from generator.terms.titles import Titles


@dataclass(frozen=True, slots=True)
class LineChoice:
    """Lines of `clauses` or of all clauses of `kinds`, of partners for whom `where` holds."""

    clauses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class LineSource:
    """A source of lines."""

    lines: LineChoice

    def listing(self, titles: Titles) -> Listing:
        """The clauses or the kinds by their titles."""
        if self.lines.clauses:
            return Listing(tuple(titles.ref(name) for name in self.lines.clauses))
        return Listing(tuple(Word(KIND_TITLES[name]) for name in self.lines.kinds))

    def clauses_at(self, key: str) -> Iterator[tuple[tuple[At, ...], str]]:
        """The clauses named, with their places below the version; `key` is where the source stands."""
        for number, name in enumerate(self.lines.clauses):
            yield (key, "lines", "clauses", number), name

    def kinds_at(self, key: str) -> Iterator[tuple[tuple[At, ...], str]]:
        """The kinds named, with their places."""
        for number, name in enumerate(self.lines.kinds):
            yield (key, "lines", "kinds", number), name


def parse_line_source(written: object) -> LineSource:
    """Read `{lines: {clauses: [a, b], where: {...}}}` or `{lines: {kinds: [commission]}}`.

    Raises Fault: wrong-type, and those of conditions.
    """
    if isinstance(written, LineSource):
        return written
    inner = written.get("lines") if isinstance(written, dict) and len(written) == 1 else None
    if isinstance(inner, dict) and set(inner) in (
        {"clauses"},
        {"kinds"},
        {"clauses", "where"},
        {"kinds", "where"},
    ):
        clauses, kinds = _names(inner.get("clauses", [])), _names(inner.get("kinds", []))
        if clauses or kinds:
            try:
                where = parse_condition(inner["where"]) if "where" in inner else None
            except Fault as fault:
                raise fault.under("lines", "where") from None
            return LineSource(LineChoice(clauses, kinds, where))
    raise Fault(
        "wrong-type",
        "Here stand the lines that are read: of some clauses, or of all clauses of some kinds.",
        consequence="Nobody could say of what a share is paid or taken.",
        cure="Write `{lines: {clauses: [growth-commission]}}`, or `{lines: {kinds: [commission]}}`.",
    )


def _names(written: object) -> tuple[str, ...]:
    """A list of different texts; nothing where it is none."""
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        return ()
    return tuple(written) if len(set(written)) == len(written) else ()


AnyLineSource = Annotated[
    LineSource,
    PlainValidator(parse_line_source),
    WithJsonSchema({"type": "object", "examples": [{"lines": {"clauses": ["growth-commission"]}}]}),
]
