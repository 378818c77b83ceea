"""Which copies of their data people have ordered."""

import uuid

from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from privacy.models import Package
from privacy.queries.numbers import numbers_of


def of_person(subject_id: uuid.UUID) -> QuerySet[Package]:
    """The copies of this person, under whatever number, the newest first."""
    return Package.objects.filter(subject__in=numbers_of(subject_id)).order_by("-ordered_at", "pk")


def why_a_copy_is_withheld(row: Model) -> str:
    """A copy of a copy of a copy: the data themselves are all in this one."""
    return gettext(
        "It is an earlier copy of the same data; you can fetch it from your own page as long as it is there."
    )
