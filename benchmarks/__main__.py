"""The command of the benchmarks: `python -m benchmarks [--quick] [--json] [--check] [--runs N]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks import settlement, statements, trees
from benchmarks.outcome import Outcome, as_table


def machine() -> str:
    """What all figures of this run were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    tools = ", ".join(
        f"{name} {version(name)}" for name in ("duckdb", "numpy", "pyarrow", "mkdocs", "mkdocs-material")
    )
    return (
        f"{os.cpu_count()} processors, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"{tools}; load {load:.1f} at the start"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where results differ, and with --check also where a ratio misses its target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rows, one run each: does all of it work?")
    parser.add_argument("--json", action="store_true", help="print one JSON object for machines")
    parser.add_argument("--check", action="store_true", help="end with 1 where a ratio misses its target")
    parser.add_argument(
        "--runs", type=int, default=None, help="runs of each side (default: 5 and 3; quick: 1)"
    )
    given = parser.parse_args(arguments)

    def say(text: str) -> None:
        if not given.json:
            print(f"{text} ...", file=sys.stderr, flush=True)

    where = machine()
    outcomes: list[Outcome] = []
    for measure, usual in ((settlement.measure, 5), (trees.measure, 5), (statements.measure, 3)):
        runs = given.runs or (1 if given.quick else usual)
        outcomes += measure(quick=given.quick, runs=runs, say=say)
    if given.json:
        print(json.dumps({"machine": where, "outcomes": [one.as_dict() for one in outcomes]}, indent=1))
    else:
        print(
            f"{as_table(outcomes)}\n\n{where}\nRatios compare medians of runs that took turns; nothing is cached."
        )
    bad = {"DIFFERENT", "miss"} if given.check else {"DIFFERENT"}
    return int(any(one.verdict in bad for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())
