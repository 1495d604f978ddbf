"""The workings of what is taken and of what a guarantee pays, and what is carried, as a statement must show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from generator.audit.anew import Anew
from generator.audit.debts import Balance, State
from generator.audit.kinds import Line, Part, rule_of
from generator.audit.pay_units import paid_unit
from generator.audit.shown_workings import Workings
from generator.audit.telling import Naming, Telling, Wanted, reads_metric
from generator.audit.terms_money import Deduction, Guarantee
from generator.audit.worked_rows import Rest

MOVES = ("opening", "in", "out", "closing")


class TakenWorkings(Workings):
    """The table of a deduction: one row, worked out on what is taken."""

    def head(self) -> None:
        """The heads of the columns."""
        say = self.tell.naming.tongue.say
        self.tell.say("workings", first=say("taken head"), second=say("part head"))

    def row(self, number: int, part: Part | Rest) -> None:
        """What it is taken of, how much of it, and what comes of it."""
        start, tell, terms = f"part.{number}", self.tell, self.terms
        assert isinstance(terms, Deduction)
        assert isinstance(part, Part)
        tell.put(" ")
        if part.portion is None:
            tell.say("amount step")
            self.paid(start, terms.pay, part)
            return
        tell.put(tell.naming.figure(terms.base)[0] if terms.base else tell.naming.tongue.say("counted step"))
        rate = ("percent", part.rate) if part.rate is not None else (self.money, part.each)
        assert rate[1] is not None
        self.cells(start, (self.unit, part.portion), (rate[0], rate[1]), (self.money, part.amount))

    def ending(self, line: Line) -> str:
        """How the last row is called."""
        return "capped taken" if line.capped else "rounded taken"


def tell_guarantee(tell: Telling, line: Line) -> None:
    """All of the table of a guarantee, from its head to the amount."""
    terms, draft, view = rule_of(line).terms, line.draft, line.view
    assert isinstance(terms, Guarantee)
    assert draft is not None
    assert view is not None
    money = paid_unit(draft.paid_in, tell.naming.edition)
    tell.say("steps")
    names = [part.what for part in draft.parts]
    for part in draft.parts:
        tell.put(" ")
        tell.say(f"step {part.what}")
        if part.what == "least" and reads_metric(terms.minimum):
            tell.put(": ")
            tell.amount(terms.minimum, "minimum", view)
        tell.put(" \u25a1 ", tell.part(part.what, money, part.amount))
    tell.put(" ")
    tell.say("deducted" if names == ["debt"] else "repaid" if "debt" in names else "difference")
    tell.put(" \u25a1 ", ("exact", Wanted(money, draft.exact, "line-amount-differs")))
    tell.say("rounded taken" if draft.taken else "rounded")
    tell.put(" \u25a1 ", ("amount", Wanted(money, line.amount, "line-amount-differs")))


def tell_carried(carried: Mapping[State, Balance], moved: Mapping[State, Anew], naming: Naming) -> Telling:
    """What the period does to all that rules carry, and what of it late changes have moved."""
    tell = Telling(naming)
    tell.say("carried")
    for state, one in carried.items():
        values = zip(MOVES, (one.opening, one.into, one.out, one.closing), strict=True)
        tell.put(" ")
        tell.say("carried row", *_figures(state, one.unit, values, naming), **_called(state, naming))
    for state, change in moved.items():
        both = (("was", change.was), ("now", change.now))
        tell.put(" ")
        tell.mark("carried anew", *_figures(state, change.unit, both, naming), **_called(state, naming))
    return tell


def _figures(
    state: State, unit: str, values: Iterable[tuple[str, Fraction]], naming: Naming
) -> list[tuple[str, Wanted]]:
    start, unit = f"carried/{'/'.join(state)}", unit or naming.edition.currency
    return [(f"{start}/{name}", Wanted(unit, value, "carried-differs")) for name, value in values]


def _called(state: State, naming: Naming) -> dict[str, str]:
    rule, name = state
    return {"title": naming.title(rule), "state": naming.tongue.say(f"state {name}")}
