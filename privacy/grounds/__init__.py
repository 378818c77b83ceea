"""How long: the shapes of storage rules. An app says beside its declarations which shape rules which model.

The shape is code, the length is a `RetentionPeriod` a manager approved. A rule reads one row (its `lookups`) and says
which grounds it gives; it asks no database and no clock.
"""

from privacy.grounds.combined import ByValue, Carries, Earliest, Extended, Follows, WhileNamed
from privacy.grounds.known import OSLO, Consent, Found, Known, Pause, Row, Rule, civil_day
from privacy.grounds.paused import CLOCK_STOPPED, Paused
from privacy.grounds.running import WhileRunning
from privacy.grounds.single import FollowsPerson, Standing, Until, WhileUntold
from privacy.grounds.statutory import Statutory

__all__ = [
    "CLOCK_STOPPED",
    "OSLO",
    "ByValue",
    "Carries",
    "Consent",
    "Earliest",
    "Extended",
    "Follows",
    "FollowsPerson",
    "Found",
    "Known",
    "Pause",
    "Paused",
    "Row",
    "Rule",
    "Standing",
    "Statutory",
    "Until",
    "WhileNamed",
    "WhileRunning",
    "WhileUntold",
    "civil_day",
]
