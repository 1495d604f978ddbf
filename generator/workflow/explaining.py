"""Explaining: how the metrics of a project are computed, told without settling anything."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.settlement.plan_told import plan_lines, plan_told
from generator.settlement.settle import plan_of
from generator.workflow.build import faults_of_records, lint, read_records
from generator.workflow.places import Places


def explained_plan(places: Places, on: date) -> tuple[dict[str, Any], list[str]]:
    """The plan of a project's metrics as plain values, and as lines of text. Raises EmptyProgramme, Diagnosed."""
    programme = lint(places, on).programme
    with read_records(places, programme, on) as book, faults_of_records(programme):
        periods, plan = plan_of(programme, book, on)
        told = plan_told(programme, periods, plan)
    return told, list(plan_lines(told))
