"""Names in lists: each stands there once."""

from __future__ import annotations

from collections.abc import Sequence

from generator.source import Fault, Step


def check_once(names: Sequence[str], at: tuple[Step, ...], below: tuple[Step, ...] = ()) -> None:
    """Raise Fault where a list names something twice; `at` and `below` lead to the name around its number."""
    for number, name in enumerate(names):
        first = names.index(name)
        if first < number:
            raise Fault(
                "duplicate-name",
                f"`{name}` stands twice in this list.",
                at=(*at, number, *below),
                other=(*at, first, *below),
                other_label="first here",
                consequence="Readers would be sent to the same place twice, or one of the two is another.",
                cure="Remove one of them, or correct its name.",
            )
