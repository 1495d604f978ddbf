"""Held conditions: every condition that stands somewhere inside a version, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from pydantic import BaseModel

from generator.source import Step
from generator.terms.amount import amount_metrics
from generator.terms.atoms import Atom, Condition, CoursePassed, MetricIs, atoms, shift_of

_CONDITIONS = tuple(one for alias in get_args(Condition) for one in (get_args(alias) or (alias,)))
_APART = ("examples", "words", "why")
"""What speaks about a version and is no part of what it does."""


def conditions_in(version: BaseModel) -> Iterator[tuple[tuple[Step, ...], Condition]]:
    """Each condition with its path below the version, in the order of the fields."""
    yield from _inside(version, ())


def _inside(value: Any, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Condition]]:
    if isinstance(value, _CONDITIONS):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if name not in _APART:
                yield from _inside(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _inside(one, (*path, number))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _inside(one, (*path, key))
    elif is_dataclass(value) and not isinstance(value, type):
        for one_field in fields(value):
            yield from _inside(getattr(value, one_field.name), (*path, one_field.name))


def atoms_of_lines(version: BaseModel, *, shifted: bool = True) -> Iterator[tuple[tuple[Step, ...], Atom]]:
    """Those of `atoms_in` on which the lines themselves rest; conditions on shares are judged when all lines are."""
    return ((path, atom) for path, atom in atoms_in(version, shifted=shifted) if path[0] != "due")


def atoms_in(version: BaseModel, *, shifted: bool = True) -> Iterator[tuple[tuple[Step, ...], Atom]]:
    """Each single test with its path below the version; without `shifted` those of the current window only."""
    for path, condition in conditions_in(version):
        for atom in atoms(condition):
            if shifted or shift_of(atom) is None:
                yield (*path, *atom.at), atom


def metrics_tested(version: BaseModel) -> Iterator[str]:
    """Every metric that a condition inside a version compares, or is compared with."""
    for _, atom in atoms_in(version):
        if isinstance(atom, MetricIs):
            yield atom.metric
            yield from (name for _, name in amount_metrics(atom.bound))


def courses_tested(version: BaseModel) -> frozenset[str]:
    """Every course that a condition inside a version names."""
    return frozenset(atom.course for _, atom in atoms_in(version) if isinstance(atom, CoursePassed))
