"""Workers: processes of their own that turn parts into answers, which come back in the order of the parts."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Generic, TypeVar

Part = TypeVar("Part")
Answer = TypeVar("Answer")

_AHEAD = 2
"""So many parts a worker are under way: the others are not made yet, which keeps memory flat."""


class WorkerFailed(RuntimeError):
    """A worker ended before it answered; what it said stands in the error output."""


class Worker(Generic[Part, Answer]):
    """A process that waits for parts at its input."""

    def __init__(self, work: Callable[[Part], Answer]) -> None:
        # Not multiprocessing: that would start the caller's own script again in each process.
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._send(work)

    def ask(self, part: Part) -> Answer:
        """The answer to one part. Raises WorkerFailed."""
        self._send(part)
        assert self.process.stdout is not None
        try:
            answer: Answer = pickle.load(self.process.stdout)  # noqa: S301, our own process wrote it
        except EOFError:
            raise WorkerFailed("a worker that writes statements ended") from None
        return answer

    def _send(self, value: object) -> None:
        assert self.process.stdin is not None
        try:
            pickle.dump(value, self.process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise WorkerFailed("a worker that writes statements ended") from None

    def close(self) -> None:
        """Let the process end."""
        self.process.kill()
        self.process.communicate()


class Workers(Generic[Part, Answer]):
    """Some processes that do the same work; with less than two, this process does it."""

    def __init__(self, work: Callable[[Part], Answer], count: int) -> None:
        """`work` and the parts are sent as pickles."""
        self._work = work
        self._all: list[Worker[Part, Answer]] = [Worker(work) for _ in range(count)] if count > 1 else []
        self._free = deque(self._all)

    def answers(self, parts: Iterable[Part]) -> Iterator[Answer]:
        """The answers to all parts, in their order. Raises WorkerFailed."""
        if not self._all:
            yield from map(self._work, parts)
            return
        waiting: deque[Future[Answer]] = deque()
        with ThreadPoolExecutor(len(self._all)) as threads:
            for part in parts:
                waiting.append(threads.submit(self._ask, part))
                if len(waiting) > _AHEAD * len(self._all):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _ask(self, part: Part) -> Answer:
        worker = self._free.popleft()
        try:
            return worker.ask(part)
        finally:
            self._free.append(worker)

    def __enter__(self) -> Workers[Part, Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.close()


def _serve(source: BinaryIO, sink: BinaryIO) -> None:
    work = pickle.load(source)  # noqa: S301, the process that started this one wrote it
    while True:
        try:
            part = pickle.load(source)  # noqa: S301
        except EOFError:
            return
        pickle.dump(work(part), sink, protocol=pickle.HIGHEST_PROTOCOL)
        sink.flush()


if __name__ == "__main__":
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what is printed must not get between the answers
    _serve(sys.stdin.buffer, sink)
