"""Whose the rows about clients are: the pages a data-protection officer reads."""

from clients.personal_data import businesses, checks, people

__all__ = ["businesses", "checks", "people"]
