"""What the data about tags and lists prove."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import ListEntry, TagUse
from privacy.queries.promises import promise


@promise("P47", _("nobody has a tag or stands on a list who did not agree to be thought of for other positions"))
def marked_outside_the_base(at: datetime.datetime) -> Iterable[object]:
    is_inside = Func(F("candidate"), function="candidates_is_in_base", output_field=BooleanField())
    rows: list[QuerySet[Any, Any]] = [TagUse.objects.all(), ListEntry.objects.all()]
    return [
        pk
        for model in rows
        for pk in model.alias(is_inside=is_inside).filter(is_inside=False).values_list("candidate", flat=True)
    ]
