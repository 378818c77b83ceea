"""The row of a mail: what `mails.queue` writes, what tells somebody first (`informing`), what goes to many (`mailings`)."""

import datetime
import uuid
from typing import Any, cast

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from privacy.choices import MessageClass
from privacy.choices.events import Event
from privacy.choices.marketing import MarketingGround
from privacy.emails import Message
from privacy.emails.versions import version
from privacy.models import OutgoingMail, ProcessingActivity
from privacy.ports import nudge, tell
from privacy.queries import suppressions

FOOTER = "privacy/parts/marketing_footer"


def write(
    message: Message, *, to: str, subject_id: uuid.UUID | None, language: str, at: datetime.datetime,
    author: uuid.UUID | None = None,
) -> OutgoingMail:  # fmt: skip
    """Write the mail down in the reader's language; the worker sends it within seconds, or the sweep within a minute.

    `author` is who of us wrote it, where somebody did.
    """
    activity = ProcessingActivity.objects.get(code=message.activity)
    mail = draft(message, to=to, subject_id=subject_id, language=language, activity=activity, at=at)
    mail.author_uuid = author
    mail.save()
    tell(Event.MAIL, mail=mail.pk, state=mail.state)
    nudge("privacy.jobs.send_mail", mail.pk)
    return mail


def draft(
    message: Message, *, to: str, subject_id: uuid.UUID | None, language: str, activity: ProcessingActivity,
    at: datetime.datetime,
) -> OutgoingMail:  # fmt: skip
    """The row, not yet written."""
    context = {**message.context, "site_url": settings.SITE_URL, "language": language}
    with translation.override(language):
        lines = _text(message.template, context).strip()
        footer, digests = _advertised(message, to, subject_id)
    subject_line, _, body = lines.partition("\n")
    return OutgoingMail(
        subject_id=subject_id,
        message_class=message.message_class,
        activity=activity,
        template=message.template,
        template_version=version(message.template, language),
        language=language,
        to=to,
        subject_line=" ".join(subject_line.split())[:200],  # one line, whatever stands in a name
        body_text=body.strip() + "\n" + footer,
        calendar_text=message.calendar,
        is_secret=message.is_secret,
        marketing_ground=message.ground,
        marketing_kind=message.kind,
        address_digests=digests,
        reaches_restricted=message.reaches_restricted,
        next_at=at,
        created_at=at,
    )


def _advertised(message: Message, to: str, subject_id: uuid.UUID | None) -> tuple[str, list[str]]:
    """Of an advertisement: the words under it with the link that stops it, and what its address is looked up by."""
    if message.message_class != MessageClass.MARKETING:
        return "", []
    ground = MarketingGround(message.ground).label
    context: dict[str, object] = {
        "ground": ground,
        "link": stop_link(email=to, subject_id=subject_id, kind=message.kind),
    }
    return "\n" + _text(FOOTER, context), suppressions.digests_of(to)


def stop_link(*, email: str, subject_id: uuid.UUID | None, kind: str) -> str:
    """Where this kind of advertising to this address is stopped, without logging in (RFC 8058)."""
    token = suppressions.token(email=email, subject_id=subject_id, kind=kind)
    return str(settings.SITE_URL) + reverse("unsubscribe", args=[token])


def _text(template: str, context: dict[str, object]) -> str:
    """Plain text is not escaped: what the person wrote is shown as it was written."""
    return str(cast(Any, get_template(f"{template}.txt")).template.render(Context(context, autoescape=False)))
