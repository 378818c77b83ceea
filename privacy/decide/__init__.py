"""The one decision: keep, erase, or ask a person (GDPR art. 5(1)(e)). Pure: no database, no clock.

The same object answers the purge, its preview, "why is this still here?" and "if you withdraw this consent, …".
"""

from privacy.decide.facts import Facts, Ground, Holding, Item, Key
from privacy.decide.outcomes import Decision, Outcome, Verdict
from privacy.decide.rules import decide

__all__ = ["Decision", "Facts", "Ground", "Holding", "Item", "Key", "Outcome", "Verdict", "decide"]
