"""What the data about campaigns and leads prove."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Campaign, Lead
from privacy.choices import PeriodCode
from privacy.models import Collection
from privacy.queries.facts import approved_periods
from privacy.queries.promises import promise


@promise("P46", _("of every lead it is known who gave it to us, where their statement stands, and what they call it"))
def leads_from_nowhere(at: datetime.datetime) -> Iterable[object]:
    theirs = Q(subject=OuterRef("subject")) | Q(subject__merged_into=OuterRef("subject"))
    named = Collection.objects.filter(theirs, origin__isnull=False).exclude(statement_url="")
    return Lead.objects.exclude(Exists(named)).values_list("subject_id", flat=True)


@promise("P46", _("no lead is untold for longer than its time"))
def leads_untold(at: datetime.datetime) -> Iterable[object]:
    length = approved_periods().get(PeriodCode.NOT_INFORMED)
    waiting = (
        Collection.objects.untold().filter(object_label="candidates.lead").values_list("subject_id", "collected_at")
    )
    today = timezone.localdate(at)
    return [person for person, since in waiting if length and length.after(timezone.localdate(since)) < today]


@promise("P46", _("no campaign takes in without the partner's statement and an address that hears of erasures"))
def campaigns_without_partner(at: datetime.datetime) -> Iterable[object]:
    short = Q(statement_url="") | Q(partner__contact_address="") | Q(wordings=None)
    return Campaign.objects.taking_in().filter(short).values_list("pk", flat=True)
