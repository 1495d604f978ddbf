"""What pages of rules over two legs of a tree state: whose volumes are matched, and what of them is carried."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from generator.audit.conditions import Condition
from generator.audit.terms import Carriers

LEGS = ("left", "right")


@dataclass(frozen=True)
class Binary:
    """A share of the volume that two legs match."""

    left: str
    right: str
    rate: Fraction
    ratio: Fraction | None = (
        None  # so many times as much is used up of the larger leg; of both alike without one
    )
    carried: tuple[str, ...] = ()  # the legs of which the rest is carried on; it lapses otherwise
    stops_at_cap: bool = False  # above the cap nothing is matched; it is used up otherwise
    earns: Condition | None = None
    per: str = "period"
    carriers: Carriers = field(default_factory=Carriers)
    worth: str = ""  # the declared unit that the volumes are in, where its worth makes money of them

    @property
    def base(self) -> str:
        """A figure in the unit of the volumes."""
        return self.left

    def leg(self, name: str) -> str:
        """The metric of a leg."""
        return self.left if name == "left" else self.right


def matched(
    terms: Binary, volumes: dict[str, Fraction], most: Fraction | None, digits: int
) -> dict[str, Fraction]:
    """What is matched of two volumes, no more than is asked for, and under the name of each leg what is used up.

    Where the larger leg gives several for one, what that leaves of it is cut to some decimals.
    """
    left, right = volumes["left"], volumes["right"]
    nothing = Fraction(0)
    if left <= 0 or right <= 0:
        return {"matched": nothing, "left": nothing, "right": nothing}
    larger, smaller = ("left", "right") if left >= right else ("right", "left")
    volume = volumes[smaller]
    if terms.ratio is not None:
        volume = min(volume, Fraction(volumes[larger] / terms.ratio * 10**digits // 1, 10**digits))
    if most is not None:
        volume = min(volume, most)
    return {"matched": volume, larger: volume * (terms.ratio or 1), smaller: volume}
