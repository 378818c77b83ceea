"""The row of a mail: what `mails.queue` writes, and what tells somebody first (`informing`)."""

import datetime
import uuid
from typing import Any, cast

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from privacy.choices import MessageClass
from privacy.choices.marketing import MarketingGround
from privacy.emails import Message
from privacy.models import OutgoingMail, ProcessingActivity
from privacy.ports import nudge
from privacy.queries import suppressions

FOOTER = "privacy/parts/marketing_footer"


def write(
    message: Message, *, to: str, subject_id: uuid.UUID | None, language: str, at: datetime.datetime
) -> OutgoingMail:
    """Write the mail down in the reader's language; the worker sends it within seconds, or the sweep within a minute."""
    context = {**message.context, "site_url": settings.SITE_URL, "language": language}
    with translation.override(language):
        lines = _text(message.template, context).strip()
        html = _html(message.template, context)
        footer, digests = _advertised(message, to, subject_id)
    subject_line, _, body = lines.partition("\n")
    mail = OutgoingMail.objects.create(
        subject_id=subject_id,
        message_class=message.message_class,
        activity=ProcessingActivity.objects.get(code=message.activity),
        template=message.template,
        language=language,
        to=to,
        subject_line=" ".join(subject_line.split())[:200],  # one line, whatever stands in a name
        body_text=body.strip() + "\n" + footer,
        body_html=html,
        is_secret=message.is_secret,
        marketing_ground=message.ground,
        address_digests=digests,
        reaches_restricted=message.reaches_restricted,
        next_at=at,
        created_at=at,
    )
    nudge("privacy.jobs.send_mail", mail.pk)
    return mail


def _advertised(message: Message, to: str, subject_id: uuid.UUID | None) -> tuple[str, list[str]]:
    """Of an advertisement: the words under it with the link that stops it, and what its address is looked up by."""
    if message.message_class != MessageClass.MARKETING:
        return "", []
    ground = MarketingGround(message.ground).label
    context: dict[str, object] = {"ground": ground, "link": stop_link(email=to, subject_id=subject_id)}
    return "\n" + _text(FOOTER, context), suppressions.digests_of(to)


def stop_link(*, email: str, subject_id: uuid.UUID | None) -> str:
    """Where advertising to this address is stopped, without logging in (RFC 8058)."""
    token = suppressions.token(email=email, subject_id=subject_id)
    return str(settings.SITE_URL) + reverse("unsubscribe", args=[token])


def _text(template: str, context: dict[str, object]) -> str:
    """Plain text is not escaped: what the person wrote is shown as it was written."""
    return str(cast(Any, get_template(f"{template}.txt")).template.render(Context(context, autoescape=False)))


def _html(template: str, context: dict[str, object]) -> str:
    try:
        return get_template(f"{template}.html").render(context)
    except TemplateDoesNotExist:
        return ""
