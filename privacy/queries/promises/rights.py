"""What the data prove about copies, breaches, advertising and telling whom they concern."""

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import MailState, MessageClass
from privacy.choices.packages import PackageState
from privacy.deadlines import BREACH_WITHIN
from privacy.models import Breach, OutgoingMail, Package, Suppression
from privacy.models.mailing import ADVERTISING
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
    for digest, kind, since in Suppression.objects.values_list("digest", "kind", "at").iterator():
        to = OutgoingMail.objects.filter(message_class=MessageClass.MARKETING, address_digests__contains=[digest])
        to = to.filter(marketing_kind=kind) if kind else to
        yield from to.filter(state=MailState.SENT, sent_at__gt=since).values_list("pk", flat=True)


@promise("P43", _("every advertisement has a ground, and was ordered for many or written by somebody"))
def advertised_without_a_ground(at: datetime.datetime) -> Iterable[object]:
    advertised = OutgoingMail.objects.filter(message_class=MessageClass.MARKETING)
    nobodys = Q(mailing=None, author_uuid=None) | Q(marketing_ground="") | ~Q(template__contains=ADVERTISING)
    return advertised.filter(nobodys).values_list("pk", flat=True)


@promise("P44", _("a service message is sent to one person, and nobody got one mailing twice"))
def sent_to_many_or_twice(at: datetime.datetime) -> Iterator[object]:
    yield from (
        OutgoingMail.objects.filter(message_class=MessageClass.SERVICE)
        .exclude(mailing=None)
        .values_list("pk", flat=True)
    )
    sent = OutgoingMail.objects.exclude(mailing=None).values("mailing", "to").annotate(count=Count("pk"))
    yield from sent.filter(count__gt=1).values_list("mailing", flat=True)
