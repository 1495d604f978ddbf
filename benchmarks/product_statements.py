"""The product's side of statements: from a settlement to sealed blobs in shards, by two processes.

`python -m benchmarks.product_statements PROJECT OUT WORKERS` writes below OUT; with a fourth argument N it leaves
the first N statements there as well, unsealed.
"""

from __future__ import annotations

import json
import shutil
import sys
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.measured import Watch, peak_memory
from benchmarks.product_settlement import ON
from generator.accounts.keeping import keep_accounts
from generator.settlement.settle import settle
from generator.statements import workers as of_workers
from generator.statements.content import StatementWriter
from generator.statements.issue import issue
from generator.statements.maker import StatementMaker
from generator.statements.rendering import Templates, statement_words
from generator.statements.workers import Worker
from generator.workflow.build import lint, read_records
from generator.workflow.places import Places

SECRET = bytes(range(32))


class WatchedWorker(Worker[Any, Any]):
    """A worker whose peak of memory is looked at before it ends."""

    peaks: ClassVar[list[int]] = [0]

    def close(self) -> None:
        self.peaks.append(peak_memory(self.process.pid))
        super().close()


def main() -> None:
    """Issue once and print the answer."""
    project, out = map(Path, sys.argv[1:3])
    workers = int(sys.argv[3])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    places = Places.of(project)
    of_workers.Worker = WatchedWorker  # type: ignore[misc]
    read = lint(places, ON)
    with read_records(places, read.programme, ON) as book:
        settlement = settle(read.programme, book, read.editions, ON)
        watch = Watch()
        accounts = keep_accounts(settlement)
        issued = issue(
            accounts,
            ON,
            SECRET,
            places.templates,
            out / "site",
            out / "private",
            "",
            workers=workers,
            plain=False,
        )
        answer = watch.answer()
        if len(sys.argv) > 4:
            words = statement_words(places.templates, read.programme.languages)
            maker = StatementMaker(accounts, ON, words)
            writer = StatementWriter(maker.terms, Templates(places.templates, ""))
            statements = (one for shard in maker.shards() for one in writer.write(shard))
            for number, statement in enumerate(islice(statements, int(sys.argv[4])), 1):
                (out / f"{number}.html").write_text(statement.html, "utf-8")
    answer["pages"] = issued.statements
    answer["worker_peak"] = max(WatchedWorker.peaks)
    answer["bytes"] = sum(path.stat().st_size for path in (out / "site").rglob("*.bin"))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
