"""The order in which a statement is read: each figure and each mark beside the words that say what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from generator.audit.agreed import Agreement
from generator.audit.findings import Findings
from generator.audit.kinds import Line
from generator.audit.reckoning import Expected
from generator.audit.shown_changes import ToldChange
from generator.audit.shown_exchange import figures_of_exchange
from generator.audit.shown_totals import Totals, figures_of_balance, figures_of_totals
from generator.audit.statement import PARTS, Statement
from generator.audit.telling import Telling
from generator.audit.told_parts import ToldPart


def check_order(
    statement: Statement,
    expected: Expected,
    lines: Mapping[str, Line],
    told: Mapping[str, Telling],
    totals: Totals,
    change: Fraction | None,
    terms: Iterable[Agreement],
    carried: Iterable[tuple[str, object]],
    changes: Sequence[ToldChange],
    further: Sequence[ToldPart],
    findings: Findings,
) -> None:
    """Hold the order of figures and of marks against that of the words; what is missing is told elsewhere."""
    terms = list(terms)
    entries = [name for one in changes for name, _ in one.figures]
    moving = [
        *entries,
        *_between(further, "held", "carried"),
        *(name for name, _ in carried),
    ]
    facts = list(_facts(expected, told, totals, change, terms, moving, further))
    parts = [part for part in PARTS if part in statement.parts]
    _compare(statement, list(statement.parts), parts, findings)
    _compare(statement, [fact.id for fact in statement.page.facts], facts, findings)
    _compare(
        statement, list(statement.marks), list(_marks(expected, lines, change, terms, changes)), findings
    )


def _compare(statement: Statement, shown: list[str], wanted: list[str], findings: Findings) -> None:
    if shown == wanted or sorted(shown) != sorted(wanted):
        return
    at = next(at for at, (one, other) in enumerate(zip(shown, wanted, strict=True)) if one != other)
    slug = "line-part-differs" if wanted[at].startswith("line/") else "text-differs"
    findings.add(slug, statement.place(shown[at]), f"it stands where {wanted[at]} should stand")


def _between(further: Iterable[ToldPart], after: str, before: str) -> Iterator[str]:
    """The figures of the further parts that stand between two others."""
    parts = PARTS[PARTS.index(after) : PARTS.index(before)]
    return (name for one in further if one.name in parts for name, _ in one.figures)


def _facts(
    expected: Expected,
    told: Mapping[str, Telling],
    totals: Totals,
    change: Fraction | None,
    terms: list[Agreement],
    entries: Iterable[str],
    further: Sequence[ToldPart],
) -> Iterator[str]:
    """The figures of a statement from top to bottom."""
    edition = expected.edition
    yield "result/payout"
    yield from (name for name, _ in figures_of_exchange(expected.exchange, edition.currency))
    if change:
        yield f"result/{'more' if change > 0 else 'less'}"
    yield "result/earned"
    yield from (name for name, _ in figures_of_totals(totals))
    yield from (name for name, _ in figures_of_balance(expected.goods.points))
    yield "result/pay_by"
    if edition.policy is not None and edition.policy.rating:
        yield "rating"
    yield from (f"tier/{ladder}" for ladder in edition.ladders)
    for ladder, held in expected.held.items():
        if held.achieved != held.paid:
            yield f"tier/{ladder}/achieved"
        if held.override is not None and held.override.last is not None:
            yield f"tier/{ladder}/override/until"
    yield from (f"account/{name}" for name in expected.money.shown())
    for name, one in told.items():
        yield from (f"line/{name}/{what}" for what, _ in one.figures)
    if told:
        yield "result/earned"
        yield from (name for name, _ in figures_of_totals(totals))
    yield from entries
    yield from (f"metric/{name}" for name in edition.metrics)
    yield from _between(further, "carried", "terms")
    for term in terms:
        if term.last is not None:
            yield f"term/{term.name}/until"
        yield f"term/{term.name}"
    yield from _between(further, "terms", "foot")


def _marks(
    expected: Expected,
    lines: Mapping[str, Line],
    change: Fraction | None,
    terms: list[Agreement],
    changes: Sequence[ToldChange],
) -> Iterator[str]:
    """The marks of a statement from top to bottom."""
    yield from ("name", "partner", "period")
    if change:
        yield "period-before"
    overrides = sum(1 for held in expected.held.values() if held.override is not None)
    yield from (f"override {number}" for number in range(1, overrides + 1))
    yield "edition"
    for name, line in lines.items():
        yield f"version {name}"
        if line.unit is not None and line.unit.row is not None:
            yield f"record {name}"
    for one in changes:
        yield from one.marks
    if expected.anew:
        yield "carried-period"
    yield from (f"term {number}" for number in range(1, len(terms) + 1))
    yield from ("edition-hash", "records-hash")
