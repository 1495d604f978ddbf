"""Checks of the moment of judging: at sales it is the partner's own figures, and something is judged at all."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.held_conditions import atoms_of_lines
from generator.rules.metric_reads import metrics_made_of
from generator.source import Diagnostic, Mark, Step, find, key_place
from generator.terms.amount import amount_metrics
from generator.terms.atoms import LineIs, MetricIs
from generator.terms.clause import MOMENTS, ClauseVersion
from generator.terms.derived import Counted
from generator.terms.judged import what_is_judged
from generator.terms.programme import Programme


def moment_faults(
    programme: Programme, name: str, number: int, version: ClauseVersion
) -> Iterator[Diagnostic]:
    """A moment named by a rule that judges nothing; and what it judges at each sale although nobody knows it then."""
    tree, above = programme.trees[programme.clause_files[name]], ("versions", number)
    if version.as_of is not None and not what_is_judged(version):
        yield Diagnostic(
            "as-of-idle",
            find(tree, (*above, "as_of")).place,
            "`as_of` says by which moment's figures a rule is judged, and nothing of this rule is judged by figures.",
            consequence="A reader of this file would look for a condition that the page does not have.",
            cure="Leave `as_of` out, or write the condition: `earns: {...}`.",
        )
    if version.as_of not in MOMENTS:
        return
    read: list[tuple[tuple[Step, ...], str]] = []
    for path, atom in atoms_of_lines(version, shifted=False):
        if isinstance(atom, LineIs):
            yield Diagnostic(
                "as-of-unclear",
                find(tree, (*above, *path)).place,
                "Lines of a period are made when it has ended, and this asks for one at each sale.",
                consequence="Nobody could say whether it stood then.",
                cure="Ask for an earlier period with `in: 1 period before`, or write `as_of: window_end`.",
            )
        elif isinstance(atom, MetricIs):
            read.append((path, atom.metric))
            read += [((*path, atom.compare, *at), metric) for at, metric in amount_metrics(atom.bound)]
    chooser = getattr(version, "chosen_by", None)
    if chooser is not None and getattr(version, "chooser_thing", "") == f"metric/{chooser}":
        read.append((("chosen_by",), chooser))
    for path, metric in read:
        mark = _of_others(programme, metric, set())
        if mark is not None:
            here = (*above, *path)
            place = key_place(tree, here) if path[-1] == metric else find(tree, here).place
            yield Diagnostic(
                "as-of-unclear",
                place,
                f"`{metric}` is made of other people's figures, and how these stood at each sale is not taken.",
                other=mark,
                consequence="Nobody could say what it came to at that moment.",
                cure="Take a metric of the scope `own`, or write `as_of: window_end`.",
            )


def _of_others(programme: Programme, metric: str, seen: set[str]) -> Mark | None:
    """Where a metric, or one of which it is made, looks at other people; None where it does not."""
    if metric in seen:
        return None
    seen.add(metric)
    tree = programme.trees["metrics.yaml"]
    for number, version in enumerate(programme.metrics[metric].versions):
        here: tuple[Step, ...] = ("metrics", metric, "versions", number)
        if version.scope.kind != "own":
            return Mark(find(tree, (*here, "scope")).place, "whose figures it is made of")
        if isinstance(version.derived, Counted):
            return Mark(find(tree, (*here, "count")).place, "it counts people")
        for _, operand in metrics_made_of(version):
            found = None if operand.before else _of_others(programme, operand.metric, seen)
            if found is not None:
                return found
    return None
