"""Changes one thing at a time and asks whether the audit objects, with the right finding."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.audit.close_mutants import CLOSE_OPERATORS
from generator.audit.example_mutants import EXAMPLE_OPERATORS
from generator.audit.figure_mutants import FIGURE_OPERATORS
from generator.audit.findings import Finding, Verdict
from generator.audit.fund_mutants import FUND_OPERATORS
from generator.audit.further_mutants import FURTHER_OPERATORS
from generator.audit.goods_mutants import GOODS_OPERATORS
from generator.audit.ground import Ground, Mutant, Operator
from generator.audit.held_mutants import HELD_OPERATORS
from generator.audit.money_mutants import MONEY_OPERATORS
from generator.audit.network_mutants import NETWORK_OPERATORS
from generator.audit.opened import PLAIN
from generator.audit.outputs import Memo, NoMemo, Outputs
from generator.audit.page_mutants import PAGE_OPERATORS
from generator.audit.pair_mutants import PAIR_OPERATORS
from generator.audit.plain import strip_tags
from generator.audit.private_mutants import PRIVATE_OPERATORS
from generator.audit.public import SITE
from generator.audit.revision_mutants import REVISION_OPERATORS
from generator.audit.run import AuditResult, audit
from generator.audit.step_mutants import STEP_OPERATORS
from generator.audit.unit_mutants import UNIT_OPERATORS

_ADDRESS = re.compile(r'\bhref="([^"]*)"')

# Given the inputs that changed (path below the root -> bytes), yields the folder of a build made from them.
Rebuild = Callable[[Mapping[str, bytes | None]], AbstractContextManager[Path]]

# Whatever is changed on a statement that a close has issued, it is the bytes that are not those it keeps.
ISSUED = frozenset({"closed-statement-differs"})

OPERATORS: dict[str, Operator] = {
    **PAGE_OPERATORS,
    **PRIVATE_OPERATORS,
    **PAIR_OPERATORS,
    **FIGURE_OPERATORS,
    **NETWORK_OPERATORS,
    **STEP_OPERATORS,
    **UNIT_OPERATORS,
    **CLOSE_OPERATORS,
    **HELD_OPERATORS,
    **MONEY_OPERATORS,
    **REVISION_OPERATORS,
    **EXAMPLE_OPERATORS,
    **FURTHER_OPERATORS,
    **GOODS_OPERATORS,
    **FUND_OPERATORS,
}


@dataclass(frozen=True)
class Injection:
    """A mutation made by the caller: of the YAML, or of the engine between site and settlement.

    `make` is entered with a random source and yields what was changed in words and the folder of the mutated
    build; the audit of it under the unchanged root must object, with one of `right` where it is given.
    """

    operator: str
    make: Callable[[random.Random], AbstractContextManager[tuple[str, Path]]]
    right: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Survivor:
    """A mutant to which the audit did not object as it should."""

    operator: str
    says: str
    instead: str

    def line(self) -> str:
        """The survivor in one line, for people."""
        return f"{self.operator}: {self.says}" + (f" (only {self.instead})" if self.instead else "")


@dataclass
class Mutation:
    """How a run of mutants ended."""

    seed: int
    tried: int = 0
    killed: int = 0
    excused: int = 0
    full: int = 0
    unequal: list[str] = field(default_factory=list)  # mutants whose full and incremental verdicts differ
    survivors: list[Survivor] = field(default_factory=list)
    by_operator: Counter[str] = field(default_factory=Counter)
    by_finding: Counter[str] = field(default_factory=Counter)
    not_made: Counter[str] = field(default_factory=Counter)

    @property
    def kill_rate(self) -> float:
        """Killed mutants among those that change anything that can be seen; 0 where none was tried."""
        counted = self.tried - self.excused
        return self.killed / counted if counted else 0.0

    def as_json(self) -> dict[str, object]:
        """The mutation part of the audit's JSON."""
        return {
            "seed": self.seed,
            "tried": self.tried,
            "killed": self.killed,
            "kill_rate": round(self.kill_rate, 4),
            "excused": self.excused,
            "audited_in_full": self.full,
            "unequal": self.unequal,
            "survivors": [survivor.line() for survivor in self.survivors],
            "by_operator": dict(sorted(self.by_operator.items())),
            "by_finding": dict(sorted(self.by_finding.items())),
        }


def draw(rng: random.Random, ground: Ground, names: list[str], not_made: Counter[str]) -> Mutant | None:
    """A mutant by a random operator; an operator that finds nothing to change gives way to another."""
    for _ in range(5 * len(names)):
        name = rng.choice(names)
        mutant = OPERATORS[name](rng, ground)
        if mutant is not None:
            return mutant
        not_made[name] += 1
    return None


