"""Whose the rows about clients are: the pages a data-protection officer reads."""

from clients.personal_data import businesses, people

__all__ = ["businesses", "people"]
