"""`settle --as-of` settles what was known on a day, says what was not, and leaves the ledger of today alone."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_what_was_known_then(project: Path, run: Run) -> None:
    sources = project / "partners_data" / "sources.yaml"
    text = sources.read_text("utf-8")
    assert "    date: date\n" in text
    sources.write_text(
        text.replace("    date: date\n", "    date: date\n    recorded_at: recorded\n", 1), "utf-8"
    )
    sales = project / "partners_data" / "sales.csv"
    first, *rest = sales.read_text("utf-8").splitlines()
    late = [f"{row}," if at else f"{row},2026-03-05" for at, row in enumerate(rest)]
    sales.write_text("\n".join([f"{first},recorded", *late]) + "\n", "utf-8")
    ledger = project / "build" / "private" / "ledger"
    before = sorted(ledger.iterdir()) if ledger.exists() else []
    answer = run("settle", "--root", project, "--as-of", "2026-01-31", "--json")
    assert answer.code == 0, answer.err + answer.out
    told = json.loads(answer.out)
    assert told["as_of"] == "2026-01-31"
    assert told["not_known_yet"]["sales.csv"] >= 1
    assert list(told["periods"]) == ["2026-01"]
    assert all("as-of-2026-01-31" in path for path in told["files"])
    assert (sorted(ledger.iterdir()) if ledger.exists() else []) == before
    answer = run("settle", "--root", project, "--as-of", "2026-01-31")
    assert "not known yet" in answer.out


def test_a_day_that_nobody_could_have_known(project: Path, run: Run) -> None:
    answer = run("settle", "--root", project, "--on", "2026-02-10", "--as-of", "2026-02-11")
    assert (answer.code, "lies after --on 2026-02-10" in answer.err) == (64, True)
    assert run("settle", "--root", project, "--on", "2026-02-10", "--as-of", "2026-02-10").code == 0
