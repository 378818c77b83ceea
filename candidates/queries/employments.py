"""Employments as they stand, and how they are told to their persons."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.choices.employment import ContractItem, EmploymentState, RevealReason, Sealed
from candidates.models import Employment, EmploymentFile, NextOfKin, PayAccount
from privacy.grounds import Pause, civil_day

OBJECTS = {
    "candidates.employment": _("your employment with us"),
    "candidates.nextofkin": _("you as next of kin"),
}
WORDS = {
    "candidates.employment": {
        "first_name": _("first name"), "last_name": _("last name"), "phone": _("telephone"), "state": _("put in force"),
        "title": _("title"), "occupation_code": _("occupation code"), "form": _("permanent or temporary"),
        "temporary_ground": _("ground for temporary employment"), "percentage": _("position percentage"),
        "full_time_hours": _("hours a week of a full position"), "working_time": _("how working hours lie"),
        "pay_changed_on": _("when pay last changed"), "percentage_changed_on": _("when the percentage last changed"),
        "pay_kind": _("how pay is counted"), "pay": _("pay"), "starts_on": _("first day at work"),
        "ends_on": _("last day at work"), "end_cause": _("why it ended"), "signed_on": _("contract signed"),
        "covered": _("what the contract says"), "not_relevant": _("what the contract need not say"),
        **{each.value: each.label for each in Sealed}, **{each.value: each.label for each in RevealReason},
    },
    "candidates.nextofkin": {
        "name": _("name"), "phone": _("telephone"), "relation": _("who you are to the employee"),
    },
}  # fmt: skip


def pauses_of(numbers: Iterable[UUID]) -> Iterator[tuple[UUID, Pause]]:
    """Whoever works for us is a candidate whose clock stands still, from the day it was put in force to the last day."""
    rows = Employment.objects.in_force().filter(subject__in=list(numbers)).order_by("activated_at", "pk")
    for person, since, last in rows.values_list("subject", "activated_at", "ends_on"):
        if since is not None and (last is None or civil_day(since) <= last):
            yield person, Pause(civil_day(since), last)


def unended() -> QuerySet[Employment]:
    """Prepared, or in force without a last day."""
    return Employment.objects.filter(Q(state=EmploymentState.DRAFT) | Q(ends_on=None))


def files_of(employment: Employment) -> QuerySet[EmploymentFile]:
    return EmploymentFile.objects.filter(employment=employment)


def accounts_of(employment: Employment) -> QuerySet[PayAccount]:
    return PayAccount.objects.filter(employment=employment)


def names_of(keys: list[str]) -> dict[str, str]:
    """What it was, and from when."""
    found = Employment.objects.filter(pk__in=keys)
    return {str(each.pk): gettext("Employed as %(title)s") % {"title": each.title} for each in found}


def names_of_kin(keys: list[str]) -> dict[str, str]:
    return {str(each.pk): gettext("Next of kin of an employee") for each in NextOfKin.objects.filter(pk__in=keys)}


def source_of(row: Model) -> str:
    """Of next of kin."""
    return gettext("An employee of ours who named you")


def missing_before_start(employment: Employment) -> list[str]:
    """In words, what somebody has to fill in before this one may start."""
    names = (
        "national_id", "occupation_code", "form", "percentage", "full_time_hours", "working_time", "pay_kind", "pay",
    )  # fmt: skip
    empty = [_label(Employment, name) for name in names if not getattr(employment, name)]
    file = files_of(employment).first() or EmploymentFile()
    return [*empty, *missing_in(file, employment)]


def missing_in(file: EmploymentFile, employment: Employment) -> list[str]:
    """In words, what the signed contract does not say."""
    unsigned = [] if file.signed_on else [_label(EmploymentFile, "signed_on")]
    return [*unsigned, *(str(ContractItem(item).label) for item in file.missing(employment.form))]


def _label(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.verbose_name)
