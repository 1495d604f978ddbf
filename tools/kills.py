"""Kills closes and builds at random moments: each must leave the old state or the new, and the next run must complete.

`python -m tools.kills --kills 100 --seed 1` works on copies of the small programme below a folder of its own. January
is closed there, a sale was changed later, and the processes are those that people start. Half of the kills fall into
any moment of a run, half into its writing; with every other one, what the process has started is killed, too.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.accounts.close import check_files, read_chain
from generator.accounts.store import CLOSED, RUNS, CloseStore

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "programmes" / "small"
SECRET = bytes(range(32)).hex()
BUILD_DAY, CLOSE_DAY = "2026-02-28", "2026-03-31"
_LONGEST = 600.0
"""Seconds after which a run that does not end is a fault."""

State = dict[str, bytes]


class HalfState(Exception):
    """A killed run left neither the old state nor the new one, or the next run did not complete."""


@dataclass(frozen=True)
class Act:
    """What is killed: its words on the command line, what of the project is its state, and when it begins to write."""

    name: str
    words: tuple[str, ...]
    state: Callable[[Path], State]
    writes: Callable[[Path], bool]
    once: str | None
    """The diagnostic with which it is refused where it was done before."""

    def start(self, root: Path) -> subprocess.Popen[str]:
        """The process, with a group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "generator", *self.words, "--json", "--root", str(root)],
            cwd=ROOT,
            env=os.environ | {"PARTNERBOOK_SECRET": SECRET},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def run(self, root: Path) -> tuple[int, str]:
        """Exit code and words of a run that nobody kills."""
        process = self.start(root)
        said = process.communicate(timeout=_LONGEST)[0]
        return process.returncode, said


