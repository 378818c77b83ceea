"""Whether something of a person is left: known identifiers sought in everything the program keeps.

It reads no declaration, so that it can prove them: every table is looked through, also one that no model owns. Whoever
was erased is known to nobody here; the identifiers come from outside, and are neither stored nor logged.
"""

from privacy.queries.residue.database import CannotSee, in_database, one_moment, refuse_blind
from privacy.queries.residue.outside import in_cache, in_files
from privacy.queries.residue.spellings import Finding, TooShort
from privacy.queries.residue.wrapped import in_sessions, in_statistics

__all__ = [
    "CannotSee",
    "Finding",
    "TooShort",
    "in_cache",
    "in_database",
    "in_files",
    "in_sessions",
    "in_statistics",
    "one_moment",
    "refuse_blind",
]
