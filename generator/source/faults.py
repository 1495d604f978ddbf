"""Faults: what a model finds wrong with its own value, named by the path to the spot."""

from __future__ import annotations

from collections.abc import Sequence

from generator.source.diagnostic import Diagnostic, Mark
from generator.source.tree import Step, Tree, value_place


class Fault(ValueError):
    """Raised inside a model to name what is wrong; becomes a `Diagnostic` at `at` below the value validated.

    `at` and `other` are paths of keys and row numbers relative to that value.
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
        )

    def diagnostic(self, tree: Tree, above: Sequence[Step] = ()) -> Diagnostic:
        """The diagnostic of this fault in `tree`, where the validated value lies at `above`."""
        base = tuple(above)
        other = None
        if self.other is not None:
            other = Mark(value_place(tree, base + self.other), self.other_label)
        return Diagnostic(
            self.slug,
            value_place(tree, base + self.at),
            self.says,
            label=self.label,
            other=other,
            consequence=self.consequence,
            cure=self.cure,
        )
