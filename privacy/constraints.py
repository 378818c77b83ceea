"""Shapes of database constraints that several models share."""

from typing import Any

from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


def both_or_neither(first: str, second: str, *, name: str) -> CheckConstraint:
    """A moment and who made it: `withdrawn_at` is set if and only if `withdrawn_by` is."""
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    return CheckConstraint(
        condition=neither | both, name=name, violation_error_message=_("Say both when it was done and who did it.")
    )


def not_blank(*fields: str, name: str, message: Any) -> CheckConstraint:
    """None of these texts may be empty."""
    condition = Q()
    for field in fields:
        condition &= ~Q(**{field: ""})
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)
