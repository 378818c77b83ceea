"""What the data prove about the one question channel."""

import datetime
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import registries
from privacy.choices.inbox import CaseChannel
from privacy.choices.requests import Door
from privacy.models import CaseFile, Collection, InboxCase, InboxReading, Request
from privacy.queries.promises import promise

READ_WITHIN = datetime.timedelta(hours=1)
FILE_GOES_AFTER = datetime.timedelta(days=33)  # the thirty, and the nights the purge may fail


@promise("P5", _("every question is answered, or closed by somebody, by its day"))
def questions_overdue(at: datetime.datetime) -> Iterable[object]:
    today = timezone.localdate(at)
    return InboxCase.objects.filter(closed_at=None, due_on__lt=today).values_list("pk", flat=True)


@promise("P63", _("what is sent to the contact address is read within the hour"))
def inbox_unread(at: datetime.datetime) -> Iterable[object]:
    if registries.mailbox():
        stale = InboxReading.objects.filter(read_at__lt=at - READ_WITHIN) | InboxReading.objects.filter(left__gt=0)
        yield from stale.values_list("read_at", flat=True)


@promise("P12", _("whoever wrote by e-mail is told by the receipt, or their data are on the clock"))
def mails_untold(at: datetime.datetime) -> Iterable[object]:
    by_mail = InboxCase.objects.filter(channel=CaseChannel.MAIL, request=None).exclude(email="")
    label = InboxCase._meta.label_lower
    return by_mail.exclude(subject__in=Collection.objects.filter(object_label=label).values("subject")).values_list(
        "pk", flat=True
    )


@promise(
    "P59", _("what came by e-mail, letter, telephone or over the desk was written down by somebody who knew who asked")
)
def registered_by_nobody(at: datetime.datetime) -> Iterable[object]:
    of_staff = Request.objects.filter(door__in=[door.value for door in Door.of_staff()])
    return of_staff.filter(registered_by=None).values_list("pk", flat=True)


@promise("P47", _("a file that came by e-mail and nobody took in is gone"))
def files_nobody_took(at: datetime.datetime) -> Iterable[object]:
    return CaseFile.objects.filter(received_at__lt=at - FILE_GOES_AFTER).values_list("pk", flat=True)
