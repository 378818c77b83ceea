"""Whose the rows about people who want work are, what for, and how long."""

from candidates.personal_data import campaigns, candidates, imports

__all__ = ["campaigns", "candidates", "imports"]
