"""What the data prove about copies, breaches and telling whom they concern."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from privacy.choices import MailState, MessageClass
from privacy.choices.packages import PackageState
from privacy.deadlines import BREACH_WITHIN
from privacy.models import Breach, OutgoingMail, Package, Suppression
from privacy.queries.promises import promise

DAY = datetime.timedelta(days=1)


@promise("P55", _("every copy that was ordered was made within a day"))
def copies_not_made(at: datetime.datetime) -> Iterable[object]:
    return (
        Package.objects.exclude(state=PackageState.READY).filter(ordered_at__lt=at - DAY).values_list("pk", flat=True)
    )


@promise("P2", _("a breach was reported within 72 hours, or a reason says why not"))
def breaches_not_reported(at: datetime.datetime) -> Iterable[object]:
    return Breach.objects.unreported().filter(aware_at__lt=at - BREACH_WITHIN).values_list("pk", flat=True)


@promise("P54", _("nobody was sent advertising after saying no"))
def advertised_after_the_no(at: datetime.datetime) -> Iterable[object]:
    """Each no against the mails of its address: there are fewer of them than of anything else."""
    for digest, since in Suppression.objects.values_list("digest", "at").iterator():
        to = OutgoingMail.objects.filter(message_class=MessageClass.MARKETING, address_digests__contains=[digest])
        yield from to.filter(state=MailState.SENT, sent_at__gt=since).values_list("pk", flat=True)
