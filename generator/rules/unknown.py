"""Unknown names: what is told of a name that leads nowhere, with the one that may be meant."""

from __future__ import annotations

from collections.abc import Iterable

from generator.source import Diagnostic, Step, did_you_mean, find, key_place
from generator.terms.programme import Programme

_NOWHERE = {
    "ceiling": "Declare it in programme.yaml: `ceilings: {all-bonuses: {title: {...}, versions: [...]}}`.",
    "reward": "Write it in rewards.yaml: `rewards: {sea-trip: {title: {...}, type: trip, versions: [...]}}`.",
    "sale": "Name the sale in the same window: `sales: [{sale: A, partner: anna, amount: 1 000}]`.",
    "segment": "Publish it in programme.yaml: `segments: {dealer: {title: {...}}}`.",
    "term": "Publish it in programme.yaml: `individual: {volume_target: {title: {...}, unit: money}}`.",
}


def unknown(
    programme: Programme,
    file: str,
    path: tuple[Step, ...],
    kind: str,
    word: str,
    known: Iterable[str],
) -> Diagnostic:
    """There is no `word` among the `known` things of a kind."""
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
        cure=f"Did you mean `{near}`?"
        if near
        else "Known: " + ", ".join(f"`{n}`" for n in names) + "."
        if names
        else _NOWHERE.get(kind, "Define it first."),
    )
