"""Whose the engine's own rows are, and what becomes of them."""

from privacy.personal_data import disclosures, ledgers, openness, packages, requests, rows

__all__ = ["disclosures", "ledgers", "openness", "packages", "requests", "rows"]
