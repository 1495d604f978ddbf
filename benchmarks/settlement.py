"""Settlement: the product beside the hand-written limit, how time grows with the rows, and peaks of memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.data import FOLDER, settlement_project
from benchmarks.measured import Runs, alternate
from benchmarks.outcome import Outcome

LARGE, SMALL = (10_000_000, 100_000), (1_000_000, 10_000)
QUICK_LARGE, QUICK_SMALL = (40_000, 4_000), (20_000, 2_000)
NOT_SLOWER, GROWTH = 2.0, 11.0


def measure(*, quick: bool, runs: int, say: Callable[[str], None]) -> Iterator[Outcome]:
    """All comparisons of settlement; both sides write the same lines, or the outcome says that they do not."""
    large, small = (QUICK_LARGE, QUICK_SMALL) if quick else (LARGE, SMALL)
    ours, limit = _sides(large, runs, say)
    equal = same_ledgers(large) and all(
        one["sums"] == ours.answers[0]["sums"] for one in (*ours.answers, *limit.answers)
    )
    yield Outcome(
        f"settlement, {_size(large)}, against the limit",
        f"{ours.seconds():.2f} s",
        f"{limit.seconds():.2f} s",
        ours.seconds() / limit.seconds(),
        _spread(ours, limit),
        NOT_SLOWER,
        equal=equal,
    )
    yield Outcome(
        "  the same in seconds of all processors, at best",
        f"{ours.cpu():.2f} s",
        f"{limit.cpu():.2f} s",
        ours.cpu() / limit.cpu(),
    )
    yield Outcome(
        "  peak of memory", _megabytes(ours.peak()), _megabytes(limit.peak()), ours.peak() / limit.peak()
    )
    fewer, fewer_limit = _sides(small, runs, say)
    equal = same_ledgers(small) and fewer.answers[0]["sums"] == fewer_limit.answers[0]["sums"]
    yield Outcome(
        f"growth from {_size(small)} to {_size(large)}",
        f"{fewer.seconds():.2f} -> {ours.seconds():.2f} s",
        f"limit {limit.seconds() / fewer_limit.seconds():.1f}",
        ours.seconds() / fewer.seconds(),
        _spread(ours, fewer),
        GROWTH,
        equal=equal,
    )


def _sides(size: tuple[int, int], runs: int, say: Callable[[str], None]) -> tuple[Runs, Runs]:
    say(f"settlement of {_size(size)}")
    project = settlement_project(*size)
    ours, limit = alternate(
        runs,
        ("product_settlement", (project, _ledger(size, "ours"))),
        ("limit_settlement", (project / "partners_data", _ledger(size, "limit"))),
    )
    return ours, limit


def _ledger(size: tuple[int, int], side: str) -> Path:
    return FOLDER / "ledgers" / f"{size[0]}-{size[1]}-{side}"


def same_ledgers(size: tuple[int, int], of_limit: tuple[int, int] | None = None) -> bool:
    """Whether both sides wrote the same lines in the same order; only the name of the edition may differ."""
    paths = _ledger(size, "ours"), _ledger(of_limit or size, "limit")
    ours, limit = (
        pq.read_table(path / "2026-12.parquet").drop_columns("edition").replace_schema_metadata()
        for path in paths
    )
    known = limit.schema.names
    further = ours.drop_columns(known)  # columns for kinds that the limit does not settle
    return bool(ours.select(known).equals(limit)) and all(
        one.null_count == len(one) for one in further.columns
    )


def _size(size: tuple[int, int]) -> str:
    return " x ".join(f"{n // 10**6}M" if n >= 10**6 else f"{n // 1000}k" for n in size)


def _megabytes(count: int) -> str:
    return f"{count / 2**20:.0f} MiB"


def _spread(ours: Runs, other: Runs) -> str:
    """The ratios of runs that stood beside each other."""
    ratios = [a["seconds"] / b["seconds"] for a, b in zip(ours.answers, other.answers, strict=True)]
    return f"{min(ratios):.2f}-{max(ratios):.2f}"
