"""Shares on hold, what people book, points and rewards: a close is judged with its files, and changes are noticed."""

from datetime import date
from pathlib import Path
from shutil import copytree

from generator.audit.goods_mutants import GOODS_OPERATORS
from generator.audit.held_mutants import HELD_OPERATORS
from generator.audit.mutation import mutate
from generator.audit.run import audit
from generator.workflow.build import Stopwatch, build, write_stage
from generator.workflow.close import CANDIDATE, closing
from generator.workflow.places import Places

HELD = Path(__file__).resolve().parents[1] / "programmes" / "held"
SECRET = bytes(range(32))
OF_PAGES = {"held-entry-dropped", "held-entry-doubled", "held-entry-changed", "by-hand-entry-dropped"}
BEFORE = (set(HELD_OPERATORS) - OF_PAGES - {"by-hand-entry-doubled"}) | {
    "booked-line-moved",
    "issued-figure-moved",
    *(name for name in GOODS_OPERATORS if name.startswith("booked-")),
}
LINES_IN_POINTS = {"lines-turned", "guarantee-step-moved", "sign-turned"}
AFTER = sorted({*HELD_OPERATORS, *GOODS_OPERATORS, *LINES_IN_POINTS})


def test_a_close_and_what_comes_after_it(tmp_path: Path) -> None:
    root = Path(copytree(HELD, tmp_path / "project"))
    places = Places.of(root)
    with closing(places, "2026-01", date(2026, 2, 2)) as ready:
        watch = Stopwatch(lambda text: None)
        kept = write_stage(places, ready.known, SECRET, ready.read, ready.accounts, watch).kept
        made, files = ready.close(ready.files(kept))
        (places.stage / "private" / CANDIDATE).write_bytes(made.as_bytes())
        ready.write(files)
        day = ready.known
        before = audit(root, on=day, known=day, build=places.stage, workers=1)
        assert not before.findings
        assert before.examined["accounts to be closed"]
        told = mutate(
            root, on=day, known=day, build=places.stage, tries=9, seed=3, full=1, operators=sorted(BEFORE)
        )
        assert told["killed"] == told["tried"], told["survivors"]
        assert not told["unequal"]
        ready.seal(made)
    sales = places.data / "sales.csv"
    sales.write_text(
        sales.read_text("utf-8").replace("s02,anna,2026-01-31,paid,400.00", "s02,anna,2026-01-30,paid,310")
    )
    redemptions = places.data / "redemptions.csv"
    redemptions.write_text(redemptions.read_text("utf-8") + "r00,boris,2026-01-14,mug,1\n", "utf-8")
    handovers = places.data / "handovers.csv"
    handovers.write_text(handovers.read_text("utf-8").replace("2026-02-05,trip", "2026-01-25,trip"), "utf-8")
    by_hand = places.data / "adjustments.yaml"
    by_hand.write_text(by_hand.read_text("utf-8").replace("amount: -5.50", "amount: -7"), "utf-8")
    summary = build(places, date(2026, 3, 31), SECRET)
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    told = mutate(root, on=date(2026, 3, 31), tries=14, seed=4, full=0, operators=AFTER)
    assert told["killed"] == told["tried"], told["survivors"]
    assert not told["unequal"]
