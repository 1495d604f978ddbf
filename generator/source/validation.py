"""From positioned tree to frozen model: what the model refuses becomes diagnostics at file, line and column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from generator.source.diagnostic import Diagnosed, Diagnostic, Mark, in_order
from generator.source.tree import (
    MapNode,
    Step,
    TextNode,
    Tree,
    did_you_mean,
    find,
    key_place,
)

T = TypeVar("T")


class Frozen(BaseModel):
    """A value of the programme: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Fault(ValueError):
    """Raised inside a model to name what is wrong; becomes a `Diagnostic` at `at` below the value validated.

    `at` and `other` are paths of keys and row numbers relative to that value.
    """

    def __init__(
        self,
        slug: str,
        says: str,
        *,
        at: Sequence[Step] = (),
        label: str = "",
        other: Sequence[Step] | None = None,
        other_label: str = "",
        consequence: str = "",
        cure: str = "",
    ) -> None:
        super().__init__(says)
        self.slug = slug
        self.says = says
        self.at = tuple(at)
        self.label = label
        self.other = None if other is None else tuple(other)
        self.other_label = other_label
        self.consequence = consequence
        self.cure = cure

    def under(self, *steps: Step) -> Fault:
        """The same fault seen from a value that lies `steps` further up."""
        other = None if self.other is None else (*steps, *self.other)
        return Fault(
            self.slug,
            self.says,
            at=(*steps, *self.at),
            label=self.label,
            other=other,
            other_label=self.other_label,
            consequence=self.consequence,
            cure=self.cure,
        )

    def diagnostic(self, tree: Tree, above: Sequence[Step] = ()) -> Diagnostic:
        """The diagnostic of this fault in `tree`, where the validated value lies at `above`."""
        base = tuple(above)
        other = None
        if self.other is not None:
            other = Mark(find(tree, base + self.other).place, self.other_label)
        return Diagnostic(
            self.slug,
            find(tree, base + self.at).place,
            self.says,
            label=self.label,
            other=other,
            consequence=self.consequence,
            cure=self.cure,
        )


def validate(model: Any, tree: Tree, context: dict[str, Any] | None = None) -> Any:
    """The tree as a value of `model` (a pydantic model or any annotated type).

    `context` reaches the models' validators (`languages`).

    Raises `Diagnosed` with every fault found: unknown-key, missing-key, wrong-type, and those the model names.
    """
    try:
        return TypeAdapter(model).validate_python(tree.plain(), context=context)
    except ValidationError as error:
        raise Diagnosed(in_order(_translate(error, tree, model))) from None


def _translate(error: ValidationError, tree: Tree, model: Any) -> list[Diagnostic]:
    out: list[Diagnostic] = []
    faults = error.errors(include_url=False)
    unknown = [tuple(f["loc"]) for f in faults if f["type"] == "extra_forbidden"]
    misspelt: set[tuple[Step, ...]] = set()
    missing = [tuple(f["loc"]) for f in faults if f["type"] == "missing"]
    for loc in unknown:
        rivals = [m[-1] for m in missing if m[:-1] == loc[:-1]]
        near = did_you_mean(str(loc[-1]), [str(r) for r in rivals])
        if near:
            misspelt.add((*loc[:-1], near))
        out.append(_unknown_key(tree, loc, near, _known_keys(model, loc[:-1])))
    for fault in faults:
        loc = tuple(fault["loc"])
        kind = fault["type"]
        cause = fault.get("ctx", {}).get("error")
        if kind == "extra_forbidden" or (kind == "missing" and loc in misspelt):
            continue
        if isinstance(cause, Fault):
            out.append(cause.diagnostic(tree, loc))
        elif kind == "missing":
            out.append(_missing_key(tree, loc))
        elif kind in ("union_tag_invalid", "union_tag_not_found"):
            out.append(_unknown_kind(tree, loc, fault))
        else:
            out.append(_wrong_type(tree, loc, kind, fault))
    return out


