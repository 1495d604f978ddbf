"""The workings of a line as a statement must show them: the head of the table, its rows, and how they end."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.amounts import Amount, Fixed, ForEvery, OfMetric, OwnTerm, value_of
from generator.audit.kinds import Draft, Line, Part, is_limited
from generator.audit.pay_units import paid_unit
from generator.audit.shown_cuts import tell_cut
from generator.audit.standing import View
from generator.audit.telling import Telling, Wanted, rate_of, reads_metric
from generator.audit.terms import Bracket, Commission, FixedBonus
from generator.audit.terms_network import AnyTerms, Differential, Matching
from generator.audit.worked_rows import Rest, keys_of, rows_of

Figure = tuple[str, Wanted] | None


def tell_workings(table: Workings, line: Line) -> None:
    """All of the table, from its head to the amount."""
    table.head()
    for number, part in enumerate(rows_of(line), start=1):
        table.row(number, part)
    table.end(line)


class Workings:
    """The table of one line under way."""

    def __init__(self, tell: Telling, terms: AnyTerms, draft: Draft, view: View) -> None:
        self.tell, self.terms, self.draft, self.view = tell, terms, draft, view
        self.money = paid_unit(draft.paid_in, tell.naming.edition)  # or whatever the line is paid in
        self.unit = draft.units or self.money  # of the base
        self.chosen_unit = self.unit
        if isinstance(terms, Commission | Differential):
            self.chosen_unit = tell.naming.figure(terms.chosen_by)[1]
        self.exact_word = "exact"
        self.divided = any(part.stretch is not None for part in draft.parts)

    def head(self) -> None:
        """The heads of the columns."""
        terms, say = self.terms, self.tell.naming.tongue.say
        first, second = say("row head"), say("part head")
        if isinstance(terms, Differential):
            first, second = say("group head"), self.tell.naming.metric(terms.base)
        elif self.divided:
            assert isinstance(terms, Commission)
            second = self.tell.naming.figure(terms.chosen_by)[0]
        self.tell.say("workings", first=first, second=second)

    def row(self, number: int, part: Part | Rest) -> None:
        """One row: what it is about, on what, by which rate, and what comes of it."""
        start, tell = f"part.{number}", self.tell
        tell.put(" ")
        if isinstance(part, Rest):
            key = "other legs" if isinstance(self.terms, Differential) else "other parts"
            tell.say(key, tell.part(f"{start}.others", "count", Fraction(part.count)))
            self.cells(start, (self.unit, part.base), None, (self.money, part.amount))
        elif isinstance(self.terms, FixedBonus):
            tell.say("amount step")
            self.paid(start, self.terms.amount, part)
        elif isinstance(self.terms, Commission):
            self._of_table(start, self.terms, part)
        elif isinstance(self.terms, Matching) and part.each is not None:
            self._for_every(start, self.terms, part)
        else:
            self._label(start, part)
            self._multiplied(start, part)

    def cells(
        self,
        start: str,
        base: tuple[str, Fraction] | None,
        rate: tuple[str, Fraction] | None,
        product: tuple[str, Fraction],
    ) -> None:
        """Base, rate and product; a cell may have nothing in it."""
        part = self.tell.part
        self.tell.cell(None if base is None else part(f"{start}.base", *base))
        self.tell.cell(None if rate is None else part(f"{start}.rate", *rate))
        self.tell.cell(part(f"{start}.product", *product))

    def _multiplied(self, start: str, part: Part) -> None:
        """A share of something: base, rate and their product."""
        assert part.portion is not None
        assert part.rate is not None
        self.cells(start, (self.unit, part.portion), ("percent", part.rate), (self._product, part.amount))

    def _for_every(self, start: str, terms: Matching, part: Part) -> None:
        """Points for each whole time that a sum goes into the lines of a partner."""
        tell, full = self.tell, terms.walk.rows[part.row - 1].full
        assert full is not None
        assert part.portion is not None
        assert part.each is not None
        assert self.draft.base is not None
        tell.say("row step", tell.part(f"{start}.row", "count", Fraction(part.row)))
        of = tell.part(f"{start}.of", self.unit, self.draft.base)
        every = tell.part(f"{start}.every", full.of, full.every)
        tell.say("every step", of, every, title=tell.naming.tongue.say("counted step"))
        self.cells(start, ("count", part.portion), (self.money, part.each), (self.money, part.amount))

    @property
    def _product(self) -> str:
        """The unit of what rates give: money, or the unit of the base where that is worth money."""
        return self.unit if self.draft.worth is not None else self.money

    def _of_table(self, start: str, terms: Commission, part: Part) -> None:
        row = terms.rows[part.row - 1]
        self._named(start, row, part.row)
        if row.pays == "amount":
            self.paid(start, row.pay, part)
        elif part.stretch is None and part.each is None:
            self._multiplied(start, part)
        elif part.stretch is None:
            assert part.portion is not None
            assert part.each is not None
            self.cells(start, (self.unit, part.portion), (self.money, part.each), (self.money, part.amount))
        elif part.each is not None:
            product = part.stretch * part.each
            self.cells(
                start, (self.chosen_unit, part.stretch), (self.money, part.each), (self.money, product)
            )
        else:
            assert part.rate is not None
            unit = self.chosen_unit
            product = part.stretch * part.rate / 100
            self.cells(start, (unit, part.stretch), ("percent", part.rate), (unit, product))

    def _named(self, start: str, row: Bracket, number: int) -> None:
        """The row of a table by what chooses it, or by its number where that is more than one thing."""
        tell, keys = self.tell, keys_of(row)
        title = tell.naming.title
        if keys == ["from"]:
            tell.say("from step", tell.part(f"{start}.from", self.chosen_unit, row.at_least or Fraction(0)))
        elif keys == ["tier"]:
            tell.say("named step", tell.part(f"{start}.tier", "text", title(f"tier/{row.tier}")))
        elif keys == ["segment"]:
            tell.say("named step", tell.part(f"{start}.segment", "text", title(f"segment/{row.segment}")))
        elif keys == ["product"]:
            tell.say("named step", tell.part(f"{start}.of_product", "text", row.product))
        else:
            tell.say("row step", tell.part(f"{start}.row", "count", Fraction(number)))

    def paid(self, start: str, amount: Amount | None, part: Part) -> None:
        """An amount that is paid as it stands, or made of a metric."""
        product = (self.money, part.amount)
        if amount is None or isinstance(amount, Fixed | OwnTerm):
            self.cells(start, None, None, product)
            return
        title = self.tell.naming.metric(amount.metric)
        if isinstance(amount, ForEvery):
            unit = self.view.unit(amount.metric)
            of = self.tell.part(f"{start}.of", unit, self.view.metric(amount.metric))
            every = self.tell.part(f"{start}.every", amount.of, amount.every)
            self.tell.say("every step", of, every, title=title)
        else:
            self.tell.put(f", {title}")
        if isinstance(amount, OfMetric):
            self.cells(start, None, None, product)
            return
        value, unit = self.view.metric(amount.metric), self.view.unit(amount.metric)
        if isinstance(amount, ForEvery):
            self.cells(start, ("count", amount.times(value)), rate_of(amount), product)
            return
        self.cells(start, (unit, value), rate_of(amount), product)

    def _label(self, start: str, part: Part) -> None:
        """What a row of a rule over a tree is about."""
        tell = self.tell

        def count(name: str, value: int) -> tuple[str, Wanted]:
            return tell.part(f"{start}.{name}", "count", Fraction(value))

        def percent(name: str, value: Fraction) -> tuple[str, Wanted]:
            return tell.part(f"{start}.{name}", "percent", value)

        if not isinstance(self.terms, Differential):
            row = count("row", part.row)
            if not part.less:
                tell.say("row step", row)
                return
            assert part.rate is not None
            full, less = percent("full", part.rate + part.less), percent("less", part.less)
            tell.say("less step", row, full, less, count("partner", tell.naming.others[part.who]))
            return
        if part.what == "generation":
            tell.say("generation step", count("generation", part.generation))
            return
        told = [count("partner", tell.naming.others[part.who])] if part.what != "own" else []
        if part.row:
            reached = self.terms.rows[part.row - 1].at_least or Fraction(0)
            told.append(tell.part(f"{start}.from", self.chosen_unit, reached))
        if part.kept is not None:
            told.append(percent("kept", part.kept))
        kept = "leg kept" if part.kept is not None else "leg step"
        keys = {"own": "own step", "leg": kept, "below": "leg below", "away": "leg away"}
        tell.say(keys[part.what], *told)

    def end(self, line: Line) -> None:
        """The rows below the products: exact sum, factor, floor, cap, and the amount."""
        tell, terms, view, draft = self.tell, self.terms, self.view, self.draft
        carriers = terms.carriers
        self._sum()
        due = draft.exact
        if carriers.times is not None:
            tell.put(" ")
            tell.say("timed")
            tell.amount(carriers.times, "times", view)
            assert line.factor is not None
            due *= line.factor
            self._last("timed", due)
        if carriers.floor is not None and line.raised:
            due = self._bound("floored", carriers.floor, "floor")
        if carriers.cap is not None and not isinstance(carriers.cap, Fixed):
            most = max(value_of(carriers.cap, view), Fraction(0))
            if due > most:
                self._bound("most", carriers.cap, "cap")
        tell.put(" ")
        if is_limited(line) or line.cut is not None:
            tell_cut(tell, line, self.money)
        else:
            tell.say(self.ending(line))
        tell.put(" \u25a1 ", ("amount", Wanted(self.money, line.amount, "line-amount-differs")))

    def ending(self, line: Line) -> str:
        """How the last row is called."""
        return "capped" if line.capped else "rounded"

    def _sum(self) -> None:
        """What the products come to, and how money comes of it."""
        tell, draft = self.tell, self.draft
        tell.put(" ")
        if self.divided:
            terms = self.terms
            assert isinstance(terms, Commission)
            assert draft.chosen is not None
            assert draft.base is not None
            whole = sum((part.stretch * _rate(part) for part in draft.parts if part.stretch), Fraction(0))
            each = any(part.each is not None for part in draft.parts)
            tell.say("weighted", tell.part("weighted", self.money if each else self.chosen_unit, whole))
            (base, unit), (chosen, chosen_unit) = (
                tell.naming.figure(terms.base),
                tell.naming.figure(terms.chosen_by),
            )
            tell.put(" ")
            tell.say(
                "divided",
                ("base", Wanted(unit, draft.base, "line-basis-differs")),
                tell.part("chosen", chosen_unit, draft.chosen),
                base=base,
                chosen=chosen,
            )
        else:
            tell.say(self.exact_word)
        exact = draft.exact if draft.worth is None else draft.exact / draft.worth
        tell.put(" \u25a1 ", ("exact", Wanted(self._product, exact, "line-amount-differs")))
        if draft.worth is not None:
            tell.say("worth", tell.part("worth", self.money, draft.worth))
            tell.put(" ")
            tell.say("money", tell.part("money", self.money, draft.exact))
            tell.put(" ")

    def _bound(self, name: str, amount: Amount, what: str) -> Fraction:
        """A least or most that was paid instead."""
        tell = self.tell
        tell.put(" ")
        tell.say(name)
        if reads_metric(amount):
            tell.put(": ")
            tell.amount(amount, what, self.view)
        value = (
            max(value_of(amount, self.view), Fraction(0)) if what == "cap" else value_of(amount, self.view)
        )
        self._last(name, value)
        return value

    def _last(self, name: str, value: Fraction) -> None:
        self.tell.put(" \u25a1 ", self.tell.part(name, self.money, value))


def _rate(part: Part) -> Fraction:
    """What a stretch is multiplied by."""
    if part.each is not None:
        return part.each
    assert part.rate is not None
    return part.rate / 100