def mutate(
    root: Path,
    *,
    on: date,
    known: date | None = None,
    build: Path | None = None,
    tries: int,
    seed: int,
    full: int = 50,
    injections: Iterable[Injection] = (),
    rebuild: Rebuild | None = None,
    operators: Iterable[str] | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> dict[str, object]:
    """Try some mutants of a build; `full` of them are audited a second time without any memory.

    A mutant is killed by a finding that the build itself does not have and that is right for the operator.
    `rebuild` makes the build anew from changed inputs, to excuse a change of raw rows that nobody can see.
    The answer has tried, killed, excused, survivors (each in one line) and counts by operator and finding.
    ValueError if the build itself could not be judged.
    """
    outputs, memo = Outputs(root.resolve(), build), Memo()
    base = audit(root, on=on, known=known, outputs=outputs, memo=memo, workers=1)
    if base.verdict == Verdict.COULD_NOT_JUDGE:
        raise ValueError(f"nothing can be learnt from mutants of this build: {base.findings[0].says}")
    standing = set(base.findings)
    ground = Ground.of(outputs)
    result = Mutation(seed)
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    names = sorted(operators if operators is not None else OPERATORS)
    # The seeded choice of those audited in full is spread over the whole run.
    in_full = set(rng.sample(range(tries), min(full, tries)))
    for number in range(tries):
        mutant = draw(rng, ground, names, result.not_made)
        if mutant is None:
            break
        seen = outputs.with_changes(mutant.changed)
        quick = audit(root, on=on, known=known, outputs=seen, memo=memo, workers=1)
        if number in in_full:
            anew = outputs.with_changes(mutant.changed)
            slow = audit(root, on=on, known=known, outputs=anew, memo=NoMemo(), workers=1)
            result.full += 1
            if (slow.verdict, slow.findings) != (quick.verdict, quick.findings):
                result.unequal.append(f"{mutant.operator}: {mutant.says}")
        _settle(result, mutant, quick, standing, lambda seen=seen: unseen(outputs, seen, rebuild))  # type: ignore[misc]
        progress(f"{number + 1}/{tries} {mutant.operator}")
    for injection in injections:
        with injection.make(rng) as (says, where):
            answer = audit(root, on=on, build=where)
        mutant = Mutant(injection.operator, says, {}, injection.right)
        _settle(result, mutant, answer, standing, lambda: False)
        progress(f"injected {injection.operator}")
    return result.as_json()


def _settle(
    result: Mutation, mutant: Mutant, answer: AuditResult, known: set[Finding], unseen: Callable[[], bool]
) -> None:
    result.tried += 1
    result.by_operator[mutant.operator] += 1
    new = {finding.slug for finding in set(answer.findings) - known}
    right = mutant.right | ISSUED if mutant.right else new
    if new & right:
        result.killed += 1
        result.by_finding.update(new & right)
    elif not new and unseen():
        result.excused += 1
    else:
        result.survivors.append(Survivor(mutant.operator, mutant.says, ", ".join(sorted(new))))


def unseen(before: Outputs, after: Outputs, rebuild: Rebuild | None) -> bool:
    """Whether nobody can see the change: all visible text is the same, after rebuilding where inputs changed.

    A change of inputs is never excused without a rebuild, and a file withheld never at all.
    """
    if any(content is None for content in after.changed.values()):
        return False
    inputs = {path: content for path, content in after.changed.items() if not path.startswith("build/")}
    if inputs:
        if rebuild is None:
            return False
        with rebuild(inputs) as place:
            return _same_text(before, Outputs(before.root, place), rebuilt=True)
    return _same_text(before, after)


def _seen(text: str) -> tuple[str, list[str]]:
    """What a person has of a page: its words, and where its links lead."""
    return strip_tags(text), _ADDRESS.findall(text)


def _same_text(before: Outputs, after: Outputs, rebuilt: bool = False) -> bool:
    """Whether every page and every plain statement shows the same words, and the same rows are rejected."""
    for folder, pattern in ((SITE, "*.html"), (PLAIN, "*.html"), ("build/private", "rejects.csv")):
        paths = before.list(folder, pattern)
        if paths != after.list(folder, pattern):
            return False
        for path in paths:
            if rebuilt and path.endswith("/proof/index.html"):
                continue  # it tells what an audit found, and nobody has audited what was rebuilt
            old, new = before.read(path), after.read(path)
            if old != new and _seen(old.decode()) != _seen(new.decode("utf-8", "replace")):
                return False
    # Sealed forms, links, the index and hashes have no plain text of their own: any change of theirs is seen.
    others = [
        path for path in after.changed if not path.endswith((".html", ".bin")) and path.startswith("build/")
    ]
    return not others
