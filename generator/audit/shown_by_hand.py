"""What a statement must show of what people booked: reference, amount and day, with whose decision it was and why."""

from __future__ import annotations

from collections.abc import Sequence

from generator.audit.agreed import ByHand
from generator.audit.findings import Findings
from generator.audit.reckoning import Expected
from generator.audit.shown_changes import ToldChange
from generator.audit.statement import Statement
from generator.audit.telling import Naming, Telling, Wanted

SLUG = "by-hand-differs"


def tell_by_hand(rows: Sequence[ByHand], naming: Naming, expected: Expected) -> list[ToldChange]:
    """What is told of each."""
    return [_tell(one, f"by-hand/{number}", naming, expected) for number, one in enumerate(rows, start=1)]


def _tell(row: ByHand, name: str, naming: Naming, expected: Expected) -> ToldChange:
    tongue, money = naming.tongue, expected.edition.currency
    tell = Telling(naming)
    marks = {
        f"by-hand-reference {name}": row.reference,
        f"by-hand-reason {name}": row.reason.get(tongue.language, ""),
        f"by-hand-owner {name}": row.owner,
    }
    tell.figures.append(("amount", Wanted(money, row.amount, SLUG)))
    tell.figures.append(("date", Wanted("date", row.day, SLUG)))
    tell.words.append(tongue.say("by hand entry"))
    if row.clause:
        tell.words.append(tongue.say("about rule", title=naming.title(row.clause)))
    if row.period:
        tell.words.append(tongue.say("about period"))
        span = expected.spans.get(row.period)
        marks[f"by-hand-period {name}"] = tongue.period(span) if span is not None else row.period
    if row.was:
        tell.say("was now", ("was", Wanted(money, row.was, SLUG)), ("now", Wanted(money, row.now, SLUG)))
    figures = [(f"{name}/{what}", wanted) for what, wanted in tell.figures]
    return ToldChange("".join(tell.words), figures, marks)


def check_by_hand(statement: Statement, rows: Sequence[ByHand], findings: Findings) -> None:
    """Each stands there once, and nothing else does."""
    findings.count("booked by hand", len(rows))
    wanted = [f"by-hand/{number}" for number in range(1, len(rows) + 1)]
    if statement.by_hand != wanted:
        says = f"its entries are {statement.by_hand}, they should be {wanted}"
        findings.add(SLUG, statement.place("by-hand"), says)
