"""Source: YAML text with positions, and everything that is told to its author."""

from generator.source.about import with_subject
from generator.source.diagnostic import (
    ADVICE,
    WRONG,
    Diagnosed,
    Diagnostic,
    Mark,
    as_dict,
    for_annotation,
    for_machine,
    for_terminal,
    in_order,
    raise_if,
)
from generator.source.faults import Fault
from generator.source.loading import comma_in_figure, load_yaml
from generator.source.place import Place, forget_lines, split_lines
from generator.source.tree import (
    CutText,
    ListNode,
    MapNode,
    Step,
    TextNode,
    Tree,
    did_you_mean,
    find,
    key_place,
    value_place,
    walk,
)
from generator.source.unreadable import SAVE_AS_TEXT, why_no_text
from generator.source.validation import Frozen, validate

__all__ = [
    "ADVICE",
    "SAVE_AS_TEXT",
    "WRONG",
    "CutText",
    "Diagnosed",
    "Diagnostic",
    "Fault",
    "Frozen",
    "ListNode",
    "MapNode",
    "Mark",
    "Place",
    "Step",
    "TextNode",
    "Tree",
    "as_dict",
    "comma_in_figure",
    "did_you_mean",
    "find",
    "for_annotation",
    "for_machine",
    "for_terminal",
    "forget_lines",
    "in_order",
    "key_place",
    "load_yaml",
    "raise_if",
    "split_lines",
    "validate",
    "value_place",
    "walk",
    "why_no_text",
    "with_subject",
]
