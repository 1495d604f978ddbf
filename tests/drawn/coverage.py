"""What drawn programmes use of the language, taken from their models, beside all that the models know."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from pydantic import BaseModel

from generator.rules import MODULES
from generator.rules.pool import PoolVersion
from generator.rules.sharing import Remainder
from generator.terms import atoms, scope, window
from generator.terms.amount import Amount
from generator.terms.clause import Clause
from generator.terms.metric import MetricVersion
from generator.terms.programme import Programme

# Words and examples promise nothing; corrections are drawn beside closed periods, in tests of their own.
BESIDE = {"announced", "starts", "why", "words", "examples", "correction", "title"}
Used = set[str]


def used_by(programme: Programme) -> Used:
    """Every kind, key of a kind, window, scope, test of a condition and form of an amount in a programme."""
    found: Used = set()
    for clause in programme.clauses.values():
        found.add(f"kind {clause.kind}")
        for version in clause.versions:
            found |= {f"{clause.kind}.{key}" for key in version.model_fields_set - BESIDE}
            found.add(f"per {version.per}")
            found |= {f"remainder {version.remainder}"} if isinstance(version, PoolVersion) else set()
            found |= set(_inside(version))
    for metric in programme.metrics.values():
        for made in metric.versions:
            found |= {f"metric.{key}" for key in made.model_fields_set - BESIDE}
            found |= set(_inside(made))
    return found


def _inside(value: Any) -> Iterator[str]:
    """What a value is, and what it is made of."""
    name = type(value).__name__
    if isinstance(value, window.Window):
        yield f"window {value.kind}"
        yield from ["window before"] * (value.before > 0)
        yield from [f"joining {value.unit}"] * bool(value.unit)
    elif isinstance(value, scope.Scope):
        yield f"scope {value.kind}"
        yield from [f"scope {value.tree}"] * (value.kind not in ("own", "programme"))
        yield from [
            f"scope {key}"
            for key in ("positions", "active_only", "without_broken_away")
            if getattr(value, key)
        ]
    elif isinstance(value, get_args(atoms.Condition)):
        yield f"condition {name}"
    elif isinstance(value, get_args(Amount)):
        yield f"amount {name}"
    elif isinstance(value, atoms.Shift):
        yield f"shift {value.kind}"
    if isinstance(value, BaseModel):
        for key in type(value).model_fields:
            if key not in BESIDE:
                yield from _inside(getattr(value, key))
    elif is_dataclass(value):
        for one in fields(value):
            yield from _inside(getattr(value, one.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inside(one)


def all_there_is() -> Used:
    """Everything that the language knows of these."""
    found: Used = {f"metric.{key}" for key in set(MetricVersion.model_fields) - BESIDE}
    for kind, model in kinds().items():
        found.add(f"kind {kind}")
        found |= {f"{kind}.{key}" for key in set(model.model_fields) - BESIDE}
    found |= {f"per {one}" for one in get_args(next(iter(kinds().values())).model_fields["per"].annotation)}
    found |= {f"window {one}" for one in get_args(window.Kind)} | {"window before"}
    found |= {f"remainder {one}" for one in get_args(Remainder)}
    found |= {f"joining {one}" for one in ("days", "weeks", "months", "years")}
    found |= {f"scope {one}" for one in (*get_args(scope.Kind), *get_args(scope.TreeName))}
    found |= {"scope positions", "scope active_only", "scope without_broken_away"}
    found |= {f"condition {one.__name__}" for one in get_args(atoms.Condition)}
    found |= {f"amount {one.__name__}" for one in get_args(Amount)}
    found |= {f"shift {one}" for one in get_args(atoms.Shift.__annotations__["kind"])}
    return found


def kinds() -> dict[str, type[BaseModel]]:
    """The model of a version of each kind."""
    found: dict[str, type[BaseModel]] = {}
    for kind, module in MODULES.items():
        (model,) = [
            one
            for one in vars(module).values()
            if isinstance(one, type) and issubclass(one, Clause) and one is not Clause
        ]
        found[kind] = get_args(model.model_fields["versions"].annotation)[0]
    return found
