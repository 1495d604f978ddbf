"""The programme with pools and legs, built whole over a close: the audit agrees, and notices what is changed."""

import re
from datetime import date
from pathlib import Path
from shutil import copytree

from generator.audit.fund_mutants import FUND_OPERATORS
from generator.audit.mutation import mutate
from generator.audit.network_mutants import NETWORK_OPERATORS
from generator.workflow.build import build
from generator.workflow.close import close
from generator.workflow.places import Places

JOINT = Path(__file__).resolve().parents[1] / "programmes" / "joint"
ON = date(2026, 3, 31)
SECRET = bytes(range(32))
OPERATORS = [*FUND_OPERATORS, *NETWORK_OPERATORS]
OPERATORS += ["guarantee-step-moved", "carried-moved", "line-dropped", "sentence-turned"]


def test_a_close_and_what_comes_after_it(tmp_path: Path) -> None:
    places = Places.of(Path(copytree(JOINT, tmp_path / "project")))
    close(places, "2026-01", date(2026, 2, 2), SECRET, lambda said: None)
    sales = places.data / "sales.csv"
    told = sales.read_text("utf-8")
    assert "s03,clara,2026-01-10,paid,900.00,90" in told
    sales.write_text(
        told.replace("s03,clara,2026-01-10,paid,900.00,90", "s03,clara,2026-01-10,paid,950.00,95")
    )
    summary = build(places, ON, SECRET)
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    assert summary.audit["examined"]["adjustments"] > 0
    page = (places.build / "private/statements/anna/2026-02.html").read_text("utf-8")
    assert 'data-fact="carried/team-volume/right/was"' in page
    # 3,050.00 was sold in January, since it changed: what the parts of 40.6565 leave is there in February.
    page = (places.build / "private/statements/clara/2026-02.html").read_text("utf-8")
    assert re.search(r'data-fact="line/saved-pool/brought"[^>]*>€0\.0165<', page)
    answer = mutate(places.root, on=ON, tries=6, seed=7, full=0, operators=OPERATORS)
    assert answer["killed"] == answer["tried"], answer["survivors"]
