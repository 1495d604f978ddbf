"""What a policy says of records: from when they are known, on which day a return counts, how a sale is split."""

from __future__ import annotations

from generator.terms.saying import Code, SayingsBuilder
from generator.terms.text import Text

_KNOWN = Text.of(
    en="A record is known from the day in the column {column}, but not before its own day; where nothing stands "
    "there, from its own day.",
    ru="Запись считается известной со дня, указанного в столбце {column}, но не раньше своей даты; если там ничего "
    "нет — со своей даты.",
)
_RETURNED = Text.of(
    en="A return that names its sale in the column {column} counts on the day of that sale, with the partner and the "
    "particulars of the sale where it has none of its own; it is never the first or the last row and makes nobody new.",
    ru="Возврат, который ссылается на продажу в столбце {column}, учитывается в день этой продажи — с её партнёром и "
    "признаками, если своих у него нет; он не бывает ни первой, ни последней записью и никого не делает новым.",
)
_SPLIT = Text.of(
    en="A sale that the table {table} divides is credited to its partners by their shares; the parts of a divided "
    "figure add up to the whole: each is rounded down, and what is left goes by its smallest unit to the largest "
    "fractions, of equal ones first to the partner whom the sale names.",
    ru="Продажа, разделённая в таблице {table}, засчитывается её партнёрам по их долям; части делимой величины в сумме "
    "дают целое: каждая округляется вниз, а остаток по наименьшей единице достаётся наибольшим дробным частям, при "
    "равных — сначала тому, кого называет сама продажа.",
)


def say_records(builder: SayingsBuilder) -> None:
    """Add the sentences on records; they hold whether or not the sources have such rows."""
    builder.say("known", _KNOWN, column=Code("recorded_at"))
    builder.say("returned", _RETURNED, column=Code("return_of"))
    builder.say("split", _SPLIT, table=Code("splits"))
