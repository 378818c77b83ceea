"""Whether NAV may be told who is asked about a position: the adviser's own word, in the register of recipients (P36)."""

import datetime
from dataclasses import dataclass
from uuid import UUID

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


@dataclass(frozen=True)
class Agreed:
    """Whom names go to, and who has agreed to that."""

    to: Recipient | None = None
    persons: frozenset[UUID] = frozenset()

    def contact(self, ad: JobAd) -> Contact | None:
        """The responsible adviser; nobody where the adviser has not agreed. No telephone is known."""
        adviser = ad.order.adviser
        return Contact(adviser.name, adviser.email) if adviser.subject_id in self.persons and adviser.name else None


def agreed(at: datetime.datetime) -> Agreed:
    to, today = recipient(at), timezone.localdate(at)
    if to is None:
        return Agreed()
    rows = SharingAgreement.objects.standing().filter(
        recipient=to, starts_on__lte=today, ends_on__gte=today, categories__contains=GIVEN
    )
    return Agreed(to, frozenset(rows.values_list("subject", flat=True)))
