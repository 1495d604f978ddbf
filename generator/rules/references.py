"""Checks of references: names that lead nowhere, titles that name two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.rules import MODULES
from generator.source import Diagnostic, Place, Step, Tree, did_you_mean, find, key_place, walk
from generator.terms.clause import ClauseVersion
from generator.terms.condition import Condition, CoursePassed, MetricIs, TierIs, atoms
from generator.terms.programme import Programme


def same_titles(programme: Programme) -> Iterator[Diagnostic]:
    """Two things of one kind with one title: sentences refer by title, so a reader could not tell them apart."""
    titles = programme.titles().titles
    for language in programme.languages:
        first: dict[tuple[str, str], str] = {}
        for thing, title in titles.items():
            kind = thing.partition("/")[0] if "/" in thing else "clause"
            if kind in ("lesson", "path"):
                continue
            key = (kind, title[language].casefold())
            earlier = first.setdefault(key, thing)
            if earlier != thing:
                yield Diagnostic(
                    "duplicate-title",
                    _title_place(programme, thing),
                    f"`{thing}` and `{earlier}` have the same title: {title[language]}.",
                    consequence="A sentence that names it could mean either of them.",
                    cure="Give each a title of its own.",
                )


def _title_place(programme: Programme, thing: str) -> Place | None:
    kind, _, name = thing.partition("/")
    if thing in programme.clause_files:
        return find(programme.trees[programme.clause_files[thing]], ("title",)).place
    if kind in ("metric", "measure"):
        return find(programme.trees["metrics.yaml"], (f"{kind}s", name, "title")).place
    if kind == "course":
        file = next(
            f for f, t in programme.trees.items() if f.startswith("training/courses/") and _is(t, name)
        )
        return find(programme.trees[file], ("title",)).place
    if kind == "tier":
        for path, node in walk(programme.trees["tiers.yaml"]):
            if path[-1:] == ("tier",) and node.plain() == name:
                return node.place
    return find(programme.trees["tiers.yaml"], ("ladders", name, "title")).place


def references(programme: Programme) -> Iterator[Diagnostic]:
    """Every reference to something that does not exist."""
    yield from _metric_references(programme)
    for name, ladder in programme.ladders.items():
        for number, version in enumerate(ladder.versions):
            for rung, tier in enumerate(version.tiers):
                here: tuple[Step, ...] = ("ladders", name, "versions", number, "tiers", rung)
                if tier.reach is not None:
                    reach = (*here, "reach")
                    yield from _condition(programme, "tiers.yaml", reach, tier.reach)
                    yield from _no_tiers(programme, reach, tier.reach)
                for at, privilege in enumerate(tier.privileges):
                    if privilege not in programme.privileges:
                        place = (*here, "privileges", at)
                        yield _unknown(
                            programme, "tiers.yaml", place, "privilege", privilege, programme.privileges
                        )
    yield from _training_references(programme)
    for name, clause in programme.clauses.items():
        file = programme.clause_files[name]
        for number, clause_version in enumerate(clause.versions):
            above: tuple[Step, ...] = ("versions", number)
            if clause_version.earns is not None:
                earns = (*above, "earns")
                yield from _condition(programme, file, earns, clause_version.earns)
            for path, metric in MODULES[clause.kind].metrics_read(clause_version):
                if metric not in programme.metrics:
                    yield _unknown(programme, file, (*above, *path), "metric", metric, programme.metrics)
            yield from _tier_rows(programme, file, number, clause_version)
            for at, example in enumerate(clause_version.examples):
                given: tuple[Step, ...] = (*above, "examples", at, "given")
                for metric in example.given:
                    if metric not in programme.metrics:
                        yield _unknown(programme, file, (*given, metric), "metric", metric, programme.metrics)
                for key, courses in (("course", example.course or ()), ("but", example.but)):
                    for row, course in enumerate(courses):
                        if course not in programme.courses:
                            place = (*given, key, row)
                            yield _unknown(programme, file, place, "course", course, programme.courses)


def _metric_references(programme: Programme) -> Iterator[Diagnostic]:
    for name, metric in programme.metrics.items():
        for number, version in enumerate(metric.versions):
            here: tuple[Step, ...] = ("metrics", name, "versions", number)
            if version.sum is None:
                continue
            measure = programme.measures.get(version.sum)
            if measure is None:
                yield _unknown(
                    programme, "metrics.yaml", (*here, "sum"), "measure", version.sum, programme.measures
                )


def _training_references(programme: Programme) -> Iterator[Diagnostic]:
    for name, course in programme.courses.items():
        file = next(
            f for f, t in programme.trees.items() if f.startswith("training/courses/") and _is(t, name)
        )
        for number, version in enumerate(course.versions):
            for key, known in (
                ("lessons", programme.lessons),
                ("requires", programme.courses),
                ("teaches", programme.clauses),
            ):
                for at, word in enumerate(getattr(version, key)):
                    if word not in known:
                        kind = {"lessons": "lesson", "requires": "course", "teaches": "clause"}[key]
                        yield _unknown(
                            programme, file, ("versions", number, key, at), kind, word, list(known)
                        )
    for number, curriculum in enumerate(programme.curriculum.versions if programme.curriculum else ()):
        for row, path in enumerate(curriculum.paths):
            for at, word in enumerate(path.courses):
                if word not in programme.courses:
                    place = ("curriculum", "versions", number, "paths", row, "courses", at)
                    yield _unknown(
                        programme, "training/curriculum.yaml", place, "course", word, programme.courses
                    )


def _is(tree: Tree, course: str) -> bool:
    plain = tree.plain()
    return isinstance(plain, dict) and plain.get("course") == course


def _tier_rows(programme: Programme, file: str, number: int, version: ClauseVersion) -> Iterator[Diagnostic]:
    table = getattr(version, "table", None)
    tiers = programme.titles().ladder_of
    for row, one in enumerate(table.rows if table else ()):
        if one.tier not in tiers:
            place = ("versions", number, "table", "rows", row, "tier")
            yield _unknown(programme, file, place, "tier", one.tier, list(tiers))


def _condition(
    programme: Programme, file: str, above: tuple[Step, ...], condition: Condition
) -> Iterator[Diagnostic]:
    units = programme.metric_units()
    tiers = programme.titles().ladder_of
    for atom in atoms(condition):
        place = (*above, *atom.at)
        if isinstance(atom, MetricIs):
            if atom.metric not in programme.metrics:
                words = [*programme.metrics, "all", "any", "not", "course", "tier"]
                yield _unknown(programme, file, place, "metric", atom.metric, words)
                continue
            unit = units[atom.metric]
            if atom.bound.unit and atom.bound.unit != unit:
                yield Diagnostic(
                    "wrong-unit",
                    find(programme.trees[file], (*place, atom.compare)).place,
                    f"This bound is in `{atom.bound.unit}`, but `{atom.metric}` is in `{unit}`.",
                    consequence="Two units cannot be compared.",
                    cure=f"Write the bound in `{unit}`, or without a unit.",
                )
        elif isinstance(atom, CoursePassed) and atom.course not in programme.courses:
            yield _unknown(programme, file, place, "course", atom.course, programme.courses)
        elif isinstance(atom, TierIs) and atom.tier not in tiers:
            yield _unknown(programme, file, place, "tier", atom.tier, list(tiers))


def _no_tiers(programme: Programme, above: tuple[Step, ...], condition: Condition) -> Iterator[Diagnostic]:
    for atom in atoms(condition):
        if isinstance(atom, TierIs):
            yield Diagnostic(
                "tier-cycle",
                find(programme.trees["tiers.yaml"], (*above, *atom.at)).place,
                "What reaches a tier cannot ask for a tier.",
                consequence="The tier would have to be known before it is known.",
                cure="Ask for the metrics and courses that the other tier asks for.",
            )


def _unknown(
    programme: Programme,
    file: str,
    path: tuple[Step, ...],
    kind: str,
    word: str,
    known: Iterable[str],
) -> Diagnostic:
    names = list(known)
    near = did_you_mean(word, names)
    tree = programme.trees[file]
    held = find(tree, path)
    place = key_place(tree, path) if kind == "metric" and held.plain() != word else held.place
    return Diagnostic(
        f"unknown-{kind}",
        place,
        f"There is no {kind} `{word}`.",
        consequence="The rule would rest on something that nobody defined.",
        cure=f"Did you mean `{near}`?" if near else "Known: " + ", ".join(f"`{n}`" for n in names) + ".",
    )
