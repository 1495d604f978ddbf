"""Writes all Markdown pages of one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.settlement.boards import Standing
from generator.site.definition_pages import write_definitions, write_points, write_policy, write_tiers
from generator.site.desk import Desk, Pages
from generator.site.edition_pages import write_editions
from generator.site.prose_pages import (
    write_glossary,
    write_hand_written,
    write_home,
    write_proof,
    write_shell,
)
from generator.site.recognition_pages import write_channels, write_recognition
from generator.site.reward_pages import write_rewards
from generator.site.rule_pages import write_rules
from generator.site.training_pages import write_training
from generator.terms.edition import Edition
from generator.terms.programme import Programme

_IN_ORDER = (
    write_home,
    write_rules,
    write_definitions,
    write_tiers,
    write_points,
    write_rewards,
    write_training,
    write_recognition,
    write_policy,
    write_channels,
    write_editions,
    write_glossary,
    write_hand_written,
    write_proof,
    write_shell,
)


def write_pages(
    programme: Programme,
    all_editions: tuple[Edition, ...],
    published: Mapping[str, str],
    on: date,
    language: str,
    templates: Path,
    standings: Mapping[str, Standing | None] | None = None,
) -> Pages:
    """Every page of one language, in the order of the navigation; `published` maps editions to their hashes.

    `standings` are what others see of leaderboards."""
    desk = Desk(programme, all_editions, published, on, language, templates, standings or {})
    for write in _IN_ORDER:
        write(desk)
    return desk.pages
