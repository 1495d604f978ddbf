"""What lasts: a matter of one partner from its first day to its last, and the day on which it became known."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field, model_validator

from generator.source import Fault, Frozen
from generator.terms.quantity import Day


class Recorded(Frozen):
    """A matter of one partner that may say when it was recorded."""

    partner: str
    recorded_at: Day | None = None

    def known_on(self, day: date) -> bool:
        """Whether it was known on a day; one that does not say when it was recorded was always known."""
        return self.recorded_at is None or self.recorded_at <= day


class Lasting(Recorded):
    """A matter with a first day, and perhaps a last one, both included; `called` is its name in messages."""

    called: ClassVar[str]
    starts: Day = Field(alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _rising(self) -> Lasting:
        if self.until is not None and self.until < self.starts:
            raise Fault(
                "agreement-unclear",
                f"This {self.called} ends before it starts.",
                at=("until",),
                other=("from",),
                other_label="it starts here",
                consequence="It would hold on no day.",
                cure="Correct one of the two dates.",
            )
        return self

    def lasts_on(self, day: date) -> bool:
        """Whether a day lies between the two."""
        return self.starts <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: Lasting) -> bool:
        """Whether both hold on some day."""
        return (self.until is None or other.starts <= self.until) and (
            other.until is None or self.starts <= other.until
        )
