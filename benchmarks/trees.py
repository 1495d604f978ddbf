"""Trees: what stands below each of a million partners, beside sums by pointer doubling as the limit has them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from benchmarks.measured import Runs, alternate
from benchmarks.outcome import Outcome

NOT_SLOWER = 2.0
SHAPES = {"random": "a random tree", "deep": "lines of 10,000"}


def measure(*, quick: bool, runs: int, say: Callable[[str], None]) -> Iterator[Outcome]:
    """Both sides sum two figures over every group, from the bare sponsors; sums must be equal."""
    size = 20_000 if quick else 1_000_000
    for shape, title in SHAPES.items():
        say(f"{title} of {size:,} partners")
        ours, doubling = alternate(
            runs, ("tree_sums", ("ours", shape, size)), ("tree_sums", ("doubling", shape, size))
        )
        yield Outcome(
            f"roll-up over {title} of {size // 1000:,}k, against doubling",
            f"{ours.seconds():.2f} s",
            f"{doubling.seconds():.2f} s",
            ours.seconds() / doubling.seconds(),
            _spread(ours, doubling),
            NOT_SLOWER,
            equal=ours.answers[0]["sums"] == doubling.answers[0]["sums"],
        )
        yield Outcome(
            "  a further figure, the tree being known",
            f"{_stage(ours):.3f} s",
            f"{_stage(doubling):.3f} s",
            _stage(ours) / _stage(doubling),
        )


def _stage(runs: Runs) -> float:
    return min(float(one["stages"]["one more"]) for one in runs.answers)


def _spread(ours: Runs, other: Runs) -> str:
    ratios = [a["seconds"] / b["seconds"] for a, b in zip(ours.answers, other.answers, strict=True)]
    return f"{min(ratios):.2f}-{max(ratios):.2f}"


if __name__ == "__main__":
    for outcome in measure(
        quick="--quick" in sys.argv, runs=3, say=lambda text: print(text, file=sys.stderr)
    ):
        print(
            outcome.what, outcome.ours, outcome.other, f"{outcome.ratio:.2f}", outcome.spread, outcome.verdict
        )
