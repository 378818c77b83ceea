"""Whether NAV may be told who is asked about a position: the adviser's own word, in the register of recipients (P36)."""

import datetime

from django.db.models import Q
from django.utils import timezone

from clients.models import JobAd
from clients.queries.nav_ads import Contact
from privacy.choices import Category
from privacy.choices.disclosures import RecipientKind
from privacy.models import Recipient, SharingAgreement

NAV = "889640782"  # its organisation number
GIVEN = [Category.IDENTITY, Category.CONTACT]


def recipient(at: datetime.datetime) -> Recipient | None:
    """NAV, where it is in the register; it is given what persons agreed to, and nothing else."""
    today = timezone.localdate(at)
    known = Recipient.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today), org_number=NAV, kind=RecipientKind.AGREED
    )
    return known.order_by("pk").first()


def of(ad: JobAd, *, at: datetime.datetime) -> tuple[Contact, Recipient] | tuple[None, None]:
    """The responsible adviser and whom the name goes to; nobody where the adviser has not agreed. No telephone is known."""
    to, adviser, today = recipient(at), ad.order.adviser, timezone.localdate(at)
    if to is None or not adviser.name:
        return None, None
    agreed = SharingAgreement.objects.standing().filter(
        recipient=to, subject=adviser.subject_id, starts_on__lte=today, ends_on__gte=today, categories__contains=GIVEN
    )
    return (Contact(adviser.name, adviser.email), to) if agreed.exists() else (None, None)
