"""What the data about identities seen prove."""

import datetime
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import IdentitySeen
from privacy.queries.promises import promise


@promise("P21", _("nobody's identity is noted as seen before the e-mail address was confirmed"))
def seen_before_confirmed(at: datetime.datetime) -> Iterable[object]:
    person = OuterRef("candidate__subject")
    proved = EmailAddress.objects.filter(Q(user__subject=person) | Q(user__subject__merged_into=person), verified=True)
    unknown = IdentitySeen.objects.filter(~Exists(proved) | ~Q(candidate__unconfirmed_email=""))
    return unknown.values_list("candidate__subject", flat=True)
