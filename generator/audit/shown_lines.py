"""What a statement must show of its lines: their names, figures, workings and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from generator.audit.kinds import Draft, Line, rule_of
from generator.audit.pay_units import paid_unit, reward_of
from generator.audit.promise import Clause
from generator.audit.shown_goals import tell_attainment, tell_contest
from generator.audit.shown_money import TakenWorkings, tell_guarantee
from generator.audit.shown_steps import LegWorkings, PoolWorkings
from generator.audit.shown_workings import Workings, tell_workings
from generator.audit.telling import Naming, Telling, Wanted
from generator.audit.terms import Attainment, Commission, FixedBonus
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import Deduction, Guarantee
from generator.audit.terms_network import Contest, Differential, LevelCommission, Matching, Pool
from generator.audit.worked_rows import is_worked, others_in


def is_numbered(clause: Clause) -> bool:
    """Whether a rule may have several lines on one statement, which are numbered then."""
    terms = clause.terms
    if terms is None:
        return False
    recruits = isinstance(terms, FixedBonus) and terms.recruit is not None
    return terms.per != "period" or recruits or isinstance(terms, LevelCommission | Matching)


def lines_by_name(lines: Sequence[Line]) -> dict[str, Line]:
    """Lines by the names under which a statement shows them: that of the rule, numbered where there may be several."""
    found: dict[str, Line] = {}
    told: dict[str, int] = {}
    for line in lines:
        clause = rule_of(line)
        told[clause.id] = told.get(clause.id, 0) + 1
        found[f"{clause.id}:{told[clause.id]}" if is_numbered(clause) else clause.id] = line
    return found


def pseudonyms(lines: Sequence[Line]) -> dict[str, int]:
    """The number that stands for each other partner, in the order in which they first appear from top to bottom."""
    found: dict[str, int] = {}
    for line in lines:
        for other in (_other(line), *others_in(line)):
            if other:
                found.setdefault(other, len(found) + 1)
    return found


def _other(line: Line) -> str:
    return (line.unit.recruit or line.unit.source) if line.unit is not None else ""


def tell_lines(lines: Mapping[str, Line], naming: Naming) -> dict[str, Telling]:
    """What is told of each line, by its name; other partners are numbered over all of them."""
    others = pseudonyms(list(lines.values()))
    return {name: _tell(line, replace(naming, others=others)) for name, line in lines.items()}


def _tell(line: Line, naming: Naming) -> Telling:
    """Everything that stands in one line."""
    clause = rule_of(line)
    # Units are those of the edition by which the line was worked out, which may be an earlier one.
    tell = Telling(naming if line.view is None else replace(naming, edition=line.view.edition))
    unit = paid_unit(line.paid_in, tell.naming.edition)
    amount = ("amount", Wanted(unit, line.amount, "line-amount-differs"))
    if reward := reward_of(unit):
        named = naming.title(f"reward/{reward}")
        tell.mark("line reward", amount, title=naming.title(clause.id), reward=named)
    else:
        tell.mark("line", amount, title=naming.title(clause.id))
    _tell_base(tell, line)
    _tell_unit(tell, line)
    if is_worked(line):
        tell.put(" ")
        _tell_workings(tell, line)
    else:
        tell.put("; ")
        tell.say("bonus" if isinstance(clause.terms, FixedBonus | Deduction) else "amount")
    return tell


def _tell_workings(tell: Telling, line: Line) -> None:
    terms = rule_of(line).terms
    if isinstance(terms, Guarantee):
        tell_guarantee(tell, line)
        return
    if isinstance(terms, Attainment):
        tell_attainment(tell, line)
        return
    if isinstance(terms, Contest):
        tell_contest(tell, line)
        return
    assert terms is not None
    assert line.draft is not None
    assert line.view is not None
    tables = {Deduction: TakenWorkings, Pool: PoolWorkings, Binary: LegWorkings}
    tell_workings(tables.get(type(terms), Workings)(tell, terms, line.draft, line.view), line)


def _tell_base(tell: Telling, line: Line) -> None:
    """The figure on which a line stands, and what of it does not count."""
    terms, draft = rule_of(line).terms, line.draft
    if isinstance(terms, Deduction | Guarantee) and terms.counted is not None and line.base is not None:
        unit = draft.units if draft is not None else ""
        tell.say("counted base", ("base", Wanted(unit, line.base, "line-basis-differs")))
        _tell_set_off(tell, draft, unit)
        return
    if isinstance(terms, Pool) and terms.by and line.base is not None:
        title, unit = tell.naming.figure(terms.by)
        tell.say("line base", ("base", Wanted(unit, line.base, "line-basis-differs")), base=title)
        return
    if isinstance(terms, Attainment) and line.base is not None:
        tell.say("score base", ("base", Wanted("percent", line.base, "line-basis-differs")))
        return
    if isinstance(terms, Deduction) and not terms.base:
        return
    if not isinstance(terms, Commission | LevelCommission | Differential | Deduction | Binary | Contest):
        return
    if line.base is None:
        return
    title, unit = tell.naming.figure(terms.base)
    base = ("base", Wanted(unit, line.base, "line-basis-differs"))
    if isinstance(terms, Binary):
        tell.say("matched base", base)
    else:
        tell.say("line base", base, base=title)
    if draft is None:
        return
    _tell_set_off(tell, draft, unit)
    if draft.figure is not None and draft.figure != line.base:
        tell.say("left out", tell.part("left_out", unit, draft.figure - line.base))
    if draft.worth is not None:
        tell.say("worth of a unit", tell.part("worth", tell.naming.edition.currency, draft.worth))


def _tell_set_off(tell: Telling, draft: Draft | None, unit: str) -> None:
    """The shortfall that was taken off the figure."""
    if draft is not None and draft.set_off:
        tell.say("set off", tell.part("set_off", unit, draft.set_off))


def _tell_unit(tell: Telling, line: Line) -> None:
    """What the line is for: a window, a row, a depth, another partner."""
    clause, unit = rule_of(line), line.unit
    if unit is None or not is_numbered(clause):
        return
    if _has_window(clause):
        tell.say(
            "window",
            tell.part("first", "date", unit.window.first),
            tell.part("last", "date", unit.window.last),
        )
    if unit.row is not None:
        tell.mark("row", tell.part("day", "date", unit.day))
    if unit.depth is not None:
        tell.say("depth", tell.part("depth", "count", Fraction(unit.depth)))
    if _other(line):
        other = Fraction(tell.naming.others[_other(line)])
        tell.say("source partner", tell.part("source", "count", other))


def _has_window(clause: Clause) -> bool:
    terms = clause.terms
    return terms is not None and terms.per not in ("period", "sale", "sale_line", "event")
