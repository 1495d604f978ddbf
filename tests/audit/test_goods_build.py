"""A club of points and rewards: a close is judged before it is made, later changes agree, and changes are noticed."""

from datetime import date
from pathlib import Path
from shutil import copytree

from generator.audit.goods_mutants import GOODS_OPERATORS
from generator.audit.mutation import mutate
from generator.audit.run import audit
from generator.workflow.build import Stopwatch, build, write_stage
from generator.workflow.close import CANDIDATE, closing
from generator.workflow.places import Places

CLUB = Path(__file__).resolve().parents[1] / "programmes" / "club"
SECRET = bytes(range(32))
# What becomes known after January was closed: sales and a handover that were not so, a redemption that was forgotten.
LATER = {
    "sales.csv": (("5500.50,55", "3500.50,35"), ("s12,clara,2026-02-10,9000.00,12\n", "")),
    "redemptions.csv": (("r01,", "r00,boris,2026-01-14,mug,1\nr01,"),),
    "handovers.csv": (("h1,anna,2026-02-05", "h1,anna,2026-01-25"),),
}


def test_a_close_and_what_comes_after_it(tmp_path: Path) -> None:
    root = Path(copytree(CLUB, tmp_path / "project"))
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
        ready.seal(made)
    for name, changes in LATER.items():
        text = (places.data / name).read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (places.data / name).write_text(text, "utf-8")
    summary = build(places, date(2026, 4, 15), SECRET)
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    told = mutate(root, on=date(2026, 4, 15), tries=12, seed=4, full=1, operators=sorted(GOODS_OPERATORS))
    assert told["killed"] == told["tried"], told["survivors"]
    assert not told["unequal"]