def _unknown_key(tree: Tree, loc: tuple[Step, ...], near: str, known: Sequence[str]) -> Diagnostic:
    word = str(loc[-1])
    holder = find(tree, loc[:-1])
    value = find(tree, loc)
    if word.isdigit() and isinstance(value, TextNode) and value.text is None and isinstance(holder, MapNode):
        earlier = list(holder.values)[list(holder.values).index(word) - 1]
        return Diagnostic(
            "comma-in-figure",
            key_place(tree, loc),
            f"A comma cut the figure of `{earlier}` in two: `{word}` was read as a key of its own.",
            consequence="Half a figure would be paid instead of the whole one.",
            cure=f"Write thousands with a space: `{earlier}: {find(tree, (*loc[:-1], earlier)).plain()} {word}`.",
        )
    near = near or did_you_mean(word, known)
    cure = f"Did you mean `{near}`?" if near else ""
    if not cure and known:
        cure = "Keys known here: " + ", ".join(f"`{k}`" for k in known) + "."
    return Diagnostic(
        "unknown-key",
        key_place(tree, loc),
        f"The key `{word}` is not known here.",
        consequence="A key that is silently ignored would be a promise that nobody keeps.",
        cure=cure,
    )


def _missing_key(tree: Tree, loc: tuple[Step, ...]) -> Diagnostic:
    return Diagnostic(
        "missing-key",
        find(tree, loc[:-1]).place,
        f"The key `{loc[-1]}` is missing here.",
        consequence="Without it the rule says less than a partner needs to know.",
        cure=f"Add `{loc[-1]}:`.",
    )


def _unknown_kind(tree: Tree, loc: tuple[Step, ...], fault: Any) -> Diagnostic:
    context = fault.get("ctx", {})
    name = str(context.get("discriminator", "kind")).strip("'")
    known = [k.strip().strip("'") for k in str(context.get("expected_tags", "")).split(",") if k.strip()]
    written = str(context.get("tag", ""))
    if not written:
        return _missing_key(tree, (*loc, name))
    near = did_you_mean(written, known)
    return Diagnostic(
        "unknown-kind",
        find(tree, (*loc, name)).place,
        f"There is no rule kind `{written}`.",
        consequence="A clause of an unknown kind can be neither computed nor published.",
        cure=f"Did you mean `{near}`?" if near else "Kinds: " + ", ".join(known) + ".",
    )


def _wrong_type(tree: Tree, loc: tuple[Step, ...], kind: str, fault: Any) -> Diagnostic:
    node = find(tree, loc)
    expected = fault.get("ctx", {}).get("expected")
    if kind == "literal_error" and expected:
        says = f"This must be {expected}."
        words = [w.strip("' ") for w in str(expected).replace(" or ", ",").split(",")]
        near = did_you_mean(str(node.plain()), words)
        cure = f"Did you mean `{near}`?" if near else ""
    else:
        says = f"This must be {_EXPECTED.get(kind, 'of another shape')}, but it is {_shape(node)}."
        cure = ""
    return Diagnostic(
        "wrong-type",
        node.place,
        says,
        consequence="A value of the wrong shape cannot be computed with, so it is refused rather than guessed.",
        cure=cure,
    )


_EXPECTED = {
    "model_type": "a mapping (`key: value` lines)",
    "model_attributes_type": "a mapping (`key: value` lines)",
    "dict_type": "a mapping (`key: value` lines)",
    "list_type": "a list (lines that start with `- `)",
    "tuple_type": "a list (lines that start with `- `)",
    "string_type": "text",
    "too_short": "a list with at least one row",
}


def _shape(node: Tree) -> str:
    if isinstance(node, TextNode):
        return "empty" if node.text is None else f"the text `{node.text}`"
    return "a mapping" if isinstance(node, MapNode) else "a list"


def _known_keys(model: Any, loc: Sequence[Step]) -> list[str]:
    """Keys that the model allows at `loc`, found in its JSON schema; empty when it cannot be told."""
    schema = TypeAdapter(model).json_schema()
    definitions = schema.get("$defs", {})

    def resolve(part: Any) -> Any:
        while isinstance(part, dict) and "$ref" in part:
            part = definitions.get(part["$ref"].rsplit("/", 1)[-1], {})
        return part

    spot: Any = resolve(schema)
    for step in loc:
        if not isinstance(spot, dict):
            return []
        if "discriminator" in spot and isinstance(step, str):
            ref = spot["discriminator"].get("mapping", {}).get(step)
            if ref:
                spot = resolve({"$ref": ref})
                continue
        for choice in spot.get("anyOf", []):
            choice = resolve(choice)
            if "properties" in choice or "items" in choice or "prefixItems" in choice:
                spot = choice
        if isinstance(step, int):
            spot = resolve(spot.get("items", {}))
        else:
            inner = spot.get("properties", {}).get(step, spot.get("additionalProperties", {}))
            spot = resolve(inner)
    if isinstance(spot, dict):
        for choice in spot.get("anyOf", []):
            choice = resolve(choice)
            if "properties" in choice:
                spot = choice
        return list(spot.get("properties", {}))
    return []
