"""What an approval is bound to: the storage rules with their lengths, and the order of deletion, each as one number."""

import hashlib
from collections.abc import Iterable

from privacy import declarations, graph
from privacy.queries import facts


def of_rules() -> str:
    """Changes when a storage rule or an approved length does."""
    rules = (f"{each.label}: {each.keep!r} {each.expires!r}" for each in declarations.personal_models())
    lengths = (f"{code}: {length!r}" for code, length in facts.approved_periods().items())
    return _digest([*rules, *lengths])


def of_graph() -> str:
    """Changes when something else goes with a person than before."""
    steps = graph.parent_first()
    hops = (hop for step in steps for hop in (*step.hops, *step.shares, *step.clears))
    return _digest([*(f"{step.table} {step.files!r}" for step in steps), *map(repr, hops)])


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
