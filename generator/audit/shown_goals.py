"""The workings of what is paid by attained targets and by places, as a statement must show them."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.kinds import Line, rule_of
from generator.audit.kinds.attainment import Worked, worked
from generator.audit.kinds.contest import Placed
from generator.audit.pay_units import paid_unit
from generator.audit.shown_workings import Workings
from generator.audit.telling import Telling, Wanted
from generator.audit.terms import Attainment
from generator.audit.terms_network import Contest

BOX = "\u25a1"


def tell_attainment(tell: Telling, line: Line) -> None:
    """All of the table of an attainment, from its head to the amount."""
    terms, draft, view = rule_of(line).terms, line.draft, line.view
    assert isinstance(terms, Attainment)
    assert draft is not None
    assert view is not None
    found = worked(terms, view)
    assert found is not None
    table = _Attained(tell, terms, draft, view)
    table.found = found
    tell.say("attained")
    table.rows()
    table.end(line)


class _Attained(Workings):
    """The table of one line under way: a row for each figure, for the whole, and for each row of the rule's table."""

    found: Worked

    def rows(self) -> None:
        """All rows above the sum."""
        tell, terms = self.tell, self.terms
        assert isinstance(terms, Attainment)
        for number, (aim, one) in enumerate(zip(terms.aims, self.found.attained, strict=True), start=1):
            start = f"part.{number}"
            title, unit = tell.naming.figure(aim.metric)
            tell.put(" ")
            tell.say(
                "attained step",
                tell.part(f"{start}.actual", unit, one.actual),
                tell.part(f"{start}.target", unit, one.target),
                title=title,
            )
            rate = ("percent", one.weight)
            self.cells(start, ("percent", one.percent), rate, ("percent", one.product))
        tell.put(" ")
        tell.say("score")
        tell.put(f" {BOX} ", ("base", Wanted("percent", self.found.score, "line-basis-differs")))
        for number, part in enumerate(self.found.parts if terms.rows else (), start=len(terms.aims) + 1):
            row, start = terms.rows[part.row - 1], f"part.{number}"
            assert part.portion is not None
            assert row.times is not None
            tell.put(" ")
            tell.say("from step", tell.part(f"{start}.from", "percent", row.at_least or Fraction(0)))
            self.cells(start, ("percent", part.portion), ("count", row.times), ("percent", part.amount))

    def _sum(self) -> None:
        """What the table makes of it, and how money comes of that."""
        tell, terms = self.tell, self.terms
        assert isinstance(terms, Attainment)
        if terms.rows:
            tell.put(" ")
            tell.say("by table")
            tell.put(f" {BOX} ", tell.part("result", "percent", self.found.result))
        tell.put(" ")
        tell.say("timed")
        tell.amount(terms.pay, "at_target", self.view)
        tell.put(f" {BOX} ", ("exact", Wanted(self.money, self.draft.exact, "line-amount-differs")))


def tell_contest(tell: Telling, line: Line) -> None:
    """All of the table of a contest, from its head to the amount."""
    terms, draft, view = rule_of(line).terms, line.draft, line.view
    assert isinstance(terms, Contest)
    assert draft is not None
    assert view is not None
    (placed,) = draft.parts
    assert isinstance(placed, Placed)
    money = paid_unit(draft.paid_in, tell.naming.edition)

    def count(name: str, value: int) -> tuple[str, Wanted]:
        return tell.part(name, "count", Fraction(value))

    tell.say("steps")
    tell.put(" ")
    place, ranked = count("place", placed.place), count("ranked", placed.ranked)
    divided = terms.shared and placed.equal > 1
    if divided:
        tell.say("places", place, count("last_place", placed.place + placed.equal - 1), ranked)
    else:
        tell.say("place", place, ranked)
    tell.put(f" {BOX} ", tell.part("prizes", money, placed.prizes))
    if divided:
        tell.say("divided equally", count("sharing", placed.equal))
        tell.put(f" {BOX} ", tell.part("share", money, placed.amount))
    Workings(tell, terms, draft, view).end(line)
