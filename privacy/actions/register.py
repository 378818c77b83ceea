"""The register of processing activities and who answers for it (GDPR art. 30)."""

import datetime
from typing import Any

from django.db import transaction

from privacy.models import Controller, ProcessingActivity


@transaction.atomic
def change_activity(*, activity: ProcessingActivity, **words: Any) -> None:
    """Change what the public page says about one activity; its code stays, since trail and mails name it."""
    ProcessingActivity.objects.filter(pk=activity.pk).update(**words)


@transaction.atomic
def appoint(*, valid_from: datetime.date, **who: Any) -> Controller:
    """A new controller, or the same with other particulars; the earlier one stays in the register, ended."""
    Controller.objects.filter(valid_until=None).update(valid_until=valid_from - datetime.timedelta(days=1))
    return Controller.objects.create(valid_from=valid_from, **who)
