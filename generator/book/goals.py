"""Goals: what one partner means to reach until a day, set by a person who answers for it."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from generator.book.lasting import Recorded
from generator.source import Fault, Frozen
from generator.terms.quantity import Amount, Day, Slug
from generator.terms.text import Wording

GOALS = "goals.yaml"


class Goal(Recorded):
    """A goal of one partner: a metric over the days from `starts` to `by`, both included, is to reach a target."""

    goal: Slug
    words: Wording
    metric: Slug
    target: Amount
    set_on: Day
    starts: Day = Field(alias="from")
    by: Day
    owner: str = Field(min_length=1)

    @model_validator(mode="after")
    def _in_time(self) -> Goal:
        early = "from" if self.by < self.starts else "set_on" if self.by < self.set_on else None
        if early is not None:
            raise Fault(
                "goal-not-measurable",
                "This goal is to be reached before it begins."
                if early == "from"
                else "This goal was set after the day by which it is to be reached.",
                at=("by",),
                other=(early,),
                other_label="it begins here" if early == "from" else "it was set here",
                consequence="Nobody could work towards it.",
                cure="Correct one of the two dates.",
            )
        if self.target.value <= 0:
            raise Fault(
                "goal-not-measurable",
                "The target of a goal is above zero.",
                at=("target",),
                consequence="It would be reached before anything is done.",
                cure="Write the figure that is to be reached, such as `target: 300 000`.",
            )
        return self

    def shown_in(self, first: date, last: date) -> bool:
        """Whether it stands on the statement of the days from `first` to `last`."""
        return max(self.set_on, self.starts) <= last and self.by >= first


class GoalsFile(Frozen):
    """The file goals.yaml."""

    goals: tuple[Goal, ...]
