"""What metrics read: other metrics, and what the conditions inside their scopes ask."""

from __future__ import annotations

from collections.abc import Iterator

from generator.source import Step
from generator.terms.amount import amount_metrics
from generator.terms.atoms import Atom, MetricIs, atoms
from generator.terms.metric import MetricVersion
from generator.terms.operand import MetricAt

Path = tuple[Step, ...]


def metric_atoms(version: MetricVersion) -> Iterator[tuple[Path, Atom]]:
    """Each single test of the conditions in a version, with its path below the version."""
    for above, condition in version.conditions():
        for atom in atoms(condition):
            yield (*above, *atom.at), atom


def metrics_made_of(version: MetricVersion) -> Iterator[tuple[Path, MetricAt]]:
    """The metrics of which a version is made, with their paths; conditions apart."""
    for path, operand in version.operands():
        if isinstance(operand, MetricAt):
            yield (*path, operand.metric) if operand.before else path, operand


def metrics_read(version: MetricVersion) -> Iterator[tuple[Path, str]]:
    """All metrics that a version reads, those inside its conditions included."""
    for path, operand in metrics_made_of(version):
        yield path, operand.metric
    for path, atom in metric_atoms(version):
        if isinstance(atom, MetricIs):
            yield path, atom.metric
            for at, name in amount_metrics(atom.bound):
                yield (*path, atom.compare, *at), name
