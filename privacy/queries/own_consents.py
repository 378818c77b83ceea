"""Each consent as its person reads it: given when and to what, and what would be so without it (GDPR art. 7(1), 7(3))."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.choices import ConsentAction, ConsentPurpose
from privacy.models import ConsentEvent
from privacy.queries import own_storage
from privacy.queries.consents import history
from privacy.queries.explanations import explain
from privacy.queries.own_storage import Held

STOPS = {
    ConsentPurpose.FURTHER_STORAGE: _(
        "We keep your data no longer than without it, and do not think of you for positions on this consent."
    ),
    ConsentPurpose.JOB_ALERTS: _("We send no more job alerts, and all your saved searches are deleted at once."),
    ConsentPurpose.NEWSLETTER: _("We send you no more news."),
}
GOES_ON = {
    ConsentPurpose.FURTHER_STORAGE: _("Your applications in progress go on, and you can apply again at any time."),
    ConsentPurpose.JOB_ALERTS: _("Your applications go on, and we still write to you about them."),
    ConsentPurpose.NEWSLETTER: _("We still answer you, and write what the agreement with your company needs."),
}


@dataclass(frozen=True)
class Consent:
    """The last word about one purpose. `goes` is what would be deleted on another day without it, as the engine decides."""

    purpose: ConsentPurpose
    last: ConsentEvent | None
    words: str
    goes: tuple[Held, ...]

    @property
    def is_given(self) -> bool:
        return self.last is not None and self.last.action == ConsentAction.GIVEN

    @property
    def stops(self) -> str:
        return str(STOPS[self.purpose])

    @property
    def goes_on(self) -> str:
        return str(GOES_ON[self.purpose])


def of_person(
    subject_id: uuid.UUID, *, language: str, at: datetime.datetime, also: Iterable[ConsentPurpose] = ()
) -> tuple[list[Consent], list[ConsentEvent]]:
    """One for each purpose ever spoken of and each of `also`; and every word said, the newest first.

    A decision for each consent that stands, so no more than there are purposes.
    """
    events, today = list(history(subject_id)), timezone.localdate(at)
    last: dict[str, ConsentEvent] = {}
    for event in events:
        last.setdefault(event.purpose, event)
    now = explain(subject_id, today)
    found = []
    for purpose in ConsentPurpose:
        if purpose not in last and purpose not in set(also):
            continue
        said = last.get(purpose)
        goes: tuple[Held, ...] = ()
        if said and said.action == ConsentAction.GIVEN:
            goes = tuple(own_storage.going_earlier(now, explain(subject_id, today, without_consent=purpose)))
        found.append(Consent(purpose, said, said.notice.text(language) if said else "", goes))
    return found, events
