"""The deduction: what is taken of a partner's lines, of rows or by itself; the line has its sign turned."""

from __future__ import annotations

from generator.audit.carrier_sentences import CARRIERS, FIGURES, ROWS, WINDOWS, each, limited_spans
from generator.audit.conditions import Condition
from generator.audit.kind_titles import kinds_in
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.shortfall_pages import carried_below_zero, read_reset
from generator.audit.terms import Carriers, RowSource
from generator.audit.terms_money import CountedLines, Deduction
from generator.audit.walk import one_of

Wordings = dict[str, dict[str, str]]

_BY = {
    "clauses": ("by {rules:refs}", "по правилам: {rules:refs}"),
    "kinds": (
        "by all other rules of the kinds {kinds:titles}",
        "по всем остальным правилам видов {kinds:titles}",
    ),
}
_ENDING = {  # windows over which lines are read, as a period ends in one
    "quarter": "в этом квартале",
    "half_year": "в этом полугодии",
    "year": "в этом году",
}
_ITS = {"sale": "её", "sale_line": "её", "event": "его"}


def _pays() -> Wordings:
    found: Wordings = {}
    for by, (en, ru) in _BY.items():
        for per in ("period", *_ENDING):
            found[f"pays.share.lines.{by}.{per}"] = each(
                per,
                f"this rule takes a share of what the partner receives {en}.",
                f"удерживается доля от того, что партнёр получает {ru}.",
            )
            found[f"pays.amount.lines.{by}.{per}"] = each(
                per,
                f"this rule takes {{amount:amount}} for each line that the partner receives {en}.",
                f"удерживается {{amount:amount}} за каждую строку, которую партнёр получает {ru}.",
            )
    for per in WINDOWS:
        found[f"pays.amount.alone.{per}"] = each(
            per,
            "this rule takes {amount:amount} from a partner.",
            "с партнёра удерживается {amount:amount}.",
        )
    for per, its in _ITS.items():
        found[f"pays.amount.alone.{per}"] = each(
            per,
            "this rule takes {amount:amount} from its partner.",
            f"с {its} партнёра удерживается {{amount:amount}}.",
        )
        found[f"pays.share.rows.{per}"] = each(
            per,
            "this rule takes a share of {base:ref} from its partner.",
            f"с {its} партнёра удерживается доля от показателя «{{base:ref}}».",
        )
        found[f"pays.amount.rows.{per}"] = each(
            per,
            "this rule takes an amount for each unit of {base:ref} from its partner.",
            f"с {its} партнёра удерживается сумма за каждую единицу показателя «{{base:ref}}».",
        )
    return found


_OF = {
    "lines": ("When those lines come to less than zero", "Если сумма этих строк меньше нуля"),
    "amount": ("When that amount is below zero", "Если эта сумма меньше нуля"),
    "base": ("When {base:ref} is below zero", "Если «{base:ref}» меньше нуля"),
}
_BACK = {
    "lines": (
        "the share of them is paid back: the line is above zero.",
        "доля от неё возвращается: строка получается положительной.",
    ),
    "amount": (
        "it is paid back: the line is above zero.",
        "она возвращается: строка получается положительной.",
    ),
    "base": (
        "the line is above zero: that much is paid back.",
        "строка получается положительной: столько возвращается.",
    ),
}


def _below_zero() -> Wordings:
    found: Wordings = {}
    for of, (en, ru) in _OF.items():
        back_en, back_ru = _BACK[of]
        found[f"below_zero.zero.{of}"] = {
            "en": f"{en}, nothing is taken and nothing is paid.",
            "ru": f"{ru}, ничего не удерживается и ничего не платится.",
        }
        found[f"below_zero.negative.{of}"] = {"en": f"{en}, {back_en}", "ru": f"{ru}, {back_ru}"}
    return found


VOCABULARY = Vocabulary(
    {
        **_pays(),
        **_below_zero(),
        **{
            key.replace(".carry.", ".carry.lines."): words
            for key, words in carried_below_zero(
                "When those lines come to less than zero, nothing is taken, and the shortfall is carried: it is taken "
                "off their sum in later {later} until nothing of it is left.",
                "Если сумма этих строк меньше нуля, ничего не удерживается, а отрицательный остаток переносится: он "
                "вычитается из их суммы за следующие {later}, пока не будет исчерпан.",
            ).items()
            if key.rpartition(".")[2] in ("period", *_ENDING)
        },
        **{
            f"lines_of.{per}": {
                "en": f"Those are the lines paid with the periods that end in the {WINDOWS[per][0]}.",
                "ru": f"Это строки, выплачиваемые с периодами, которые заканчиваются {ru}.",
            }
            for per, ru in _ENDING.items()
        },
        "whose": {
            "en": "Only lines of partners for whom this holds are counted:",
            "ru": "Учитываются только строки партнёров, для которых выполнено условие:",
        },
        "applies.share.lines": {
            "en": "The share is {rate:amount} of the sum of those lines, as they were rounded.",
            "ru": "Доля — {rate:amount}; она берётся от суммы этих строк после округления.",
        },
        "applies.amount.lines": {
            "en": "Lines above zero are counted.",
            "ru": "Считаются строки больше нуля.",
        },
        "applies.share.rows": {
            "en": "The share is {rate:amount} of {base:ref}.",
            "ru": "Доля — {rate:amount} от показателя «{base:ref}».",
        },
        "applies.amount.rows": {"en": "The amount is {amount:amount}.", "ru": "Сумма — {amount:amount}."},
        "after_leaving": {
            "en": "Lines that are paid after leaving are counted, too.",
            "ru": "Строки, выплачиваемые после ухода, тоже учитываются.",
        },
        "sign": {
            "en": "What is taken stands on the statement as a line below zero.",
            "ru": "Удержанное стоит в выписке строкой со знаком минус.",
        },
    }
)


