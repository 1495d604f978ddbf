"""The workings of a part of a fund, and of what two legs match, as a statement must show them: steps and their end."""

from __future__ import annotations

from abc import ABC, abstractmethod

from generator.audit.amounts import value_of
from generator.audit.kinds import Part
from generator.audit.shown_workings import Workings
from generator.audit.telling import reads_metric
from generator.audit.terms_legs import LEGS, Binary
from generator.audit.terms_network import Pool
from generator.audit.worked_rows import Rest


class StepWorkings(Workings, ABC):
    """A table whose rows are words and one figure each."""

    def head(self) -> None:
        """The heads of the columns."""
        self.tell.say("steps")
        self.exact_word = self.ends_in()

    @abstractmethod
    def ends_in(self) -> str:
        """What the steps come to."""

    def row(self, number: int, part: Part | Rest) -> None:
        """One step: what it is, and how much."""
        assert isinstance(part, Part)
        self.tell.put(" ")
        unit = self.step(part)
        self.tell.put(" \u25a1 ", self.tell.part(part.what, unit, part.amount))

    @abstractmethod
    def step(self, part: Part) -> str:
        """Tell what a step is, and give its unit."""


class PoolWorkings(StepWorkings):
    """The table of a part of a fund."""

    def ends_in(self) -> str:
        """What is given out of the part, which is cut to whole steps."""
        exact = next(part.amount for part in self.draft.parts if part.what == "part")
        return "cut with a step" if self.draft.exact > exact else "cut"

    def step(self, part: Part) -> str:
        """Tell what a step is, and give its unit."""
        terms, tell = self.terms, self.tell
        assert isinstance(terms, Pool)
        if part.what in ("own", "together"):
            title = tell.naming.metric(terms.by) if terms.by else ""
            tell.say(f"step {part.what}{'' if terms.by else ' equally'}", title=title)
            return self.unit
        tell.say(f"step {part.what}")
        # The fund itself is made of what was left before, too: what this window adds is told beside its own sum.
        if part.what == ("added" if terms.kept else "whole") and reads_metric(terms.fund):
            tell.put(": ")
            tell.amount(terms.fund, "fund", self.view)
            if terms.kept and value_of(terms.fund, self.view) < 0:
                tell.say("counts as zero")
        return self.money


class LegWorkings(StepWorkings):
    """The table of what two legs match."""

    def ends_in(self) -> str:
        """What the matched volume is multiplied by."""
        return "matched times rate"

    def step(self, part: Part) -> str:
        """Tell what a step is, and give its unit."""
        terms, tell = self.terms, self.tell
        assert isinstance(terms, Binary)
        leg = part.what.removeprefix("carried_")
        if leg in LEGS:
            key = "step leg" if leg == part.what else "step carried"
            tell.say(key, title=tell.naming.metric(terms.leg(leg)))
            return self.unit
        tell.say(f"step {part.what}")
        return "percent" if part.what == "rate" else self.unit
