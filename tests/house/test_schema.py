"""The schemas for editors: up to date, and every file of every programme here passes through them, key by key."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.source import load_yaml
from tools import schema as tool

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {path.stem: made for path, made in tool.schemas().items()}
_KIND_OF = {
    "programme.yaml": "programme",
    "metrics.yaml": "metrics",
    "tiers.yaml": "tiers",
    "rewards.yaml": "rewards",
    "glossary.yaml": "glossary",
    "published.yaml": "published",
    "curriculum.yaml": "curriculum",
    "webinars.yaml": "webinars",
    "sources.yaml": "sources",
    "terms.yaml": "terms",
    "overrides.yaml": "overrides",
    "adjustments.yaml": "adjustments",
    "control_totals.yaml": "control_totals",
}
_FOLDERS = ("program", "partners_data", "tests/programmes", "tests/cases", "docs/reference")


def kind_of(path: Path) -> str | None:
    """The schema of a file; None for files that are no part of a programme."""
    if path.parent.name in ("clauses", "courses"):
        return path.parent.name.removesuffix("s")
    return _KIND_OF.get(path.name) if "program" in path.parts or "partners_data" in path.parts else None


FILES = sorted(p for folder in _FOLDERS for p in (ROOT / folder).rglob("*.yaml") if kind_of(p))


def faults(schema: dict[str, Any], value: Any, defs: dict[str, Any], at: str = "") -> list[str]:
    """What a value does against a schema, as an editor would say; texts pass for numbers, as YAML writes them."""
    found: list[str] = []
    if "$ref" in schema:
        found += faults(defs[schema["$ref"].removeprefix("#/$defs/")], value, defs, at)
    for one in schema.get("allOf", ()):
        found += faults(one, value, defs, at)
    branches = schema.get("anyOf") or schema.get("oneOf")
    if branches:
        tried = [faults(one, value, defs, at) for one in branches]
        found += sorted(tried, key=lambda told: (len(told), -_depth(told)))[0]
    kinds = schema.get("type")
    if kinds is not None and not set([kinds] if isinstance(kinds, str) else kinds) & _kinds(value):
        return [*found, f"{at}: no {kinds}"]
    if "const" in schema and str(schema["const"]).lower() != str(value).lower():
        found.append(f"{at}: not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: none of {schema['enum']}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{at}: does not match {schema['pattern']}")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        other = schema.get("additionalProperties", True)
        found += [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", 10_000):
            found.append(f"{at}: {len(value)} keys")
        for name, inner in value.items():
            if name in known:
                found += faults(known[name], inner, defs, f"{at}.{name}")
            elif other is False:
                found.append(f"{at}.{name}: unknown")
            elif isinstance(other, dict):
                found += faults(other, inner, defs, f"{at}.{name}")
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10_000):
            found.append(f"{at}: {len(value)} items")
        for number, inner in enumerate(value):
            found += faults(schema.get("items", {}), inner, defs, f"{at}.{number}")
    return found


def _depth(found: list[str]) -> int:
    return max((one.count(".") for one in found), default=0)


def _kinds(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {"object"}
    if isinstance(value, list):
        return {"array"}
    return {"string", "number", "integer", "boolean"}


def check(kind: str, value: Any) -> list[str]:
    """What a file does against the schema of its kind."""
    return faults(SCHEMAS[kind], value, SCHEMAS[kind].get("$defs", {}))


def test_the_schemas_are_up_to_date() -> None:
    stale = [
        path.name
        for path, made in tool.schemas().items()
        if not path.exists() or path.read_text("utf-8") != tool.text(made)
    ]
    assert not stale, "run `make docs`"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_passes(path: Path) -> None:
    kind = kind_of(path)
    assert kind is not None
    assert not check(kind, load_yaml(path).plain())


@pytest.mark.parametrize(
    "path",
    [one for one in FILES if one.relative_to(ROOT).parts[0] in _FOLDERS[:2]],
    ids=lambda path: path.name,
)
def test_the_first_line_names_the_schema_by_a_path_that_is_there(path: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named is not None
    assert (path.parent / named[1]).resolve() == tool.FOLDER / f"{kind_of(path)}.json"


def test_every_kind_of_file_is_tried() -> None:
    beside = {
        "terms",
        "overrides",
        "adjustments",
        "control_totals",
        "goals",
        "consents",
        "people",
        "recognition",
    }  # written for single partners and periods
    assert {kind_of(path) for path in FILES} | beside == set(SCHEMAS)


@pytest.mark.parametrize(
    ("kind", "path", "key"),
    [
        ("clause", "program/clauses", "capp"),
        ("metrics", "program/metrics.yaml", "measure"),
        ("tiers", "program/tiers.yaml", "ladder"),
    ],
)
def test_a_misspelt_key_is_told(kind: str, path: str, key: str) -> None:
    file = ROOT / path if path.endswith(".yaml") else min((ROOT / path).glob("*.yaml"))
    written = load_yaml(file).plain()
    assert isinstance(written, dict)
    assert any(f"{key}: unknown" in one for one in check(kind, {**written, key: "1"}))


def test_every_form_has_its_place() -> None:
    forms = YAML(typ="safe", pure=True).load(tool.FOLDER / "forms.yaml")
    used = {name for one in SCHEMAS.values() for name in one.get("$defs", {})}
    assert set(forms["defs"]) - {"name"} <= used | {"name"}
    assert set(forms["fields"].values()) <= set(forms["defs"])


def test_every_field_of_a_clause_is_explained() -> None:
    for name, made in SCHEMAS["clause"]["$defs"].items():
        if name.endswith("Version"):
            silent = [key for key, one in made["properties"].items() if "description" not in one]
            assert not silent, name


def test_every_word_on_another_model_is_of_a_field_and_none_is_missing() -> None:
    said = tool.yaml_of(tool.WORDS)["models"]
    known = {name: one for made in SCHEMAS.values() for name, one in made.get("$defs", {}).items()}
    for model, words in said.items():
        fields = set(known[model]["properties"]) - {"announced", "from", "ends", "why", "correction"}
        assert set(words) == fields, model
