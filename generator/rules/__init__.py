"""Rules: one module for each rule kind, and the written-out union of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Annotated, Any

from pydantic import Field

from generator.rules import commission, fixed_bonus
from generator.rules.commission import Commission
from generator.rules.fixed_bonus import FixedBonus

AnyClause = Annotated[FixedBonus | Commission, Field(discriminator="kind")]

KINDS: Mapping[str, type[Any]] = {"fixed_bonus": FixedBonus, "commission": Commission}
MODULES: Mapping[str, ModuleType] = {"fixed_bonus": fixed_bonus, "commission": commission}
