"""What the data prove about copies, breaches and telling whom they concern."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from privacy.choices.packages import PackageState
from privacy.deadlines import BREACH_WITHIN
from privacy.models import Breach, Package
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
