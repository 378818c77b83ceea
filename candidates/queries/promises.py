"""What the data about candidates prove."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import Origin, SharingScope, Source, Stage
from candidates.models import Application, Campaign, Candidate, Lead, StageChange
from privacy.choices import PeriodCode
from privacy.models import Collection
from privacy.queries.facts import approved_periods
from privacy.queries.promises import promise

OWN = (Origin.APPLIED, Origin.REGISTERED)


@promise("P1", _("nobody's application is shared more widely than that person chose"))
def shared_by_others(at: datetime.datetime) -> Iterable[object]:
    added = Application.objects.filter(origin=Origin.ADDED)
    return added.exclude(sharing_scope=SharingScope.THIS_POSITION).values_list("pk", flat=True)


@promise("P11", _("every applicant was shown a privacy statement, and which one is known"))
def not_informed(at: datetime.datetime) -> Iterable[object]:
    return Application.objects.filter(origin__in=OWN, notice=None).values_list("pk", flat=True)


@promise("P33", _("every applicant was told of sharing, and in which words is known"))
def not_told_of_sharing(at: datetime.datetime) -> Iterable[object]:
    return Application.objects.filter(origin__in=OWN, sharing_notice=None).values_list("pk", flat=True)


@promise("P64", _("nobody's contact person has left"))
def orphaned(at: datetime.datetime) -> Iterable[object]:
    left = Q(adviser__is_active=False) | Q(adviser__is_staff=False)
    return Candidate.objects.filter(left, adviser__isnull=False).values_list("subject", flat=True)


@promise("P71", _("behind every rejection is a human being, with a reason"))
def rejected_by_nobody(at: datetime.datetime) -> Iterable[object]:
    rejected = StageChange.objects.filter(to_stage=Stage.REJECTED)
    return rejected.filter(Q(by=None) | Q(reason="")).values_list("pk", flat=True)


@promise("P12", _("of everybody we entered ourselves it is noted where we have them from"))
def from_nowhere(at: datetime.datetime) -> Iterable[object]:
    ours = Candidate.objects.filter(source__in=[Source.BY_HAND, Source.IMPORTED, Source.CAMPAIGN])
    noted = Collection.objects.filter(Q(subject=OuterRef("subject")) | Q(subject__merged_into=OuterRef("subject")))
    return ours.exclude(Exists(noted)).values_list("subject_id", flat=True)


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
