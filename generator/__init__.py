"""Partnerbook: the open book of a partner programme, from versioned YAML to pages that prove themselves."""

__version__ = "0.1.0"
