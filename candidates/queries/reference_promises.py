"""What the data about referees prove."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from candidates.models import Referee, ReferenceCheck
from privacy.models import Collection
from privacy.queries.promises import promise


@promise("P15", _("of every referee it is known from whom we have the data, and whether they were told"))
def without_a_source(at: datetime.datetime) -> Iterable[object]:
    known = Collection.objects.filter(subject=OuterRef("subject"), object_label="candidates.referee")
    return Referee.objects.exclude(Exists(known)).values_list("subject", flat=True)


@promise("P23", _("no referee was asked before the candidate said go ahead for that position"))
def asked_without_go_ahead(at: datetime.datetime) -> Iterable[object]:
    asked = ReferenceCheck.objects.filter(asked_at__isnull=False, application__isnull=False)
    return asked.filter(go_ahead_at=None).values_list("application__candidate__subject", flat=True)
