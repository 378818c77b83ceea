"""What the data prove about who was told, and who was given anything."""

import datetime
from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.choices.disclosures import RecipientKind
from privacy.models import Collection, Disclosure, OutgoingMail, Recipient, RecipientNotice
from privacy.queries import informing
from privacy.queries.promises import promise

SOON = datetime.timedelta(days=7)  # a week is enough to tell a recipient, or to say why not


@promise("P11", _("whoever's data we have from others was told within a month"))
def told_too_late(at: datetime.datetime) -> Iterable[object]:
    late = Q(informed_at__date__gt=F("due_on"))
    yield from informing.overdue(timezone.localdate(at)).values_list("pk", flat=True)
    yield from Collection.objects.filter(late).values_list("pk", flat=True)


@promise("P12", _("whoever was told was told by a version of the statement"))
def told_without_words(at: datetime.datetime) -> Iterable[object]:
    return Collection.objects.filter(notice=None, informed_at__isnull=False).values_list("pk", flat=True)


@promise("P15", _("nobody got another e-mail before the word where we have their data from"))
def mailed_before_the_notice(at: datetime.datetime) -> Iterable[object]:
    waiting = Collection.objects.untold().filter(subject=OuterRef("subject")).values("collected_at")[:1]
    mails = OutgoingMail.objects.alias(since=Subquery(waiting)).filter(created_at__gt=F("since"))
    return mails.exclude(template="privacy/email/informed").values_list("pk", flat=True)


@promise("P36", _("nothing was given to anybody but clients, processors, authorities, and those the person agreed to"))
def given_to_a_stranger(at: datetime.datetime) -> Iterable[object]:
    kinds = RecipientKind.values
    yield from Recipient.objects.exclude(kind__in=kinds).values_list("pk", flat=True)
    no_agreement = Q(recipient__kind=RecipientKind.AGREED) & ~Q(recipient__agreements__recorded_at__lte=F("at"))
    by_no_law = Q(recipient__kind=RecipientKind.AUTHORITY, recipient__law="")
    after_the_end = Q(at__date__gte=F("recipient__ended_on"))
    found = Disclosure.objects.filter(no_agreement | by_no_law | after_the_end)
    yield from found.distinct().values_list("pk", flat=True)


@promise("P53", _("recipients hear what became of the data they were given"))
def recipients_not_told(at: datetime.datetime) -> Iterable[object]:
    return RecipientNotice.objects.untold().filter(created_at__lt=at - SOON).values_list("pk", flat=True)
