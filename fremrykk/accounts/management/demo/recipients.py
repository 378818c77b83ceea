"""The demo's register of recipients, with one agreement and what was given on it."""

import datetime

from django.utils import timezone

from candidates.models import Application
from fremrykk.accounts.models import User
from privacy.actions import disclosures, recipients
from privacy.choices.disclosures import RecipientKind

DAY = datetime.timedelta(days=1)


def make(*, application: Application, adviser: User, now: datetime.datetime) -> None:
    """An authority, a processor, and a course provider that one candidate said yes to."""
    began = timezone.localdate(now - 400 * DAY)
    recipients.register(
        kind=RecipientKind.AUTHORITY, name="Skatteetaten", purpose="Skatt og arbeidsgiveravgift",
        law="a-opplysningsloven § 3",
    )  # fmt: skip
    recipients.register(
        kind=RecipientKind.PROCESSOR, name="Nordfjord Drift AS", org_number="310000507", agreement_from=began,
        purpose="Drifter tjenere og sikkerhetskopier", contact_address="drift@nordfjorddrift.example.test",
    )  # fmt: skip
    course = recipients.register(
        kind=RecipientKind.AGREED,
        name="Havn Kurs AS",
        purpose="Holder kurs",
        contact_address="post@havnkurs.example.test",
    )
    person = application.candidate.subject_id
    recipients.agree(
        subject_id=person, recipient=course, categories=["contact", "identity"], purpose="Påmelding til truckførerkurs",
        starts_on=timezone.localdate(now - 9 * DAY), ends_on=timezone.localdate(now + 90 * DAY), through="phone",
        evidence="Sa ja på telefon, bekreftet i e-post samme dag (demo).", by=adviser, at=now - 9 * DAY,
    )  # fmt: skip
    disclosures.disclose(
        subject_id=person, recipient=course, categories=["contact", "identity"], activity="applications", by=adviser,
        at=now - 8 * DAY,
    )  # fmt: skip
