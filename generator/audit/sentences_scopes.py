"""The binding sentences on metrics made of other metrics, and on who is counted together in a tree."""

from __future__ import annotations

from itertools import product

from generator.audit.sentences_metrics import PERCENT, ROUNDING, ROW, ROWS, UNITS, WINDOWS, Wordings
from generator.audit.shapes import Vocabulary

TREES = {
    "sponsor": {"en": "sponsor tree", "ru": "дереву спонсоров"},
    "placement": {"en": "placement tree", "ru": "дереву расстановки"},
}
AGES = {
    "years": {"en": "years", "ru": "лет", "in": "годах"},
    "months": {"en": "months", "ru": "месяцев", "in": "месяцах"},
    "days": {"en": "days", "ru": "дней", "in": "днях"},
}
_ENDS = {"last": {"en": "last", "ru": "последнего"}, "first": {"en": "first", "ru": "первого"}}
_RELATIONS = {
    "at_least": {"en": "at least", "ru": "не меньше"},
    "more_than": {"en": "more than", "ru": "больше"},
    "at_most": {"en": "at most", "ru": "не больше"},
    "less_than": {"en": "less than", "ru": "меньше"},
    "equals": {"en": "exactly", "ru": "ровно"},
}


def _in_each_tree(wordings: Wordings) -> Wordings:
    """The same sentences for each tree, with its name as a further part of the key."""
    return {
        f"{key}.{tree}": {
            language: words.replace("[TREE]", names[language]) for language, words in said.items()
        }
        for (key, said), (tree, names) in product(wordings.items(), TREES.items())
    }


DERIVED: Wordings = {
    "value.plus": {"en": "{self:ref} is {parts:operands}.", "ru": "«{self:ref}» — {parts:operands}."},
    "value.difference": {
        "en": "{self:ref} is {first:operand} minus {second:operand}.",
        "ru": "«{self:ref}» — {first:operand} минус {second:operand}.",
    },
    "value.product": {
        "en": "{self:ref} is {first:operand} multiplied by {second:operand}.",
        "ru": "«{self:ref}» — произведение {first:operand} и {second:operand}.",
    },
    "value.quotient": {
        "en": "{self:ref} is {first:operand} divided by {second:operand}.",
        "ru": "«{self:ref}» — частное от деления {first:operand} на {second:operand}.",
    },
    "value.ratio": {
        "en": "{self:ref} is {first:operand} as a percentage of {second:operand}.",
        "ru": "«{self:ref}» — отношение {first:operand} к {second:operand} в процентах.",
    },
    "value.capped": {
        "en": "{self:ref} is {first:operand}, but at most {second:operand}.",
        "ru": "«{self:ref}» — {first:operand}, но не больше {second:operand}.",
    },
    "value.floored": {
        "en": "{self:ref} is {first:operand}, but at least {second:operand}.",
        "ru": "«{self:ref}» — {first:operand}, но не меньше {second:operand}.",
    },
    "value.lookup": {
        "en": "{self:ref} is read from this table by {first:operand}; the last row that begins at or below it "
        "counts.",
        "ru": "«{self:ref}» берётся из этой таблицы по величине {first:operand}; действует последняя строка, которая "
        "начинается не выше неё.",
    },
    "value.weighted": {
        "en": "{self:ref} is the sum of these parts, each multiplied by its weight.",
        "ru": "«{self:ref}» — сумма этих составляющих, каждая из которых умножена на свой вес.",
    },
    **{
        f"value.age_of.{unit}.{end}": {
            "en": f"{{self:ref}} is the number of whole {AGES[unit]['en']} from the day of joining to the "
            f"{_ENDS[end]['en']} day of the window.",
            "ru": f"«{{self:ref}}» — число полных {AGES[unit]['ru']} от дня вступления до {_ENDS[end]['ru']} дня окна.",
        }
        for unit, end in product(AGES, _ENDS)
    },
    "value.over": {
        "en": "{self:ref} is the sum of {first:operand} over the partners counted.",
        "ru": "«{self:ref}» — сумма {first:operand} по учтённым партнёрам.",
    },
    "value.members": {
        "en": "{self:ref} is the number of partners counted.",
        "ru": "«{self:ref}» — количество учтённых партнёров.",
    },
    **_in_each_tree(
        {
            "value.recruits": {
                "en": "{self:ref} is the number of direct recruits counted, in the [TREE].",
                "ru": "«{self:ref}» — количество учтённых лично приглашённых, если смотреть по [TREE].",
            },
            "value.legs": {
                "en": "{self:ref} is the number of legs counted, in the [TREE].",
                "ru": "«{self:ref}» — количество учтённых ветвей, если смотреть по [TREE].",
            },
        }
    ),
    "row": ROW,
    "weight": {
        "en": "The weight of {part:operand} is {weight:percent}.",
        "ru": "Вес показателя {part:operand} — {weight:percent}.",
    },
    "weights": {
        "en": "Together the weights make {total:percent}.",
        "ru": "Вместе веса составляют {total:percent}.",
    },
    "percent": PERCENT,
    "full": {
        "en": "A month or year is full on the same day of the month, in a shorter month on its last day.",
        "ru": "Месяц или год считается полным в тот же день месяца, а в более коротком месяце — в его последний "
        "день.",
    },
    "absent.zero": {
        "en": "Where {divisor:operand} is {zero:number}, it is {value:number}.",
        "ru": "Если {divisor:operand} — {zero:number}, это {value:number}.",
    },
    "absent.row": {"en": "Below the table it is {value:number}.", "ru": "Ниже таблицы это {value:number}."},
    "absent.later": {
        "en": "For whoever joins after that day it is {value:number}.",
        "ru": "Для тех, кто вступил после этого дня, это {value:number}.",
    },
    **{
        f"unit.{unit}": {
            "en": f"It is counted in {names['en']}.",
            "ru": f"Считается в {names['in']}.",
        }
        for unit, names in AGES.items()
    },
}

