"""What pages of recognition and of channels state: badges, certificates, leaderboards, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass

from generator.audit.conditions import Condition


@dataclass(frozen=True)
class Badge:
    """A badge: what earns it, for each period or once for all."""

    id: str
    earns: Condition
    lifetime: bool


@dataclass(frozen=True)
class Certificate:
    """A certificate: for which course it is issued, and how its number begins."""

    id: str
    course: str
    prefix: str


@dataclass(frozen=True)
class Leaderboard:
    """A leaderboard: who is ranked by what over which window, and how much of it is shown."""

    id: str
    metric: str
    per: str  # period | quarter | half_year | year
    best: int
    at_least: int
    segments: tuple[str, ...] = ()
    entry: Condition | None = None


@dataclass(frozen=True)
class Winners:
    """Whose winners are published, if how many were ranked at least."""

    id: str
    contest: str  # a rule
    at_least: int


@dataclass(frozen=True)
class Disputes:
    """Where a line can be disputed, and within which time after its period."""

    mail: str
    within: int
    unit: str


@dataclass(frozen=True)
class Channels:
    """Whom to ask: support, feedback and disputes, and who has a personal manager."""

    support: str
    phone: str = ""
    days: tuple[int, ...] = ()  # of the week, counted from Monday
    opens: str = ""
    closes: str = ""
    zone: str = ""
    feedback: str = ""
    disputes: Disputes | None = None
    managed: Condition | None = (
        None  # who has a personal manager; None where the company may name one for anybody
    )
