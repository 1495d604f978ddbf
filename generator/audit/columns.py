"""What columns of records are called on statements: by the book's own mapping, else by the usual word."""

from __future__ import annotations

from collections.abc import Mapping

GIVEN = ".given"  # after a figure's name: what the row itself gives, in its own currency
USUAL: dict[str, tuple[str, str]] = {  # in English and in Russian
    "amount": ("Amount", "Сумма"),
    "business_volume": ("Business volume", "Бизнес-объём"),
    "category": ("Category", "Категория"),
    "channel": ("Channel", "Канал"),
    "cost": ("Cost", "Себестоимость"),
    "country": ("Country", "Страна"),
    "currency": ("Currency", "Валюта"),
    "customer": ("Customer", "Покупатель"),
    "currency.day": ("Day of the rate", "День курса"),
    "currency.rate": ("Rate", "Курс"),
    "date": ("Date", "Дата"),
    "delivery": ("Delivery", "Доставка"),
    "description": ("Description", "Описание"),
    "discount": ("Discount", "Скидка"),
    "happened": ("Happened on", "Произошло"),
    "return_of": ("Return of order", "Возврат по заказу"),
    "recorded_at": ("Recorded on", "Внесено"),
    "split_share": ("Share of the order, %", "Доля заказа, %"),
    "event": ("Event", "Событие"),
    "joined_on": ("Joined on", "Дата присоединения"),
    "kind": ("Kind", "Вид"),
    "manager": ("Manager", "Менеджер"),
    "mentor": ("Mentor", "Наставник"),
    "note": ("Note", "Примечание"),
    "number": ("Number", "Номер"),
    "partner": ("Partner", "Партнёр"),
    "pieces": ("Pieces", "Штуки"),
    "placement": ("Stands under", "Стоит под"),
    "points": ("Points", "Баллы"),
    "position": ("Position", "Позиция"),
    "price": ("Price", "Цена"),
    "product": ("Product", "Товар"),
    "quantity": ("Quantity", "Количество"),
    "region": ("Region", "Регион"),
    "sale": ("Order", "Заказ"),
    "score": ("Score", "Результат"),
    "segment": ("Segment", "Сегмент"),
    "sponsor": ("Sponsor", "Спонсор"),
    "status": ("Status", "Статус"),
    "subject": ("Subject", "Предмет"),
    "target": ("Target", "План"),
    "tax": ("Tax", "Налог"),
    "type": ("Type", "Тип"),
    "unit_price": ("Unit price", "Цена за единицу"),
    "value": ("Value", "Значение"),
    "volume": ("Volume", "Объём"),
}


def titles_in(spec: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """The titles that a source declares for its columns, by language."""
    columns = spec.get("columns")
    found: dict[str, Mapping[str, object]] = {}
    for name, column in columns.items() if isinstance(columns, dict) else ():
        title = column.get("title") if isinstance(column, dict) else None
        if isinstance(title, dict):
            found[str(name)] = title
    return found


def head_of(column: str, titles: Mapping[str, Mapping[str, object]], language: str) -> str:
    """The head of a column of records: its declared title, the usual word, or else its name."""
    if column.endswith(GIVEN):
        given = head_of(column.removesuffix(GIVEN), titles, language)
        return f"Указано: {given}" if language == "ru" else f"Given: {given}"
    if column in titles:
        return " ".join(str(titles[column].get(language, "")).split())
    if column in USUAL:
        return USUAL[column][1 if language == "ru" else 0]
    return column
