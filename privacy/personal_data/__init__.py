"""Whose the engine's own rows are, and what becomes of them."""

from privacy.personal_data import ledgers, packages, requests, rows

__all__ = ["ledgers", "packages", "requests", "rows"]
