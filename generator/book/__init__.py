"""The book: what happened, read from the sources exactly, with no row dropped in silence."""

from generator.book.book import Book, BookColumn, TableColumns, write_rejects
from generator.book.control import ControlLine, ControlSum
from generator.book.partners import PartnerTable
from generator.book.reading import read_book

__all__ = [
    "Book",
    "BookColumn",
    "ControlLine",
    "ControlSum",
    "PartnerTable",
    "TableColumns",
    "read_book",
    "write_rejects",
]
