"""Whose the engine's own rows are, and what becomes of them."""

from privacy.personal_data import ledgers, openness, requests, rows

__all__ = ["ledgers", "openness", "requests", "rows"]
