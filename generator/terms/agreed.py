"""What is agreed with one partner: individual terms, segments, and figures that stand in for a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.source import Frozen
from generator.terms.quantity import Quantity
from generator.terms.text import Wording


class IndividualTerm(Frozen):
    """A term that may be agreed with a partner, as programme.yaml publishes it."""

    title: Wording
    unit: Literal["money", "percent", "count", "days", "points"] = "count"


class Segment(Frozen):
    """A segment of partners, as programme.yaml publishes it."""

    title: Wording


@dataclass(frozen=True, slots=True)
class OfMetric:
    """A figure that is another metric of the same partner and window."""

    metric: str


@dataclass(frozen=True, slots=True)
class Individual:
    """A figure agreed with a partner, `default` for everyone with whom nothing is agreed."""

    name: str
    default: Quantity