def read(
    section: Section,
    earns: Condition | None,
    ladders: dict[str, str],
    source: RowSource | None,
    carriers: Carriers,
) -> Deduction:
    """The terms that a section states; NotUnderstood where they do not fit together."""
    thing = section.thing
    if section.tables:
        raise NotUnderstood(f"{thing} has a table beside what it takes")
    places = {said.key: at for at, said in section.say(VOCABULARY)}
    said = section.said(VOCABULARY)
    pays = one_of(said, "pays", thing)
    how, of, which = pays.key.split(".")[1:4]
    per = pays.key.rpartition(".")[2] if of == "lines" else which
    if (which in ROWS) != (source is not None) or (source is not None and source.together):
        raise NotUnderstood(f"{thing} does not say which rows it reads")
    applies = f"applies.{how}.{of}"
    needed = {pays.key, "sign"}
    needed |= {applies} if applies in VOCABULARY.wordings else set()
    needed |= {"after_leaving"} if of == "lines" else set()
    needed |= {f"lines_of.{per}"} if of == "lines" and per != "period" else set()
    # How much it is stands where it is said what it is taken of; an amount for lines or by itself, at once.
    stated = said.get(applies) if how == "share" or of == "rows" else pays
    if stated is None:
        raise NotUnderstood(f"{thing} does not say how much it takes")
    pay = stated.amount("rate" if how == "share" else "amount")
    below = _below(said, how, of, thing)
    needed |= {below.key} if below is not None else set()
    if set(said) - {"whose"} != needed or ("whose" in said and of != "lines"):
        raise NotUnderstood(f"{thing} says {sorted(set(said) ^ needed)}, or does not, beside what it takes")
    bases = {one.target("base") for one in said.values() if "base" in one.parts}
    if len(bases) != (1 if of == "rows" else 0):
        raise NotUnderstood(f"{thing} speaks of several figures: {sorted(bases)}")
    counted = None
    if of == "lines":
        counted = CountedLines(
            tuple(pays.targets("rules")) if "rules" in pays.parts else (),
            kinds_in(pays, "kinds"),
        )
    return Deduction(
        pay,
        how == "share",
        counted,
        bases.pop().removeprefix("metric/") if bases else "",
        below.key.split(".")[1] if below is not None else "zero",
        section.condition(places["whose"], ladders) if "whose" in said else None,
        earns,
        per,
        source,
        carriers,
        read_reset(section, below, per, moves=False),
    )


def _below(said: dict[str, Said], how: str, of: str, thing: str) -> Said | None:
    """What is said of figures below zero: of that which the share is taken of, or of an amount that may be so."""
    if of == "rows" or how == "share":
        kind = "base" if of == "rows" else "lines"
    else:
        (pays,) = (one for key, one in said.items() if key.startswith("pays."))
        if not {"amount_metric", "amount_rate", "amount_each", "amount_full"} & set(pays.parts):
            return None
        kind = "amount"
    found = one_of(said, "below_zero", thing)
    if found.key.split(".")[2] != kind:
        raise NotUnderstood(f"{thing} says of something else what is done below zero")
    return found


def _taken() -> Wordings:
    """What a deduction carries, in words of its own."""
    found: Wordings = {}
    where = {per: (f"a {en}", ru[1]) for per, (en, *ru) in WINDOWS.items()}
    where |= {per: (f"{'an' if per == 'event' else 'a'} {en}", ru) for per, (en, ru, _) in ROWS.items()}
    for per, (en, ru) in where.items():
        found[f"floor.{per}"] = {
            "en": f"Where something is taken for {en}, it is at least {{floor:amount}}.",
            "ru": f"Если за {ru} что-то удерживается, то не меньше {{floor:amount_gen}}.",
        }
        found[f"cap.{per}"] = {
            "en": f"For {en} it takes at most {{cap:amount}}.",
            "ru": f"За {ru} удерживается не больше {{cap:amount_gen}}.",
        }
    for window, (en, ru) in limited_spans().items():
        found[f"limit.{window}"] = {
            "en": f"For {en} it takes at most {{limit:amount}} altogether: a line takes no more than the lines before "
            "it have left of that.",
            "ru": f"За {ru} всего удерживается не больше {{limit:amount_gen}}: строка берёт не больше того, что от "
            "этого оставили предыдущие строки.",
        }
    return found


def _once() -> Wordings:
    """The sentences on what is paid only once, which speak of taking here."""
    turned = (("It is paid only", "It is taken only"), ("Платится только", "Удерживается только"))
    found: Wordings = {}
    for key, words in CARRIERS.wordings.items():
        if key.startswith("once."):
            found[key] = {}
            for (paid, taken), (language, text) in zip(turned, sorted(words.items()), strict=True):
                found[key][language] = text.replace(paid, taken)
    return found


def _as_of() -> Wordings:
    return {
        f"as_of.{by}.earns": {
            "en": f"From whom it is taken is judged {en}.",
            "ru": f"С кого удерживается, определяется {ru}.",
        }
        for by, (en, ru) in FIGURES.items()
    }


TAKEN = Vocabulary({**_taken(), **_once(), **_as_of()})
