"""Which lines are made of parts, by the kind of their rule."""

from __future__ import annotations

from generator.rules.contract import Figures, Lines
from generator.rules.depth_parts import depth_parts
from generator.rules.differential import DifferentialVersion
from generator.rules.exact import Column
from generator.rules.group_parts import group_parts
from generator.rules.parts import Parts
from generator.terms.clause import ClauseVersion
from generator.terms.walking import WalkingVersion


def parts_of(
    version: ClauseVersion, figures: Figures, lines: Lines, before: Column | None = None
) -> Parts | None:
    """The parts of lines that a version gave by these figures; None where base and row of each line say it all.

    `before` is what the rule had carried of each partner when the window began.
    """
    if isinstance(version, DifferentialVersion):
        return group_parts(version, figures, lines)
    if isinstance(version, WalkingVersion):
        return depth_parts(version, figures, lines, before)
    return None
