"""Faults: what a model finds wrong with its own value, named by the path to the spot."""

from __future__ import annotations

from collections.abc import Sequence

from generator.source.diagnostic import Diagnostic, Mark
from generator.source.tree import Step, Tree, key_place, value_place


class Fault(ValueError):
    """Raised inside a model to name what is wrong; becomes a `Diagnostic` at `at` below the value validated.

    `at` and `other` are paths of keys and row numbers relative to that value; `on_key` marks the keys at their
    ends instead of what stands under them.
    """

    def __init__(
        self,
        slug: str,
        says: str,
        *,
        at: Sequence[Step] = (),
        label: str = "",
        other: Sequence[Step] | None = None,
        other_label: str = "",
        consequence: str = "",
        cure: str = "",
        on_key: bool = False,
    ) -> None:
        super().__init__(says)
        self.slug = slug
        self.says = says
        self.at = tuple(at)
        self.label = label
        self.other = None if other is None else tuple(other)
        self.other_label = other_label
        self.consequence = consequence
        self.cure = cure
        self.on_key = on_key

    def under(self, *steps: Step) -> Fault:
        """The same fault seen from a value that lies `steps` further up."""
        other = None if self.other is None else (*steps, *self.other)
        return Fault(
            self.slug,
            self.says,
            at=(*steps, *self.at),
            label=self.label,
            other=other,
            other_label=self.other_label,
            consequence=self.consequence,
            cure=self.cure,
            on_key=self.on_key,
        )

    def diagnostic(self, tree: Tree, above: Sequence[Step] = ()) -> Diagnostic:
        """The diagnostic of this fault in `tree`, where the validated value lies at `above`."""
        base = tuple(above)
        place_of = key_place if self.on_key else value_place
        other = None
        if self.other is not None:
            other = Mark(place_of(tree, base + self.other), self.other_label)
        return Diagnostic(
            self.slug,
            place_of(tree, base + self.at),
            self.says,
            label=self.label,
            other=other,
            consequence=self.consequence,
            cure=self.cure,
        )
