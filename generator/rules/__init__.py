"""Rules: one module for each rule kind, and the written-out union of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Annotated, Any

from pydantic import Field

from generator.rules import (
    attainment,
    commission,
    contest,
    deduction,
    differential,
    fixed_bonus,
    guarantee,
    level_commission,
    matching,
)
from generator.rules.attainment import Attainment
from generator.rules.commission import Commission
from generator.rules.contest import Contest
from generator.rules.deduction import Deduction
from generator.rules.differential import Differential
from generator.rules.fixed_bonus import FixedBonus
from generator.rules.guarantee import Guarantee
from generator.rules.level_commission import LevelCommission
from generator.rules.matching import Matching

AnyClause = Annotated[
    FixedBonus
    | Commission
    | LevelCommission
    | Differential
    | Matching
    | Attainment
    | Contest
    | Guarantee
    | Deduction,
    Field(discriminator="kind"),
]

KINDS: Mapping[str, type[Any]] = {
    "fixed_bonus": FixedBonus,
    "commission": Commission,
    "level_commission": LevelCommission,
    "differential": Differential,
    "matching": Matching,
    "attainment": Attainment,
    "contest": Contest,
    "guarantee": Guarantee,
    "deduction": Deduction,
}
MODULES: Mapping[str, ModuleType] = {
    "fixed_bonus": fixed_bonus,
    "commission": commission,
    "level_commission": level_commission,
    "differential": differential,
    "matching": matching,
    "attainment": attainment,
    "contest": contest,
    "guarantee": guarantee,
    "deduction": deduction,
}
TAKING = frozenset({"deduction"})
"""Kinds whose lines are taken from partners; who reads such lines reads them above zero."""
