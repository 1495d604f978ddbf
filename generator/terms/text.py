"""Texts by language: one wording for each language of the programme, none missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from generator.source import CutText, Fault


@dataclass(frozen=True, slots=True)
class Text:
    """Wordings by language code, in the programme's order of languages."""

    wordings: tuple[tuple[str, str], ...]

    def __getitem__(self, language: str) -> str:
        for code, wording in self.wordings:
            if code == language:
                return wording
        raise KeyError(language)

    @staticmethod
    def of(**wordings: str) -> Text:
        """A text written in code, for the closed vocabulary."""
        return Text(tuple(wordings.items()))

    @staticmethod
    def same(wording: str, languages: tuple[str, ...]) -> Text:
        """The same wording in every language, for names that are not translated."""
        return Text(tuple((language, wording) for language in languages))


def _text(written: object, info: ValidationInfo) -> Text:
    """Every language of the programme is required; the context's `languages` names them."""
    if isinstance(written, Text):
        return written
    context = info.context if isinstance(info.context, dict) else {}
    languages: tuple[str, ...] = tuple(context.get("languages", ()))
    if not isinstance(written, dict):
        wordings = [written if isinstance(written, str) else "...", *["..."] * len(languages)]
        example = ", ".join(f"{code}: {wordings[at]}" for at, code in enumerate(languages or ("en",)))
        raise Fault(
            "wrong-type",
            "A text is written for each language.",
            consequence="Partners who read another language would find an empty place.",
            cure=f"Write it as `{{{example}}}`.",
        )
    for code, wording in written.items():
        if languages and code not in languages:
            raise Fault(
                "unknown-language",
                f"`{code}` is not a language of this programme.",
                at=(code,),
                on_key=True,
                consequence="Nobody would ever be shown this text.",
                cure="Languages are listed in `languages:` of programme.yaml: " + ", ".join(languages) + ".",
            )
        _check_wording(code, wording)
    missing = [code for code in languages if code not in written]
    if missing:
        raise Fault(
            "text-missing",
            f"The wording for `{missing[0]}` is missing.",
            consequence="Partners who read that language would find an empty place.",
            cure=f"Add `{missing[0]}: ...` beside the others.",
        )
    return Text(tuple((code, " ".join(written[code].split())) for code in languages or written))


def _check_wording(code: str, wording: object) -> None:
    """Raise Fault unless it is a text that was read to its end."""
    if isinstance(wording, dict) and not any(isinstance(value, dict | list) for value in wording.values()):
        written = ", ".join(key if value is None else f"{key}: {value}" for key, value in wording.items())
        raise Fault(
            "text-starts-with-brace",
            "A text that starts with `{` needs a block or quotes.",
            at=(code,),
            consequence="Without them YAML takes the sign for one of its own, and the text would be lost.",
            cure=f'Write `{code}: "{{{written}}}"`.',
        )
    if not isinstance(wording, str) or not wording.strip():
        raise Fault(
            "wrong-type",
            f"The wording for `{code}` must be text, but it is {'empty' if not wording else 'a list'}.",
            at=(code,),
            consequence="Partners who read that language would find an empty place.",
            cure=f"Write the text behind `{code}:`.",
        )
    if isinstance(wording, CutText):
        raise Fault(
            "text-cut-at-hash",
            f"This text ends at ` #`; `{wording.rest}` was taken for a comment.",
            at=(code,),
            label="the text ends here",
            consequence="Partners would read half of what was meant.",
            cure=f"Put the text in quotes: `{code}: {_quoted(f'{wording} {wording.rest}')}`.\n"
            "If it is a comment, put it on a line of its own.",
        )


def _quoted(text: str) -> str:
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


Wording = Annotated[
    Text,
    PlainValidator(_text),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "examples": ["{en: ..., ru: ...}"],
        }
    ),
]
