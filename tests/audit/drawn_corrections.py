"""Random corrections of what a programme has published: rules, figures, tiers, the policy, and last days."""

import random
import shutil
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from generator.source import Diagnosed
from tests.audit.twice import published
from tests.workflow.projects import SMALL, copy

FILES = {
    "bonus": "program/clauses/010-first-sale.yaml",
    "commission": "program/clauses/020-volume-commission.yaml",
    "metric": "program/metrics.yaml",
    "ladder": "program/tiers.yaml",
    "policy": "program/programme.yaml",
}
WORDS = {
    "wrong": {"en": "Something.", "ru": "Что-то."},
    "affected": {"en": "All.", "ru": "Всех."},
    "made_whole": {"en": "Booked.", "ru": "Проводится."},
}
FIRST = date(2026, 2, 5)


def _load(root: Path, kind: str) -> tuple[Any, list[dict[str, Any]]]:
    loaded = yaml.load((root / FILES[kind]).read_text("utf-8"), yaml.BaseLoader)
    inside = {
        "bonus": lambda: loaded,
        "commission": lambda: loaded,
        "metric": lambda: loaded["metrics"]["volume"],
        "ladder": lambda: loaded["ladders"]["status"],
        "policy": lambda: loaded["policy"],
    }
    return loaded, inside[kind]()["versions"]


def _changed(rng: random.Random, kind: str, version: dict[str, Any]) -> None:
    if kind == "bonus":
        version["amount"] = str(rng.randint(10, 40))
        version["examples"] = [{"given": {"first_sales": "1"}, "then": version["amount"]}]
        version.pop("ends", None)
        if rng.random() < 0.4:
            version["ends"] = rng.choice(["2026-02-28", "2026-03-31"])
    elif kind == "commission":
        rate = rng.randint(5, 19)
        version["brackets"]["rows"][0]["rate"] = f"{rate} %"
        version["examples"] = [{"given": {"volume": "1 000"}, "then": str(rate * 10)}]
    elif kind == "metric":
        counted = rng.choice([["paid"], ["returned"], ["paid", "returned"], ["open", "paid"]])
        version["where"] = {"status": {"one_of": counted}}
    elif kind == "ladder":
        version["tiers"][1]["reach"]["volume"]["at_least"] = str(rng.randint(400, 1200))
    else:
        version["rounding"]["mode"] = rng.choice(["half_up", "half_even", "down"])


def drawn(seed: int, root: Path, most: int = 3) -> Iterator[date]:
    """Write a project, publish it, and correct it several times; gives the day of each correction that lint takes."""
    rng = random.Random(seed)
    shutil.rmtree(root, ignore_errors=True)
    copy(SMALL, root)
    published(root, FIRST)
    day = FIRST
    for _ in range(most):
        day += timedelta(days=rng.choice([1, 10, 24]))
        before = {name: (root / name).read_bytes() for name in (*FILES.values(), "program/published.yaml")}
        for kind in rng.sample(list(FILES), rng.choice([1, 1, 2])):
            loaded, versions = _load(root, kind)
            begun = [at for at, one in enumerate(versions) if one["from"] <= day.isoformat()]
            at = rng.choice(begun)
            while at + 1 < len(versions) and versions[at + 1]["from"] == versions[at]["from"]:
                at += 1
            new = {**deepcopy(versions[at]), "announced": day.isoformat(), "correction": WORDS}
            new.pop("words", None)
            _changed(rng, kind, new)
            versions.insert(at + 1, new)
            (root / FILES[kind]).write_text(yaml.safe_dump(loaded, allow_unicode=True, sort_keys=False))
        try:
            published(root, day)
        except Diagnosed:
            for name, content in before.items():
                (root / name).write_bytes(content)
            continue
        yield day
