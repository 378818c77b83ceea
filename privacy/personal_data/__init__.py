"""Whose the engine's own rows are, and what becomes of them."""

from privacy.personal_data import ledgers, openness, packages, requests, rows

__all__ = ["ledgers", "openness", "packages", "requests", "rows"]
