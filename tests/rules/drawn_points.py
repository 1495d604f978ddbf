"""Draws a points account, and rules that pay in points: by the whole steps of a figure, and by brackets of a number."""

import random

from tests.rules.drawn_dues import CONDITIONS
from tests.rules.drawn_sales import Spec
from tests.rules.figures_twice import MetricProject
from tests.settlement.projects import title


def with_points(r: random.Random, project: MetricProject) -> MetricProject:
    """A project that pays points, too."""
    first = {"announced": project.announced, "from": project.starts}
    points = {"title": title("points"), "versions": [first | account(r)]}
    project.declared = {**project.declared, "points": points}
    project.clauses = {**project.clauses, **rules(r)}
    return project


def account(r: random.Random) -> Spec:
    """What an account may say."""
    said: Spec = {
        "rounding": {"mode": r.choice(["down", "half_up", "half_even"]), "digits": str(r.randint(0, 2))}
    }
    said |= {
        "on_leaving": r.choice(["cancelled", "kept"]),
        "spends": r.choice(["oldest_first", "newest_first"]),
    }
    if r.random() < 0.5:
        said["at_most"] = f"{r.randint(1, 12)} points"
    if r.random() < 0.7:
        said["expires"] = r.choice(["1 months", "3 weeks", "45 days", "1 years"])
    if r.random() < 0.5:
        said["inactive"] = {"when": r.choice(CONDITIONS[2:]), "cancels": r.choice(["newest_batch", "all"])}
    return said


def rules(r: random.Random) -> dict[str, tuple[str, list[Spec]]]:
    """Rules that pay points: by the whole steps of a figure, and by brackets of a number."""
    every = {"amount": f"{r.randint(1, 40) / 10}", "each": "volume", "every": f"{r.randint(5, 80)} EUR"}
    rows = [{"at_least": "0", "points": f"{r.randint(1, 30) / 10}"}, {"at_least": "2", "points": "2.5"}]
    capped: Spec = {
        "cap": {"amount": str(r.randint(2, 20)), "per": r.choice(["quarter", "year", "lifetime"])}
    }
    slices: Spec = {"base": "orders", "brackets": {"applies_to": "slice", "rows": rows}}
    return {
        "steps": (
            "fixed_bonus",
            [{"pays_in": "points", "amount": every, "earns": {"orders": {"at_least": "0"}}}],
        ),
        "slices": ("commission", [{"pays_in": "points", **slices, **(capped if r.random() < 0.5 else {})}]),
    }
