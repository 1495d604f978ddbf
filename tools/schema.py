"""Writes docs/schema/*.json: a JSON Schema for each kind of file, so that an editor completes and explains every key.

`python tools/schema.py` writes the schemas; with `--check` it only says, by exit 1, that one is out of date. They are
made
from the models; what these read with their own hands (conditions, scopes, amounts...) is spelled in
docs/schema/forms.yaml, and fields are explained by docs/reference/words.yaml.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from generator.book.agreements import OverridesFile, TermsFile
from generator.book.by_hand import AdjustmentsFile
from generator.book.consents import ConsentsFile
from generator.book.control_totals import ControlTotalsFile
from generator.book.goals import GoalsFile
from generator.book.sources import Sources
from generator.book.staff import PeopleFile
from generator.rules import KINDS, AnyClause
from generator.terms.ladder import TierFile
from generator.terms.policy import ProgrammeFile
from generator.terms.programme import GlossaryFile, MetricFile, PublishedRow
from generator.terms.recognition import RecognitionFile
from generator.terms.reward import RewardFile
from generator.terms.training import Course, CurriculumFile
from generator.terms.webinar import WebinarFile
from tools.written_pages import write_or_check

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "schema"
WORDS = ROOT / "docs" / "reference" / "words.yaml"
FILES: dict[str, Any] = {
    "programme": ProgrammeFile,
    "metrics": MetricFile,
    "tiers": TierFile,
    "rewards": RewardFile,
    "clause": AnyClause,
    "glossary": GlossaryFile,
    "curriculum": CurriculumFile,
    "course": Course,
    "webinars": WebinarFile,
    "published": tuple[PublishedRow, ...],
    "sources": Sources,
    "terms": TermsFile,
    "overrides": OverridesFile,
    "adjustments": AdjustmentsFile,
    "control_totals": ControlTotalsFile,
    "goals": GoalsFile,
    "people": PeopleFile,
    "recognition": RecognitionFile,
    "consents": ConsentsFile,
}
_REF = "#/$defs/"
_CLAUSES = {f"{kind.__name__}Version" for kind in KINDS.values()}


def yaml_of(path: Path) -> dict[str, Any]:
    """A file as plain values."""
    read: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return read


def schemas() -> dict[Path, dict[str, Any]]:
    """Every schema by its path. Raises ValueError where a form is spelled neither by a model nor in forms.yaml."""
    forms = yaml_of(FOLDER / "forms.yaml")
    said = yaml_of(WORDS)
    return {FOLDER / f"{name}.json": _schema(name, model, forms, said) for name, model in FILES.items()}


def _schema(name: str, model: Any, forms: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    made = TypeAdapter(model).json_schema(by_alias=True)
    defs: dict[str, Any] = made.pop("$defs", {})
    whole = _tidy(made, name, forms, said)
    defs = {key: _tidy(one, key, forms, said) for key, one in defs.items()}
    needed = _needed([whole, *defs.values()], forms["defs"])
    defs |= {key: forms["defs"][key] for key in sorted(needed)}
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"partnerbook: {name}"}
    return {**head, **whole, "$defs": defs} if defs else {**head, **whole}


def _tidy(node: Any, model: str, forms: dict[str, Any], said: dict[str, Any], key: str = "") -> Any:
    """Without null and titles, with forms in their place and words on fields; `key` is the field it stands under."""
    if isinstance(node, list):
        return [_tidy(one, model, forms, said) for one in node]
    if not isinstance(node, dict):
        return node
    own = forms["fields"].get(f"{model}.{key}") if key else None
    form = own or (forms["fields"].get(key) if _opaque(node) else None)
    if form is not None:
        out: dict[str, Any] = {"allOf": [{"$ref": f"{_REF}{form}"}]}
    else:
        if "anyOf" in node:
            left = [one for one in node["anyOf"] if one.get("type") != "null"]
            node = {k: v for k, v in node.items() if k not in ("anyOf", "default")} | (
                left[0] if len(left) == 1 else {"anyOf": left}
            )
            if "$ref" in node:
                node = {"allOf": [{"$ref": node["$ref"]}]} | {k: v for k, v in node.items() if k != "$ref"}
        out = {
            k: _properties(v, model, forms, said) if k == "properties" else _tidy(v, model, forms, said)
            for k, v in node.items()
            if k not in ("title", "discriminator", "default", "examples", "propertyNames")
        }
        if _opaque(node):
            raise ValueError(f"{model}.{key}: nothing in docs/schema/forms.yaml says what may stand here")
    words = _meaning(model, key, said) if key else None
    return out | {"description": words} if words else out


def _properties(fields: dict[str, Any], model: str, forms: Any, said: dict[str, Any]) -> dict[str, Any]:
    return {name: _tidy(one, model, forms, said, name) for name, one in fields.items()}


def _opaque(node: dict[str, Any]) -> bool:
    """Whether a mapping or a list may stand here of which the model's own schema says nothing."""
    kinds = node.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if any(_opaque(one) for one in (*node.get("anyOf", ()), *([node["items"]] if "items" in node else ()))):
        return True
    return ("object" in kinds and not {"properties", "additionalProperties"} & set(node)) or (
        "array" in kinds and "items" not in node and "prefixItems" not in node
    )


def _meaning(model: str, key: str, said: dict[str, Any]) -> str | None:
    """What words.yaml says of a field: of clauses under `fields`, of other models under `models`."""
    of_model = said["models"].get(model, {}).get(key)
    dates = model.endswith("Version") and key in ("announced", "from", "ends", "why")
    of_clause = said["fields"].get(key) if dates or model in _CLAUSES else None
    found = of_model or of_clause
    return " ".join(found.split()) if found else None


def _needed(nodes: list[Any], defs: dict[str, Any]) -> set[str]:
    """Names of the forms that are referred to, directly or by another form."""
    found: set[str] = set()
    queue = list(nodes)
    while queue:
        node = queue.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix(_REF)
            if name in defs and name not in found:
                found.add(name)
                queue.append(defs[name])
            queue += node.values()
        elif isinstance(node, list):
            queue += node
    return found


def text(schema: dict[str, Any]) -> str:
    """A schema as it is written."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(
        write_or_check({path: text(schema) for path, schema in schemas().items()}, "--check" in sys.argv)
    )