SCOPES: Wordings = {
    "scope.own": {
        "en": "Only the partner's own rows are counted.",
        "ru": "Учитываются только строки самого партнёра.",
    },
    "scope.programme": {
        "en": "All partners are counted together, so that it is the same for everyone.",
        "ru": "Вместе учитываются все партнёры, поэтому величина у всех одинаковая.",
    },
    **_in_each_tree(
        {
            "scope.with_self": {
                "en": "The partner and everyone below in the [TREE] are counted together.",
                "ru": "Вместе учитываются сам партнёр и все, кто ниже него, если смотреть по [TREE].",
            },
            "scope.without_self": {
                "en": "Everyone below the partner in the [TREE] is counted together, without the partner.",
                "ru": "Вместе учитываются все, кто ниже партнёра, если смотреть по [TREE]; сам партнёр не "
                "учитывается.",
            },
            "scope.recruits": {
                "en": "The partner's direct recruits in the [TREE] are counted together, without the partner.",
                "ru": "Вместе учитываются лично приглашённые партнёра, если смотреть по [TREE]; сам партнёр не "
                "учитывается.",
            },
            "scope.at": {
                "en": "Everyone at depth {from:count} in the [TREE] is counted together.",
                "ru": "Вместе учитываются все на глубине {from:count}, если смотреть по [TREE].",
            },
            "scope.between": {
                "en": "Everyone from depth {from:count} to depth {to:count} in the [TREE] is counted together.",
                "ru": "Вместе учитываются все на глубине от {from:count} до {to:count}, если смотреть по [TREE].",
            },
            "scope.deeper": {
                "en": "Everyone at depth {from:count} or deeper in the [TREE] is counted together.",
                "ru": "Вместе учитываются все на глубине {from:count} и глубже, если смотреть по [TREE].",
            },
            "scope.leg": {
                "en": "Everyone in the leg {position:code} of the [TREE] is counted together.",
                "ru": "Вместе учитываются все, кто стоит в ветви {position:code}, если смотреть по [TREE].",
            },
            "scope.largest": {
                "en": "Each leg in the [TREE] is counted together, and the leg with the largest figure gives it.",
                "ru": "Каждая ветвь учитывается отдельно, если смотреть по [TREE]; берётся ветвь с наибольшей "
                "величиной.",
            },
            "scope.smallest": {
                "en": "Each leg in the [TREE] is counted together, and the leg with the smallest figure gives it.",
                "ru": "Каждая ветвь учитывается отдельно, если смотреть по [TREE]; берётся ветвь с наименьшей "
                "величиной.",
            },
        }
    ),
    "depth": {
        "en": "The partner is at depth {self:count}, direct recruits at depth {recruit:count}, and so on downwards.",
        "ru": "Сам партнёр стоит на глубине {self:count}, лично приглашённые — на глубине {recruit:count}, и так "
        "далее вниз.",
    },
    "legs": {
        "en": "A leg is a direct recruit with everyone below.",
        "ru": "Ветвь — это лично приглашённый вместе со всеми, кто ниже него.",
    },
    "legs.positions": {
        "en": "The legs are the positions {positions:codes}; a position in which nobody stands has {value:number}.",
        "ru": "Ветви — это позиции {positions:codes}; позиция, на которой никого нет, даёт {value:number}.",
    },
    "no_leg": {"en": "Without a leg it is {value:number}.", "ru": "Если ветвей нет, это {value:number}."},
    "who": {
        "en": "Whoever has joined by the end of the window is counted, also after leaving.",
        "ru": "Учитываются все, кто вступил до конца окна включительно, в том числе вышедшие.",
    },
    "who.active": {
        "en": "Only partners are counted who have joined by the end of the window and not left before it begins.",
        "ru": "Учитываются только партнёры, которые вступили до конца окна включительно и не вышли до его начала.",
    },
    "joining": {
        "en": "For each of them the window is counted from their own joining.",
        "ru": "Для каждого из них окно отсчитывается от его собственного вступления.",
    },
    "active": {
        "en": "Only partners are counted of whom this holds:",
        "ru": "Учитываются только партнёры, для которых выполнено:",
    },
    "broken": {
        "en": "Whoever is below the partner and meets this is left out, with everyone below:",
        "ru": "Не учитывается тот, кто ниже партнёра и для кого это выполнено, вместе со всеми, кто ниже него:",
    },
    "having.some": {
        "en": "Only legs are counted in which somebody meets this:",
        "ru": "Учитываются только ветви, в которых хотя бы кто-то отвечает условию:",
    },
    "having.first": {
        "en": "Only legs are counted whose direct recruit meets this:",
        "ru": "Учитываются только ветви, в которых условию отвечает сам лично приглашённый:",
    },
    **{
        f"having.together.{key}": {
            "en": "Only legs are counted in which the sum of {metric:ref} over the whole leg is "
            f"{words['en']} {{bound:number}}.",
            "ru": "Учитываются только ветви, в которых сумма «{metric:ref}» по всей ветви — "
            f"{words['ru']} {{bound:number}}.",
        }
        for key, words in _RELATIONS.items()
    },
    "having.all": {"en": "Every leg is counted.", "ru": "Учитываются все ветви."},
    "having.each": {
        "en": "Only partners are counted who meet this:",
        "ru": "Учитываются только партнёры, которые отвечают условию:",
    },
}

# The words of rows and of derived figures do not overlap; one vocabulary finds what would be read in two ways.
METRIC = Vocabulary({**ROWS, **DERIVED, **SCOPES, **WINDOWS, **UNITS, **ROUNDING})
