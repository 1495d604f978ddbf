"""Consents: which partners agreed to be shown to others, for what, under which name and for how long."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from generator.source import Fault, Frozen
from generator.terms.names import check_once
from generator.terms.quantity import Day

CONSENTS = "consents.yaml"
Purpose = Literal["leaderboards", "winners", "mentor"]


class Consent(Frozen):
    """What one partner agreed to, from the first to the last day, both included; `name` is what others see."""

    partner: str
    to: tuple[Purpose, ...] = Field(min_length=1)
    name: str = Field(min_length=1)
    starts: Day = Field(alias="from")
    until: Day | None = None
    recorded_at: Day | None = None

    @model_validator(mode="after")
    def _rising(self) -> Consent:
        check_once(self.to, ("to",))
        if self.until is not None and self.until < self.starts:
            raise Fault(
                "agreement-unclear",
                "This consent ends before it starts.",
                at=("until",),
                other=("from",),
                other_label="it starts here",
                consequence="It would hold on no day.",
                cure="Correct one of the two dates.",
            )
        return self

    def holds(self, purpose: str, on: date) -> bool:
        """Whether the partner agrees to a purpose on a day."""
        return purpose in self.to and self.starts <= on and (self.until is None or on <= self.until)

    def known_on(self, day: date) -> bool:
        """Whether it was known on a day; one that does not say when it was recorded was always known."""
        return self.recorded_at is None or self.recorded_at <= day


class ConsentsFile(Frozen):
    """The file consents.yaml."""

    consents: tuple[Consent, ...]
