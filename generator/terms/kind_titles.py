"""Titles of rule kinds: how sentences name all rules of a kind, in quotes, since each is a name and no word of them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.terms.text import Text

KIND_TITLES: Mapping[str, Text] = {
    "fixed_bonus": Text.of(en="“fixed bonus”", ru="«фиксированный бонус»"),
    "commission": Text.of(en="“commission”", ru="«комиссия»"),
    "level_commission": Text.of(en="“level commission”", ru="«комиссия по уровням»"),
    "differential": Text.of(en="“differential”", ru="«дифференциал»"),
    "matching": Text.of(en="“matching bonus”", ru="«матчинг-бонус»"),
    "attainment": Text.of(en="“attainment”", ru="«выполнение плана»"),
    "contest": Text.of(en="“contest”", ru="«конкурс»"),
    "guarantee": Text.of(en="“guarantee”", ru="«гарантия»"),
    "deduction": Text.of(en="“deduction”", ru="«удержание»"),
    "pool": Text.of(en="“pool”", ru="«пул»"),
    "binary": Text.of(en="“binary bonus”", ru="«бинарный бонус»"),
}
