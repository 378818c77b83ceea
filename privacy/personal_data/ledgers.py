"""What outlives a person: proof without values, named by random numbers only."""

from django.utils.translation import gettext_noop as _

from privacy.choices import Category, PeriodCode
from privacy.declarations import Expiry, data, internal, link, personal, soft
from privacy.models import ConsentEvent, Erasure, JournalEntry, TrailEntry, TrailSeal

NUMBER = internal(_("a number of ours that says nothing about you"))
PERSON = soft(_("the person, by the random number only; outlives the person for its own time"))

personal(
    ConsentEvent,
    activity="rights",
    outlives=_("proof that a consent was given and withdrawn, 3 years (GDPR art. 7(1))"),
    fields={
        "id": NUMBER,
        "subject_uuid": PERSON,
        "purpose": data(Category.HISTORY),
        "action": data(Category.HISTORY),
        "notice": link(),
        "language": data(Category.HISTORY),
        "channel": data(Category.HISTORY),
        "at": data(Category.HISTORY),
    },
)

personal(
    TrailEntry,
    activity="access_control",
    outlives=_("what was done with data, without the data, 2 years after erasure (GDPR art. 5(2))"),
    fields={
        "id": NUMBER,
        "subject_uuid": PERSON,
        "verb": data(Category.HISTORY),
        "actor_uuid": soft(_("who did it, by the random number only; told to the person as a role (CJEU C-579/21)")),
        "role": data(Category.HISTORY),
        "activity": data(Category.HISTORY),
        "object_label": data(Category.HISTORY),
        "object_id": soft(_("the row it was done to, by its number")),
        "fields": data(Category.HISTORY),
        "company_uuid": soft(_("the recipient company")),
        "contact_uuid": soft(_("the recipient at the company, by the random number only")),
        "at": data(Category.HISTORY),
    },
)

personal(
    Erasure,
    activity="rights",
    outlives=_("proof of erasure without personal data, 10 years (GDPR art. 5(2))"),
    fields={
        "id": NUMBER,
        "subject_uuid": PERSON,
        "scope": data(Category.HISTORY),
        "cause": data(Category.HISTORY),
        "rules": data(Category.HISTORY),
        "counts": data(Category.HISTORY),
        "run_id": soft(_("the purge run that did it")),
        "as_of": data(Category.HISTORY),
        "at": data(Category.HISTORY),
    },
)

personal(
    TrailSeal,
    activity="access_control",
    outlives=_("proof that the history was not changed; goes with the history it seals (GDPR art. 5(2))"),
    fields={
        "id": NUMBER,
        "subject_uuid": PERSON,
        "up_to": data(Category.HISTORY),
        "count": data(Category.HISTORY),
        "digest": data(Category.HISTORY),
        "at": data(Category.HISTORY),
    },
)

personal(
    JournalEntry,
    activity="rights",
    outlives=_(
        "what a restore must not undo, for the minute until it is written outside (GDPR art. 5(1)(f), 32(1)(c))"
    ),
    expires=Expiry("at", PeriodCode.JOURNAL),
    fields={
        "id": NUMBER,
        "key": internal(_("a random number that tells this entry from others")),
        "kind": data(Category.HISTORY),
        "subject_uuid": PERSON,
        "details": internal(_("numbers and days that stand in the hold, restriction or consent itself, which is told")),
        "at": data(Category.HISTORY),
    },
)
