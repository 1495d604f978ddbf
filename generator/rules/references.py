"""Checks of references: names that lead nowhere, titles that name two things."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules import KINDS, MODULES
from generator.rules.amount_checks import unknown_in_amounts, unknown_in_rows
from generator.rules.ceiling_checks import unknown_in_ceilings
from generator.rules.example_references import unknown_in_examples
from generator.rules.held_conditions import atoms_in
from generator.rules.measure_references import measure_references
from generator.rules.metric_reads import metric_atoms, metrics_made_of
from generator.rules.pay_checks import every_faults
from generator.rules.recognised import RECOGNITION, recognised, unknown_in_recognition
from generator.rules.reward_checks import rewards_given
from generator.rules.unknown import unknown
from generator.source import Diagnostic, Place, Step, Tree, find, walk
from generator.terms.agreed import Individual
from generator.terms.amount import Amount, amount_metrics, amount_unit
from generator.terms.atoms import (
    FACT_KEYS,
    JOINT_KEYS,
    Atom,
    CoursePassed,
    LineIs,
    MetricIs,
    PartnerIs,
    TierIs,
)
from generator.terms.channels import CHANNELS
from generator.terms.clause import ClauseVersion
from generator.terms.programme import Programme
from generator.terms.quantity import POINTS
from generator.terms.recognition import GROUPS
from generator.terms.version import Version


def same_titles(programme: Programme) -> Iterator[Diagnostic]:
    """Two things of one kind with one title: sentences refer by title, so a reader could not tell them apart."""
    titles = programme.titles().titles
    for language in programme.languages:
        first: dict[tuple[str, str], str] = {}
        for thing, title in titles.items():
            kind = thing.partition("/")[0] if "/" in thing else "clause"
            if kind in ("lesson", "path", "webinar"):
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
    if thing in (POINTS, CHANNELS):
        return find(programme.trees["programme.yaml"], (thing, "title")).place
    if kind in ("segment", "individual", "ceiling", "unit"):
        group = kind if kind == "individual" else f"{kind}s"
        return find(programme.trees["programme.yaml"], (group, name, "title")).place
    if kind == "reward":
        return find(programme.trees["rewards.yaml"], ("rewards", name, "title")).place
    if kind in GROUPS:
        return find(programme.trees[RECOGNITION], (GROUPS[kind], name, "title")).place
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
    yield from unknown_in_ceilings(programme)
    yield from measure_references(programme)
    rating = programme.file.rating
    if rating is not None and rating not in programme.metrics:
        yield unknown(programme, "programme.yaml", ("rating",), "metric", rating, programme.metrics)
    for name, ladder in programme.ladders.items():
        for number, version in enumerate(ladder.versions):
            above_tiers: tuple[Step, ...] = ("ladders", name, "versions", number)
            yield from _conditions(programme, "tiers.yaml", above_tiers, version)
            for rung, tier in enumerate(version.tiers):
                here: tuple[Step, ...] = (*above_tiers, "tiers", rung)
                for at, privilege in enumerate(tier.privileges):
                    if privilege not in programme.privileges:
                        place = (*here, "privileges", at)
                        yield unknown(
                            programme, "tiers.yaml", place, "privilege", privilege, programme.privileges
                        )
    yield from _training_references(programme)
    for number, points in enumerate(programme.file.points.versions if programme.file.points else ()):
        yield from _conditions(programme, "programme.yaml", ("points", "versions", number), points)
    for name, reward in programme.rewards.items():
        for number, offer in enumerate(reward.versions):
            yield from _conditions(programme, "rewards.yaml", ("rewards", name, "versions", number), offer)
    for _, (held_in, path), versions in recognised(programme):
        for number, one in enumerate(versions):
            yield from _conditions(programme, held_in, (*path, "versions", number), one)
    yield from unknown_in_recognition(programme)
    for name, clause in programme.clauses.items():
        file = programme.clause_files[name]
        for number, clause_version in enumerate(clause.versions):
            above: tuple[Step, ...] = ("versions", number)
            yield from _conditions(programme, file, above, clause_version)
            for path, metric in MODULES[clause.kind].metrics_read(clause_version):
                if metric not in programme.metrics:
                    yield unknown(programme, file, (*above, *path), "metric", metric, programme.metrics)
            if clause_version.ceiling is not None and clause_version.ceiling not in programme.file.ceilings:
                named = clause_version.ceiling
                known_ceilings = programme.file.ceilings
                yield unknown(programme, file, (*above, "ceiling"), "ceiling", named, known_ceilings)
            for path, given in rewards_given(clause_version):
                if given not in programme.rewards:
                    yield unknown(programme, file, (*above, *path), "reward", given, programme.rewards)
            yield from unknown_in_amounts(programme, file, above, clause.kind, clause_version)
            yield from unknown_in_rows(programme, file, above, clause.kind, clause_version)
            yield from _tier_rows(programme, file, number, clause_version)
            yield from _lines_read(programme, file, above, clause.kind, clause_version)
            yield from unknown_in_examples(programme, file, above, name, clause_version)


def _metric_references(programme: Programme) -> Iterator[Diagnostic]:
    for name, metric in programme.metrics.items():
        for number, version in enumerate(metric.versions):
            here: tuple[Step, ...] = ("metrics", name, "versions", number)
            for path, operand in metrics_made_of(version):
                if operand.metric not in programme.metrics:
                    place = (*here, *path)
                    yield unknown(
                        programme, "metrics.yaml", place, "metric", operand.metric, programme.metrics
                    )
            for path, atom in metric_atoms(version):
                yield from _atom(programme, "metrics.yaml", (*here, *path), atom)
            measure = version.measure
            if measure is not None and measure not in programme.measures:
                place = (*here, version.aggregate)
                yield unknown(programme, "metrics.yaml", place, "measure", measure, programme.measures)


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
                        yield unknown(programme, file, ("versions", number, key, at), kind, word, list(known))
    for name, webinar in programme.webinars.items():
        for at, word in enumerate(webinar.courses):
            if word not in programme.courses:
                spot: tuple[Step, ...] = ("webinars", name, "courses", at)
                yield unknown(programme, "training/webinars.yaml", spot, "course", word, programme.courses)
    for number, curriculum in enumerate(programme.curriculum.versions if programme.curriculum else ()):
        above: tuple[Step, ...] = ("curriculum", "versions", number)
        yield from _conditions(programme, "training/curriculum.yaml", above, curriculum)
        for row, path in enumerate(curriculum.paths):
            for at, word in enumerate(path.courses):
                if word not in programme.courses:
                    place = ("curriculum", "versions", number, "paths", row, "courses", at)
                    yield unknown(
                        programme, "training/curriculum.yaml", place, "course", word, programme.courses
                    )


def _is(tree: Tree, course: str) -> bool:
    plain = tree.plain()
    return isinstance(plain, dict) and plain.get("course") == course


def _lines_read(
    programme: Programme, file: str, above: tuple[Step, ...], kind: str, version: ClauseVersion
) -> Iterator[Diagnostic]:
    """Clauses and kinds whose lines a clause reads, and which do not exist."""
    module = MODULES[kind]
    for path, name in getattr(module, "clauses_read", lambda _: ())(version):
        if name not in programme.clauses:
            yield unknown(programme, file, (*above, *path), "clause", name, programme.clauses)
    for path, name in getattr(module, "kinds_read", lambda _: ())(version):
        if name not in KINDS:
            yield unknown(programme, file, (*above, *path), "kind", name, KINDS)


def _tier_rows(programme: Programme, file: str, number: int, version: ClauseVersion) -> Iterator[Diagnostic]:
    table = getattr(version, "table", None)
    tiers = programme.titles().ladder_of
    for row, one in enumerate(table.rows if table else ()):
        if getattr(one, "tier", None) is not None and one.tier not in tiers:
            place = ("versions", number, "table", "rows", row, "tier")
            yield unknown(programme, file, place, "tier", one.tier, list(tiers))


def _conditions(
    programme: Programme, file: str, above: tuple[Step, ...], version: Version
) -> Iterator[Diagnostic]:
    for path, atom in atoms_in(version):
        yield from _atom(programme, file, (*above, *path), atom)


def _atom(programme: Programme, file: str, place: tuple[Step, ...], atom: Atom) -> Iterator[Diagnostic]:
    tiers = programme.titles().ladder_of
    match atom:
        case MetricIs():
            yield from _metric_is(programme, file, place, atom)
        case CoursePassed(course) if course not in programme.courses:
            yield unknown(programme, file, place, "course", course, programme.courses)
        case LineIs(clause) if clause not in programme.clauses:
            yield unknown(programme, file, (*place, "of"), "clause", clause, programme.clauses)
        case PartnerIs("segment", values):
            for segment in values:
                if segment not in programme.file.segments:
                    yield unknown(programme, file, place, "segment", segment, programme.file.segments)
        case TierIs():
            for tier in atom.named:
                if tier not in tiers:
                    yield unknown(programme, file, place, "tier", tier, list(tiers))
            if len({tiers[tier] for tier in atom.named if tier in tiers}) > 1:
                yield Diagnostic(
                    "tiers-of-two-ladders",
                    find(programme.trees[file], place).place,
                    "These tiers stand on two ladders.",
                    consequence="A partner holds a tier on each of them, and nobody could tell which is meant.",
                    cure="Test each ladder by itself, joined with `any:`.",
                )


def _metric_is(
    programme: Programme, file: str, place: tuple[Step, ...], atom: MetricIs
) -> Iterator[Diagnostic]:
    if atom.metric not in programme.metrics:
        words = [*programme.metrics, *JOINT_KEYS, *FACT_KEYS]
        yield unknown(programme, file, place, "metric", atom.metric, words)
        return
    bounds: list[tuple[tuple[Step, ...], Amount]] = [((*place, atom.compare), atom.bound)]
    if atom.values:
        bounds = [((*place, atom.compare, number), value) for number, value in enumerate(atom.values)]
    titles = programme.titles()
    unit = titles.metric_units[atom.metric]
    for path, bound in bounds:
        missing = [metric for _, metric in amount_metrics(bound) if metric not in programme.metrics]
        if missing:
            yield unknown(programme, file, path, "metric", missing[0], programme.metrics)
            continue
        if isinstance(bound, Individual) and bound.name not in programme.file.individual:
            known = programme.file.individual
            yield unknown(programme, file, (*path, "individual"), "term", bound.name, known)
            continue
        for fault in every_faults(bound, path, titles):
            yield fault.diagnostic(programme.trees[file], ())
        own = amount_unit(bound, titles, unit)
        if isinstance(bound, Individual) and own == unit:
            agreed = programme.file.individual[bound.name].unit
            own = programme.file.currency if agreed == "money" else agreed
        if own != unit:
            yield Diagnostic(
                "wrong-unit",
                find(programme.trees[file], path).place,
                f"This bound is in `{own}`, but `{atom.metric}` is in `{unit}`.",
                consequence="Two units cannot be compared.",
                cure=f"Write the bound in `{unit}`, or without a unit.",
            )
