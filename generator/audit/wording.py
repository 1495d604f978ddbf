"""The words of a statement in each language: what each part must say around its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.audit.calendar import Period
from generator.audit.numerals import MONTHS
from generator.audit.wording_further import FURTHER
from generator.audit.wording_goods import GOODS
from generator.audit.wording_joint import JOINT
from generator.audit.wording_kinds import OF_KINDS
from generator.audit.wording_units import OF_UNITS

BOX = "\u25a1"  # stands for one figure, record or hash

NOMINATIVE = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()

# The tables of which a statement knows the name in words.
TABLES = ("sales", "partners", "events", "sale_lines", "returns", "targets")

WORDS: dict[str, dict[str, str]] = {
    "ru": {
        "head": "{b}, {b} Выписка за {b} {status}",
        "ended": "Период завершён, но ещё не закрыт",
        "closed": "Период закрыт",
        "open": "Период открыт, суммы ещё могут измениться",
        "payout": "К выплате {b}",
        "more": "На {b} больше, чем за {b}.",
        "less": "На {b} меньше, чем за {b}.",
        "earned": "Начислено {b}",
        "rules": "По каким правилам {b}",
        "lines": "Из чего сложилось",
        "box": "{b}",
        "nothing": "В этом периоде ничего не начислено.",
        "line": "{title} {b} {b}",
        "line base": "; {base} {b}",
        "window": "; с {b} по {b}",
        "row": "; запись {b}, {b}",
        "depth": "; глубина {b}",
        "source partner": "; партнёр {b}",
        "bonus": "твёрдая сумма правила",
        "amount": "сумма применяемой строки",
        "workings": "Как посчитано {first} {second} Ставка Произведение",
        "row head": "Строка таблицы",
        "group head": "Группа",
        "part head": "Часть",
        "from step": "от {b}",
        "named step": "{b}",
        "row step": "Строка таблицы {b}",
        "amount step": "Сумма",
        "less step": "Строка таблицы {b}: {b}, минус {b} партнёра {b}",
        "other parts": "остальные части: {b}",
        "own step": "ваша группа, от {b}",
        "leg step": "партнёр {b}, от {b}",
        "leg kept": "партнёр {b}, от {b}, вам остаётся {b}",
        "leg below": "партнёр {b}, ниже первой строки",
        "leg away": "партнёр {b}, от {b}, отделился",
        "other legs": "остальные партнёры: {b}",
        "generation step": "поколение {b}",
        "left out": "; исключено с отделившимися группами {b}",
        "worth of a unit": "; стоимость единицы {b}",
        "exact": "Точная сумма",
        "weighted": "Сумма произведений {b}",
        "divided": "Умножено на {base} {b}, разделено на {chosen} {b}",
        "worth": "Стоимость единицы {b}",
        "money": "Точно в деньгах {b}",
        "timed": "Умножено на ",
        "floored": "Повышено до наименьшей суммы",
        "most": "Снижено до наибольшей суммы",
        "achieved": "{title}: достигнут {b}",
        "set by company": "{title}: назначен компанией {b}, по {b}",
        "own terms": "Согласовано с вами",
        "own term": "{title}: {b} {b}",
        "own term until": "{title}: {b}, по {b} {b}",
        "rounded": "После округления",
        "capped": "Ограничено пределом",
        "left": "Осталось от {b} за {span}",
        "limited": "Не больше остатка",
        "limited taken": "Не больше остатка, вычтено",
        "ceiling": "Потолок {title}",
        "ceiling in order": "Осталось от потолка {title}",
        "together own below": "Ваши строки под этим потолком, всего",
        "together all below": "Строки всех партнёров под этим потолком, всего",
        "together own by rule": "Ваши строки по этому правилу, всего",
        "together all by rule": "Строки всех партнёров по этому правилу, всего",
        "in proportion": "В отношении двух последних сумм, с округлением вниз",
        "total": "Итого начислено {b}",
        "figures": "Ваши показатели",
        "account": "Ваш счёт",
        "opening": "Остаток до периода {b}",
        "earned in account": "Начислено {b}",
        "paid": "Минус: к выплате {b}",
        "closing": "Остаток после периода {b}",
        "adjusted": "Изменения в закрытых периодах {b}",
        "by_hand": "Проведено вручную {b}",
        "put_on_hold": "Минус: отложено до срока {b}",
        "released": "Плюс: отложенное, срок которого подошёл {b}",
        "held_opening": "Было отложено {b}",
        "forfeited": "Минус: больше не причитается {b}",
        "held_closing": "Остаётся отложено {b}",
        "held": "Отложено до срока",
        "held entry": "{title} {b} причитается {b}; {b} строки за {b}; {b}",
        "held condition": " Будет выплачено, если тогда выполнено условие: {b}",
        "by hand": "Проведено вручную",
        "by hand entry": "{b} {b} {b}; {b}; решение: {b}",
        "about rule": "; о правиле {title}",
        "about period": "; о периоде {b}",
        "adjustments": "Изменения в закрытых периодах",
        "change": "{title} {b} за {b}; {b}",
        "change record": "; запись {b}",
        "was now": "; было {b}, стало {b}",
        "booked in": "; проведено в периоде {b}",
        "forgiven": "; прощено, остатка не меняет",
        "notice": "После выдачи этой выписки изменились строки её периода: {b}.",
        "notice sum": " Проведено в следующих периодах: {b}.",
        "notice link": "Что изменилось потом",
        "later": "Что изменилось потом Выписка выше стоит так, как была выдана. Что изменилось в её периоде позже, "
        "проведено в более позднем.",
        "records": "Учтённые записи",
        "no records": "В этом периоде записей нет.",
        "counts": "Учтены в показателях: {titles}",
        "counts nowhere": "Не входят ни в один показатель",
        "source": "Источник",
        "not-counted": "Неучтённые записи Дата Источник Причина",
        "foot": "Как это проверить Возьмите основу каждой строки, найдите правило, умножьте и округлите, как "
        "показано. Как округляются строки, сказано на странице «{policy}». Хеш издания: {b} Хеш записей: {b} "
        "Кто изменит одну цифру в правилах, изменит хеш издания; кто изменит одну запись, изменит хеш записей.",
        "exchanged": "В валюте {code}: {b}. Курс на {b} — {b} за единицу {code}: {b} / {b} = {b}.",
        "not exchanged": "Выплата будет в валюте {code} по курсу на {b}, который пока не известен.",
        "edition": "издание от {day}",
        "edition corrected": "издание от {day}, исправлено {corrected}",
        "version": "редакция от {day}",
        "version corrected": "редакция от {day}, исправлена {corrected}",
        "sales": "Заказы",
        "partners": "Регистрация",
        "events": "События",
        "sale_lines": "Строки заказов",
        "returns": "Возвраты",
        "targets": "Планы",
        "taken head": "Что удерживается",
        "counted step": "учитываемые строки",
        "counted base": "; учитываемые строки {b}",
        "set off": "; за вычетом отрицательного остатка {b}",
        "rounded taken": "Округлено и вычтено",
        "capped taken": "Ограничено пределом и вычтено",
        "steps": "Как посчитано Шаг Сумма",
        "step least": "Минимум",
        "step counted": "Учитываемые строки",
        "step above": "Сверх минимума",
        "step debt": "Долг до этого периода",
        "difference": "Разница",
        "repaid": "Меньшее из двух последних",
        "deducted": "Весь долг, так как партнёр уходит",
        "carried": "Переносится из периода в период Правило На начало Добавлено Списано На конец",
        "carried row": "{title}: {state} {b} {b} {b} {b}",
        "carried anew": "{title}, {state}: по закрытой выписке за {b} на конец было {b}; после того, что изменилось "
        "позже, — {b}, и дальше счёт идёт от этой суммы.",
        "state debt": "долг",
        "state shortfall": "отрицательный остаток",
    },
    "en": {
        "head": "{b}, {b} Statement for {b} {status}",
        "ended": "The period has ended and is not closed yet",
        "closed": "The period is closed",
        "open": "The period is open, amounts may still change",
        "payout": "To be paid {b}",
        "more": "More by {b} than for {b}.",
        "less": "Less by {b} than for {b}.",
        "earned": "Earned {b}",
        "rules": "Computed by {b}",
        "lines": "What it is made of",
        "box": "{b}",
        "nothing": "Nothing was earned in this period.",
        "line": "{title} {b} {b}",
        "line base": "; {base} {b}",
        "window": "; from {b} to {b}",
        "row": "; record {b}, {b}",
        "depth": "; depth {b}",
        "source partner": "; partner {b}",
        "bonus": "a fixed amount of the rule",
        "amount": "the amount of the row that applies",
        "workings": "Workings {first} {second} Rate Product",
        "row head": "Row of the table",
        "group head": "Group",
        "part head": "Part",
        "from step": "from {b}",
        "named step": "{b}",
        "row step": "Row of the table {b}",
        "amount step": "Amount",
        "less step": "Row of the table {b}: {b}, less {b} of partner {b}",
        "other parts": "other parts: {b}",
        "own step": "your group, from {b}",
        "leg step": "partner {b}, from {b}",
        "leg kept": "partner {b}, from {b}, you keep {b}",
        "leg below": "partner {b}, below the first row",
        "leg away": "partner {b}, from {b}, has broken away",
        "other legs": "other partners: {b}",
        "generation step": "generation {b}",
        "left out": "; left out with groups that have broken away {b}",
        "worth of a unit": "; worth of a unit {b}",
        "exact": "Exact sum",
        "weighted": "Sum of the products {b}",
        "divided": "Multiplied by {base} {b}, divided by {chosen} {b}",
        "worth": "Worth of a unit {b}",
        "money": "Exactly in money {b}",
        "timed": "Multiplied by ",
        "floored": "Raised to the least that is paid",
        "most": "Lowered to the most that is paid",
        "achieved": "{title}: achieved {b}",
        "set by company": "{title}: set by the company {b}, through {b}",
        "own terms": "Agreed with you",
        "own term": "{title}: {b} {b}",
        "own term until": "{title}: {b}, through {b} {b}",
        "rounded": "Rounded",
        "capped": "Limited by the cap",
        "left": "Left of {b} for {span}",
        "limited": "No more than is left",
        "limited taken": "No more than is left, taken off",
        "ceiling": "Ceiling {title}",
        "ceiling in order": "Left of the ceiling {title}",
        "together own below": "Your lines under it, altogether",
        "together all below": "Lines of all partners under it, altogether",
        "together own by rule": "Your lines by this rule, altogether",
        "together all by rule": "Lines of all partners by this rule, altogether",
        "in proportion": "In the proportion of the last two, rounded down",
        "total": "Total earned {b}",
        "figures": "Your figures",
        "account": "Your account",
        "opening": "Balance before {b}",
        "earned in account": "Earned {b}",
        "paid": "Less: to be paid {b}",
        "closing": "Balance after {b}",
        "adjusted": "Changes in closed periods {b}",
        "by_hand": "Booked by hand {b}",
        "put_on_hold": "Less: put on hold {b}",
        "released": "Plus: released from hold {b}",
        "held_opening": "On hold before {b}",
        "forfeited": "Less: not due any more {b}",
        "held_closing": "On hold after {b}",
        "held": "On hold",
        "held entry": "{title} {b} due on {b}; {b} of the line for {b}; {b}",
        "held condition": " Released if this holds then: {b}",
        "by hand": "Booked by hand",
        "by hand entry": "{b} {b} {b}; {b}; decided by {b}",
        "about rule": "; about the rule {title}",
        "about period": "; about {b}",
        "adjustments": "Changes in closed periods",
        "change": "{title} {b} in {b}; {b}",
        "change record": "; record {b}",
        "was now": "; was {b}, now {b}",
        "booked in": "; booked in {b}",
        "forgiven": "; forgiven, changes no balance",
        "notice": "After this statement was issued, lines of its period changed: {b}.",
        "notice sum": " Booked in later periods: {b}.",
        "notice link": "What changed since",
        "later": "What changed since The statement above stands as it was issued. What changed in its period since "
        "then is booked in a later one.",
        "records": "Records counted",
        "no records": "There are no records in this period.",
        "counts": "Counts in: {titles}",
        "counts nowhere": "Counted in no figure",
        "source": "Source",
        "not-counted": "Records not counted Date Source Reason",
        "foot": "How to check this Take the basis of each line, look up the rule, multiply and round as shown. "
        "The page “{policy}” says how lines are rounded. Hash of the edition: {b} Hash of the records: {b} "
        "Whoever changes one digit of the rules changes the hash of the edition; whoever changes one record "
        "changes the hash of the records.",
        "exchanged": "In {code}: {b}. The rate of {b} is {b} for each {code}: {b} / {b} = {b}.",
        "not exchanged": "It is paid in {code} by the rate of {b}, which is not known yet.",
        "edition": "the edition of {day}",
        "edition corrected": "the edition of {day}, corrected on {corrected}",
        "version": "version of {day}",
        "version corrected": "version of {day}, corrected on {corrected}",
        "sales": "Orders",
        "partners": "Registration",
        "events": "Events",
        "sale_lines": "Lines of orders",
        "returns": "Returns",
        "targets": "Targets",
        "taken head": "What is taken",
        "counted step": "counted lines",
        "counted base": "; counted lines {b}",
        "set off": "; after a shortfall of {b}",
        "rounded taken": "Rounded, taken off",
        "capped taken": "Limited by the cap, taken off",
        "steps": "Workings Step Amount",
        "step least": "Minimum",
        "step counted": "Counted lines",
        "step above": "Above the minimum",
        "step debt": "Debt before this period",
        "difference": "Difference",
        "repaid": "The smaller of the last two",
        "deducted": "The whole debt, since the partner leaves",
        "carried": "Carried from period to period Rule At the start In Out At the end",
        "carried row": "{title}: {state} {b} {b} {b} {b}",
        "carried anew": "{title}, {state}: the closed statement for {b} ended with {b}; after what changed since, it "
        "is {b}, and this statement goes on from there.",
        "state debt": "debt",
        "state shortfall": "shortfall",
    },
}

for _language in WORDS:
    WORDS[_language] |= OF_KINDS[_language] | JOINT[_language] | OF_UNITS[_language]
    WORDS[_language] |= FURTHER[_language] | GOODS[_language]


@dataclass(frozen=True)
class Tongue:
    """The words of one language, filled in."""

    language: str

    def say(self, key: str, **parts: str) -> str:
        """A wording with its parts; `{b}` stands for a figure."""
        return WORDS[self.language][key].format(b=BOX, **parts)

    def day(self, day: date) -> str:
        """A day as pages show it, with plain spaces."""
        return f"{day.day} {MONTHS[self.language][day.month - 1]} {day.year}"

    def dated(self, kind: str, day: date, corrected: date | None) -> str:
        """What an edition or a version is called by its days."""
        if corrected is None:
            return self.say(kind, day=self.day(day))
        return self.say(f"{kind} corrected", day=self.day(day), corrected=self.day(corrected))

    def days(self, window: Period) -> str:
        """A window from its first day to its last."""
        return f"{self.day(window.first)} \u2013 {self.day(window.last)}"

    def period(self, period: Period) -> str:
        """A period as a statement names it: a month, or from its first day to its last."""
        if period.name == period.first.isoformat():
            return self.days(period)
        names = NOMINATIVE if self.language == "ru" else MONTHS["en"]
        return f"{names[period.first.month - 1]} {period.first.year}"
