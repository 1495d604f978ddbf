"""Consents: which partners agreed to be shown to others, for what, under which name and for how long."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from generator.book.lasting import Lasting
from generator.source import Frozen
from generator.terms.names import check_once

CONSENTS = "consents.yaml"
Purpose = Literal["leaderboards", "winners", "mentor"]


class Consent(Lasting):
    """What one partner agreed to, from the first to the last day, both included; `name` is what others see."""

    called: ClassVar[str] = "consent"
    to: tuple[Purpose, ...] = Field(min_length=1)
    name: str = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Consent:
        check_once(self.to, ("to",))
        return self

    def holds(self, purpose: str, on: date) -> bool:
        """Whether the partner agrees to a purpose on a day."""
        return purpose in self.to and self.lasts_on(on)


class ConsentsFile(Frozen):
    """The file consents.yaml."""

    consents: tuple[Consent, ...]
