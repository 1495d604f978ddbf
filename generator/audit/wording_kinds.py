"""The words that a statement has for single kinds of rules, beside those of all."""

from __future__ import annotations

OF_KINDS: dict[str, dict[str, str]] = {
    "ru": {
        "score base": "; Общее выполнение {b}",
        "attained": "Как посчитано Показатель Выполнение Вес, множитель Произведение",
        "attained step": "{title} {b}, цель {b}",
        "score": "Общее выполнение",
        "by table": "По таблице",
        "place": "Место {b} из {b}: приз",
        "places": "Места {b}–{b} из {b}: призы",
        "divided equally": "Делится между равными: {b}",
    },
    "en": {
        "score base": "; Overall attainment {b}",
        "attained": "Workings Figure Attainment Weight, factor Product",
        "attained step": "{title} {b}, target {b}",
        "score": "Overall attainment",
        "by table": "By the table",
        "place": "Place {b} of {b}: its prize",
        "places": "Places {b}–{b} of {b}: their prizes",
        "divided equally": "Divided among equal partners: {b}",
    },
}
