"""A rule kind has its five places, all found by its name, and no place is of a kind that does not exist."""

import re
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator.rules import KINDS
from generator.terms.kind_titles import KIND_TITLES
from tests.house.tree import ROOT

PLACES = (
    "generator/rules/{kind}.py",
    "site_templates/rules/{kind}.md.jinja",
    "tests/rules/{kind}.yaml",
    "generator/audit/kinds/{kind}.py",
)


def kinds_used(root: Path) -> set[str]:
    """Kinds of the clauses in program/ and in the test programmes."""
    used = set()
    for path in [*root.glob("program/clauses/*.yaml"), *root.glob("tests/**/program/clauses/*.yaml")]:
        try:
            clause = YAML(typ="safe").load(path.read_text("utf-8"))
        except YAMLError:  # programmes that are wrong on purpose show diagnostics
            continue
        if isinstance(clause, dict):
            used.add(str(clause.get("kind")))
    return used


def missing(kinds: set[str], root: Path = ROOT) -> list[str]:
    """Places that these kinds lack."""
    absent = [
        place.format(kind=kind)
        for kind in sorted(kinds)
        for place in PLACES
        if not (root / place.format(kind=kind)).is_file()
    ]
    unused = sorted(kinds - kinds_used(root))
    return absent + [f"a clause of the kind {kind} in program/ or in a test programme" for kind in unused]


def strays(kinds: set[str], root: Path = ROOT) -> list[str]:
    """Files that stand where a kind's place is, and belong to no kind."""
    return [
        path.relative_to(root).as_posix()
        for folder, ending in (place.split("{kind}") for place in PLACES)
        for path in sorted((root / folder).glob(f"*{ending}"))
        if path.name.removesuffix(ending) not in kinds and (ending != ".py" or is_of_a_kind(path))
    ]


def is_of_a_kind(module: Path) -> bool:
    """Whether a module is that of a kind: in the audit's folder all are, in the rules those that name it."""
    if module.parent.name == "kinds":
        return module.name != "__init__.py"
    return bool(re.search(r"^ +kind: Literal\[", module.read_text("utf-8"), re.MULTILINE))


def test_each_kind_has_its_places() -> None:
    assert KINDS, "the union of kinds is empty"
    absent = missing(set(KINDS))
    assert not absent, "missing: " + ", ".join(absent)


def test_each_place_has_its_kind() -> None:
    assert not strays(set(KINDS)), "of no kind: " + ", ".join(strays(set(KINDS)))


def test_an_unfinished_kind_is_noticed() -> None:
    named = missing({"lottery"})
    assert len(named) == 5
    assert all("lottery" in place for place in named)


def test_a_leftover_is_noticed() -> None:
    kind = sorted(KINDS)[0]
    assert len(strays(set(KINDS) - {kind})) == len(PLACES)


def test_each_kind_has_a_title_of_its_own() -> None:
    assert set(KIND_TITLES) == set(KINDS)
    for language in ("en", "ru"):
        assert len({title[language] for title in KIND_TITLES.values()}) == len(KINDS)