def files_of(*folders: Path) -> State:
    """Every file below some folders by its path below the folder's own name."""
    return {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def store_of(root: Path) -> CloseStore:
    """The store of a project's closes."""
    return CloseStore(str(root / "partners_data" / "closed"))


def closed_files(root: Path) -> State:
    """The closes and every file that they name, each held against its hash. Raises ChainBroken, Unreachable."""
    store = store_of(root)
    chain = read_chain(store)
    check_files(store, chain)
    found = {f"{CLOSED}/{close.period}": store.close_of(close.period) for close in chain}
    return found | {
        f"{RUNS}/{close.run}/{name}": store.file(close.run, name) for close in chain for name in close.files
    }


def book_files(root: Path) -> State:
    """The book that is published: public and private root, and what stands beside them."""
    build = root / "build"
    single = [build / name for name in ("pending.yaml", "manifest.json")]
    beside = {path.name: path.read_bytes() for path in single if path.exists()}
    return files_of(build / "site", build / "private") | beside


def state_of(root: Path) -> State:
    """Closes and book."""
    return closed_files(root) | book_files(root)


def close_of(period: str, on: str) -> Act:
    """Closing a period: it writes from the first file of its run until the period is closed."""

    def writes(root: Path) -> bool:
        closes = root / "partners_data" / "closed"
        return len(list(closes.glob(f"{RUNS}/*"))) > len(list(closes.glob(f"{CLOSED}/*.json")))

    return Act("close", ("close", period, "--on", on), state_of, writes, "period-closed")


def build_of(on: str, *more: str) -> Act:
    """Building the book: it is nearly written when its first manifest stands."""
    return Act("build", ("build", "--on", on, *more), state_of, _is_staged, None)


def _is_staged(root: Path) -> bool:
    return (root / "build" / "next" / "manifest.json").exists()


ACTS = (close_of("2026-02", CLOSE_DAY), build_of(BUILD_DAY))


def project_at(root: Path) -> Path:
    """The small programme with its book, January closed, and a change that is neither built nor closed."""
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected.yaml", "build"))
    for act in (close_of("2026-01", BUILD_DAY), build_of(BUILD_DAY)):
        code, said = act.run(root)
        if code != 0:
            raise HalfState(f"the project could not be prepared: {said}")
    sales = root / "partners_data" / "sales.csv"
    sales.write_text(sales.read_text("utf-8").replace(",600.00", ",700.00"), "utf-8")
    return root


@dataclass(frozen=True)
class Whole:
    """What an act does when nobody kills it: both states, what lies in `build/` after it, what it says, its seconds."""

    act: Act
    before: Path
    after: Path
    old: State
    new: State
    left: frozenset[str]
    said: str
    lasted: float
    writes_at: float

    @staticmethod
    def of(act: Act, before: Path, root: Path) -> Whole:
        """Run an act over a copy of a project. Raises HalfState where it does not come to its end."""
        copied(before, root)
        began = time.monotonic()
        process = act.start(root)
        writes = _wait(process, lambda: act.writes(root))
        said = process.communicate(timeout=_LONGEST)[0]
        lasted = time.monotonic() - began
        if process.returncode != 0:
            raise HalfState(f"{act.name} ended with {process.returncode}: {said}")
        old, new = act.state(before), act.state(root)
        if old == new:
            raise HalfState(f"{act.name} changes nothing, so nothing can be seen")
        return Whole(act, before, root, old, new, lying_about(root), said, lasted, writes - began)


def _wait(process: subprocess.Popen[str], reached: Callable[[], bool]) -> float:
    """The moment at which something is reached, or at which the process has ended."""
    while not reached() and process.poll() is None:
        time.sleep(0.002)
    return time.monotonic()


def copied(source: Path, target: Path) -> Path:
    """A copy of a project, its links as links."""
    return Path(shutil.copytree(source, target, symlinks=True))


def lying_about(root: Path) -> frozenset[str]:
    """What stands in `build/`, with the number of books there."""
    build = root / "build"
    return frozenset(path.name for path in build.iterdir()) | {f"books: {len(list(build.glob('.books/*')))}"}


@dataclass(frozen=True)
class Kill:
    """One kill: of which act, at which share of its run (or of its writing), and whether its children die with it."""

    act: str
    share: float
    writing: bool
    group: bool

    def __str__(self) -> str:
        where = "its writing" if self.writing else "its run"
        return (
            f"{self.act} at {self.share:.3f} of {where}, {'with' if self.group else 'without'} its children"
        )


def drawn(kills: int, seed: int) -> list[Kill]:
    """As many kills, acts and sorts in turn, moments by the seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    return [Kill(ACTS[n % 2].name, chance.random(), bool(n // 2 % 2), not n // 4 % 2) for n in range(kills)]


def tried(kill: Kill, whole: Whole, root: Path) -> str:
    """Kill one run in a copy of the project; says which state it left. Raises HalfState."""
    act = whole.act
    copied(whole.before, root)
    process = act.start(root)
    if kill.writing:
        _wait(process, lambda: act.writes(root))
        time.sleep((whole.lasted - whole.writes_at) * kill.share)
    else:
        time.sleep(whole.lasted * kill.share)
    if kill.group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()
    met = _met(kill, whole, root)
    code, said = act.run(root)
    refused = act.once is not None and met == "new"
    if code != (1 if refused else 0) or (refused and str(act.once) not in said):
        raise HalfState(f"{kill}: the next run ended with {code}: {said}")
    _orphans_end(kill, process.pid)
    if act.state(root) != whole.new:
        raise HalfState(f"{kill}: the next run did not bring the new state")
    if (left := lying_about(root)) != whole.left:
        raise HalfState(f"{kill}: the next run leaves {sorted(left ^ whole.left)} lying about")
    shutil.rmtree(root)
    return met


def _met(kill: Kill, whole: Whole, root: Path) -> str:
    state = whole.act.state(root)
    if state == whole.old:
        return "old"
    if state == whole.new:
        return "new"
    differs = sorted(n for n in state.keys() | whole.old.keys() if state.get(n) != whole.old.get(n))
    raise HalfState(f"{kill}: neither the old state nor the new one: {', '.join(differs[:5])}")


def _orphans_end(kill: Kill, group: int) -> None:
    """What a killed process had started ends by itself. Raises HalfState."""
    until = time.monotonic() + 20
    while running := list(_members(group)):
        if time.monotonic() > until:
            os.killpg(group, signal.SIGKILL)
            raise HalfState(f"{kill}: outlived by {'; '.join(running)}")
        time.sleep(0.05)


def _members(group: int) -> Iterator[str]:
    """The command lines of the processes of a group that have not ended, where the system tells."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                yield (folder / "cmdline").read_text().replace("\0", " ").strip()
        except OSError:
            continue


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """A folder that goes when all is done."""
    with tempfile.TemporaryDirectory(prefix="partnerbook-kills-") as name:
        yield Path(name)


def killed(folder: Path, kills: Sequence[Kill], say: Callable[[str], None] = lambda _: None) -> Counter[str]:
    """Try each kill below a folder; counts `close old`, `close new`... Raises HalfState."""
    before = project_at(folder / "before")
    names = {kill.act for kill in kills}
    wholes = {act.name: Whole.of(act, before, folder / act.name) for act in ACTS if act.name in names}
    counts: Counter[str] = Counter()
    for number, kill in enumerate(kills):
        met = tried(kill, wholes[kill.act], folder / str(number))
        counts[f"{kill.act} {met}"] += 1
        say(f"{number + 1}: {kill}: {met}")
    return counts


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0 where no kill left half a state."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    chosen = parser.parse_args(arguments)
    with folder_of_its_own() as folder:
        try:
            counts = killed(
                folder, drawn(chosen.kills, chosen.seed), print if chosen.verbose else lambda _: None
            )
        except HalfState as half:
            print(f"Kills: {half} (seed {chosen.seed})", file=sys.stderr)
            return 1
    told = "; ".join(
        f"of {act.name}: {counts[f'{act.name} old']} left the old state, {counts[f'{act.name} new']} the new one"
        for act in ACTS
    )
    print(f"{chosen.kills} kills, {told}; none left half of one, and every next run completed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
