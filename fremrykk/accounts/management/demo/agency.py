"""The agency itself: an invented number and address, so that one sees where they are shown."""

import datetime

from django.utils import timezone

from privacy.actions import register
from privacy.models import Controller

INVENTED = {"org_number": "310000906", "sub_unit": "310000922", "address": "Oppdiktet gate 1, 0001 Oslo"}
AS_IT_WAS = (
    "name",
    "contact_email",
    "represented_by_nb",
    "represented_by_en",
    "representative_nb",
    "representative_en",
    "protection_officer_nb",
    "protection_officer_en",
)


def place(*, now: datetime.datetime) -> None:
    who = Controller.objects.filter(valid_until=None).values(*AS_IT_WAS).get()
    register.appoint(valid_from=timezone.localdate(now), **who, **INVENTED)
