"""Whose the engine's own rows are, and what becomes of them."""

from privacy.personal_data import ledgers, requests, rows

__all__ = ["ledgers", "requests", "rows"]
