"""Who did what with a person's data, in plain words (GDPR art. 15; CJEU C-579/21: staff by role, not by name)."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from privacy import declarations, registries
from privacy.choices import Category, ConsentPurpose, ToldBy, Verb
from privacy.choices.disclosures import RecipientReason, ToldThrough
from privacy.models import ProcessingActivity, Recipient, Subject, TrailEntry

ROLES = {
    "program": _("the program"),
    "person": _("you"),
    "manager": _("the manager"),
    "privacy": _("the privacy officer"),
    "adviser": _("an adviser"),
    "finance": _("finance"),
    "payroll": _("payroll"),
    "editor": _("the editor"),
    "marketing": _("marketing"),
    "system": _("the system administrator"),
    "client": _("the employer"),
    "staff": _("somebody who works here"),
}
OBJECTS = {
    "privacy.inboxcase": _("your question"),
    "privacy.casefile": _("the file you sent us by e-mail"),
    "privacy.request": _("your request"),
    "privacy.package": _("the copy of your data"),
    "privacy.breach": _("the breach"),
    "privacy.collection": _("where we have your data from"),
}
# Words beside a verb that are no field of the row: kinds of data, ways of telling, what was agreed to.
WORDS: Mapping[str, Any] = {
    **{
        str(each): each.label
        for kinds in (Category, ToldThrough, ToldBy, RecipientReason, ConsentPurpose)
        for each in kinds
    },
    "breach": _("something happened to your personal data"),
    "marketing": _("no more marketing"),
}
# Where the verb says it all.
SAID_BY_THE_VERB = ("privacy.hold", "privacy.restriction", "privacy.sharingagreement")
WITH = {
    Verb.SHARED: _("Shared with %(recipient)s"),
    Verb.RECIPIENT_TOLD: _("Told %(recipient)s what became of your data"),
    Verb.CONSENTED: _("You agreed to sharing with %(recipient)s"),
    Verb.CONSENT_WITHDRAWN: _("You took back the agreement to share with %(recipient)s"),
}
# Our bookkeeping: that something was proposed, closed or moved is what the verb says, or the next line.
UNSAID = {
    "approved_at", "approved_by", "category", "closed_at", "closed_by", "ground", "letter", "lifts_on", "proposed_at",
    "proposed_by", "stage", "state",
}  # fmt: skip


@dataclass(frozen=True)
class TrailLine:
    """One line of the history a person reads."""

    at: datetime.datetime
    verb: Verb
    text: str
    role: str
    purpose: str


def of_person(subject_id: uuid.UUID) -> QuerySet[TrailEntry]:
    """The entries about this person, aliases included, newest first."""
    ids = Subject.objects.filter(Q(pk=subject_id) | Q(merged_into=subject_id)).values("pk")
    return TrailEntry.objects.filter(subject_uuid__in=ids).order_by("-id")


def for_person(
    subject_id: uuid.UUID, *, start: int = 0, limit: int = 50, hidden: Iterable[str] = ()
) -> list[TrailLine]:
    """The same as sentences, `limit` of them from the newest but `start`; three statements, however many.

    Without what was done for the purpose the models `hidden` serve.
    """
    purposes_hidden = {declarations.of(apps.get_model(label)).activity for label in hidden}
    entries = list(of_person(subject_id).exclude(activity__in=purposes_hidden)[start : start + limit])
    purposes, recipients = _activity_names(), _recipient_names(entries)
    return [_line(entry, purposes, recipients) for entry in entries]


def _activity_names() -> dict[str, str]:
    field = "name_en" if get_language() == "en" else "name_nb"
    return dict(ProcessingActivity.objects.values_list("code", field))


def _recipient_names(entries: Iterable[TrailEntry]) -> dict[uuid.UUID, str]:
    """A client goes by its own number, anybody else by the register's."""
    numbers = {entry.company_uuid for entry in entries} - {None}
    rows = Recipient.objects.filter(Q(pk__in=numbers) | Q(company_uuid__in=numbers))
    return {company or pk: name for pk, company, name in rows.values_list("pk", "company_uuid", "name")}


def _line(entry: TrailEntry, purposes: Mapping[str, str], recipients: Mapping[uuid.UUID, str]) -> TrailLine:
    return TrailLine(
        entry.at,
        Verb(entry.verb),
        _sentence(entry, recipients),
        _who(entry, recipients),
        purposes.get(entry.activity, entry.activity),
    )


def _who(entry: TrailEntry, recipients: Mapping[uuid.UUID, str]) -> str:
    """By role, never by name; of a client which one it is."""
    role = str(ROLES.get(entry.role, entry.role))
    company = recipients.get(entry.company_uuid) if entry.role == "client" and entry.company_uuid else None
    return f"{role} ({company})" if company else role


def _sentence(entry: TrailEntry, recipients: Mapping[uuid.UUID, str]) -> str:
    """What was done, to what, and which parts of it: never what stood there."""
    verb, parts = Verb(entry.verb), ", ".join(words_of(entry))
    said = str(capfirst(str(verb.label)))
    if verb in WITH and entry.company_uuid:
        whom = recipients.get(entry.company_uuid, gettext("a recipient who is no longer in the register"))
        said = str(WITH[verb]) % {"recipient": whom}
    elif where := object_of(entry.object_label):
        said = f"{said}: {where}"
    elif verb == Verb.MAILED and parts:
        return f"{said}: {parts}"
    return f"{said} ({parts})" if parts and verb != Verb.CONFIRMED else said


def object_of(label: str) -> str:
    """What a row of this model is to its person, in words; empty where the verb says it all."""
    return str(registries.names_in_history.get(label) or OBJECTS.get(label, ""))


def words_of(entry: TrailEntry) -> Iterator[str]:
    """The parts an entry names, in words, each once; a part without words is a number or a mark of ours."""
    said = (word_of(entry.object_label, name) for name in entry.fields)
    yield from dict.fromkeys(word for word in said if word)


def word_of(label: str, name: str) -> str:
    """The name of a mail, a field of the row as it is called on screen, or a word of a closed list."""
    if name in UNSAID:
        return ""
    if mail := registries.names_of_mails.get(name):
        return str(mail)
    for known in (_field(label, name), registries.words_in_history.get(label, {}).get(name), WORDS.get(name)):
        if known:
            return str(known)
    return ""


def _field(label: str, name: str) -> str:
    if not label:
        return ""
    try:
        field: Any = apps.get_model(label)._meta.get_field(name)
    except (FieldDoesNotExist, LookupError):
        return ""
    return str(getattr(field, "verbose_name", ""))
