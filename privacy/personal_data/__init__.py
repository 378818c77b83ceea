"""Whose the engine's own rows are, and what becomes of them."""

from privacy.personal_data import disclosures, inbox, ledgers, openness, packages, requests, rows, work

__all__ = ["disclosures", "inbox", "ledgers", "openness", "packages", "requests", "rows", "work"]
