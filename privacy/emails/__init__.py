"""What an e-mail is, before it is a row: each app's `emails` builds these, `mails.queue` stores them."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from privacy import registries
from privacy.choices import AlarmCode, MessageClass
from privacy.choices.marketing import MarketingGround
from privacy.models import InboxCase, Restriction
from privacy.queries import storage_links
from privacy.queries.own_storage import Held


@dataclass(frozen=True)
class Message:
    """One message: its template (without `.txt`), what it needs, and the activity that allows it.

    The first line of `<template>.txt` is the subject line; the HTML is made of the rest (`emails.look`).
    `reaches_restricted`: it serves the person's own access, rights or storage, or answers what the person just did, and
    is sent while the data are restricted; any other waits for nothing and is not sent (GDPR art. 18(2)).
    An advertisement says its `ground` (`MarketingGround`) and `kind` (`registries.kinds_of_advertising`); its template
    lies in `<app>/advertising/`. A service message has neither. `calendar`: an invitation to an appointment, or its
    cancelling, as iCalendar text (RFC 5546); it goes beside the text, and is wiped with it.
    """

    template: str
    activity: str
    context: Mapping[str, object] = field(default_factory=dict)
    message_class: MessageClass = MessageClass.SERVICE
    is_secret: bool = False
    reaches_restricted: bool = False
    ground: str = ""
    kind: str = ""
    calendar: str = ""


@dataclass(frozen=True)
class Letter:
    """What one person gets of a mailing (see `registries.Audience`)."""

    subject_id: uuid.UUID
    to: str
    language: str
    message: Message


def advertisement(template: str, *, kind: str, ground: MarketingGround, context: Mapping[str, object]) -> Message:
    """Advertising of a registered kind: to many by a mailing, or to one by a colleague (`mails.queue(…, by=…)`)."""
    return Message(
        template, activity=registries.kinds_of_advertising[kind].activity, context=context, kind=kind, ground=ground,
        message_class=MessageClass.MARKETING,
    )  # fmt: skip


def case_received(case: InboxCase) -> Message:
    """The receipt. It repeats nothing that was typed: nobody has proved that the address is the writer's."""
    return _answer("case_received", activity="enquiries", case=case)


def case_answered(case: InboxCase) -> Message:
    return _answer("case_answered", activity="enquiries", case=case)


def erased() -> Message:
    """The farewell: it names nobody, and its row dies when it is sent."""
    return Message("privacy/email/erased", activity="rights", is_secret=True, reaches_restricted=True)


def kept_by_law(held: Sequence[Held]) -> Message:
    """The farewell to somebody of whom a law makes us keep something: what, by which paragraph, until when."""
    context = {"held": held}
    return Message(
        "privacy/letters/kept_by_law_1", activity="rights", context=context, is_secret=True, reaches_restricted=True
    )


def restricted(restriction: Restriction) -> Message:
    return _answer("restricted", activity="rights", restriction=restriction)


def restriction_ends(restriction: Restriction) -> Message:
    """Told before it is lifted, with the day (GDPR art. 18(3))."""
    return _answer("restriction_ends", activity="rights", restriction=restriction)


def alarms(codes: Iterable[AlarmCode]) -> Message:
    """To the manager: what is wrong with the machinery, in words, with nobody's name."""
    words = [code.label for code in codes]
    link = settings.SITE_URL + reverse("admin:retention")
    return Message("privacy/email/alarms", activity="access_control", context={"alarms": words, "link": link})


def storage_ends(going: Sequence[Held], *, subject_id: uuid.UUID, email: str) -> Message:
    """Before something goes: what and when, and the links to keep it or delete it now. Whoever has them may do so."""
    until = max(each.due_on for each in going if each.due_on)
    context = {"going": going, "day": going[0].due_on, **storage_links_until(until, subject_id=subject_id, email=email)}
    return Message(
        "privacy/email/storage_ends", activity="candidate_base", context=context, is_secret=True,
        reaches_restricted=True,
    )  # fmt: skip


def renewed(until: datetime.date | None) -> Message:
    """The person consented to longer storage: until when it is now, and that it is as easily taken back."""
    link = settings.SITE_URL + reverse("my_storage")
    return _answer("renewed", activity="candidate_base", until=until, link=link)


def storage_links_until(until: datetime.date, *, subject_id: uuid.UUID, email: str) -> dict[str, object]:
    """The two links for an e-mail to this address, and the day they end."""
    token = storage_links.token(subject_id=subject_id, email=email, until=until)
    keep, delete = (settings.SITE_URL + reverse(name, args=[token]) for name in ("keep_data", "delete_data"))
    return {"keep_link": keep, "delete_link": delete, "until": until}


def _answer(name: str, *, activity: str, **context: object) -> Message:
    """To what the person asked of us, who hears of it also while the data are restricted."""
    return Message(f"privacy/email/{name}", activity=activity, context=context, reaches_restricted=True)
