"""What the data about those we employ prove."""

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Employment, EmploymentFile, NextOfKin, PayAccount
from privacy.decide import decide
from privacy.models import Subject
from privacy.queries import facts
from privacy.queries.promises import promise

SEALED = "RlJLM"  # how what `privacy.storage.fields` writes begins
NIGHTS = datetime.timedelta(days=2)  # the purge runs each night; one may be missed
SOONER = (NextOfKin._meta.label, PayAccount._meta.label, EmploymentFile._meta.label)


@promise("P21", _("no national identity number and no account of an employee rests readable"))
def numbers_readable(at: datetime.datetime) -> Iterable[object]:
    written = Employment.objects.exclude(Q(national_id="") | Q(national_id__startswith=SEALED))
    accounts = PayAccount.objects.exclude(number__startswith=SEALED)
    return [*written.values_list("subject", flat=True), *accounts.values_list("employment__subject", flat=True)]


@promise("P51", _("next of kin, bank account and file go when their time after the employment is over"))
def kept_after_the_end(at: datetime.datetime) -> Iterable[object]:
    return _over(SOONER, at)


@promise("P52", _("the basis for pay goes when the law no longer makes us keep it"))
def kept_after_the_law(at: datetime.datetime) -> Iterable[object]:
    return _over((Employment._meta.label,), at)


def _over(labels: tuple[str, ...], at: datetime.datetime) -> Iterator[object]:
    """Rows of these models that are there though no ground kept them when the last nights ran."""
    as_of = timezone.localdate(at - NIGHTS)
    ended = Q(employments__ends_on__lt=as_of) | Q(kin_of_employees__employment__ends_on__lt=as_of)
    roots = Subject.objects.filter(ended).values_list(Coalesce("merged_into", "pk"), flat=True).distinct()
    for known in facts.of_persons(roots).values():
        yield from (pk for label, pk in decide(known, as_of).erased_keys if label in labels)
