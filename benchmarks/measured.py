"""Measured: runs one side in a process of its own, and says how long it took and how much memory it had."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def peak_memory(process: int | str = "self") -> int:
    """The most memory in bytes that a process ever had; 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    # Not getrusage: that starts with what the process had that started this one.
    lines = status.read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


class Watch:
    """Times what happens between its making and `answer`; modules must have been imported before."""

    def __init__(self) -> None:
        self._modules = set(sys.modules)
        self._stages: dict[str, float] = {}
        self._cpu = _cpu_seconds()
        self._start = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        start = time.perf_counter()
        yield
        self._stages[name] = round(time.perf_counter() - start, 4)

    def answer(self) -> dict[str, Any]:
        """Seconds on the clock and on all processors, stages, peak of memory, and modules imported late."""
        seconds = time.perf_counter() - self._start
        return {
            "seconds": round(seconds, 4),
            "cpu_seconds": round(_cpu_seconds() - self._cpu, 4),
            "stages": self._stages,
            "peak": peak_memory(),
            "late_modules": sorted({name.partition(".")[0] for name in set(sys.modules) - self._modules}),
        }


def _cpu_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def run(module: str, *arguments: object) -> dict[str, Any]:
    """Run a module of this package in a fresh process; the last line that it prints is its answer in JSON.

    Raises RuntimeError with what it said where it failed.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@dataclass(frozen=True)
class Runs:
    """The answers of one side, in the order in which they were given."""

    answers: Sequence[Mapping[str, Any]]

    def seconds(self) -> float:
        """The median on the clock."""
        return statistics.median(float(one["seconds"]) for one in self.answers)

    def best(self) -> float:
        """The shortest on the clock."""
        return min(float(one["seconds"]) for one in self.answers)

    def cpu(self) -> float:
        """The least on all processors together, which other work on the machine disturbs least."""
        return min(float(one["cpu_seconds"]) for one in self.answers)

    def peak(self) -> int:
        """The most memory of any run, in bytes."""
        return max(int(one["peak"]) for one in self.answers)


def alternate(times: int, *sides: tuple[str, Sequence[object]]) -> tuple[Runs, ...]:
    """Run each side `times` times, one after the other in turn, so that what disturbs one disturbs all."""
    answers: list[list[dict[str, Any]]] = [[] for _ in sides]
    for _ in range(times):
        for place, (module, arguments) in zip(answers, sides, strict=True):
            place.append(run(module, *arguments))
    return tuple(Runs(one) for one in answers)
