"""Statements: what each partner reads of a period, sealed so that only that partner can read it."""
