"""What Enhetsregisteret says of clients: taken in when one is registered, and looked up again each week."""

import datetime
import logging
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import proprietors, timeline
from clients.choices import CompanyForm, Heard, TimelineKind
from clients.models import ClientCompany, RegisterEntry
from clients.ports import Answer, EntityRegister, Unit
from privacy.actions import retention
from privacy.ports import Actor

logger = logging.getLogger(__name__)

CHANGES = {
    "form": _("organisation form"),
    "name": _("name"),
    "address": _("address"),
    "is_bankrupt": _("bankruptcy"),
    "is_dissolving": _("dissolution"),
    "deleted_on": _("deletion from the register"),
}
CHANGED = _("Enhetsregisteret has changed: %(what)s.")


class NoAnswer(Exception):
    """The register said nothing we can use; `heard` says why, as a sentence."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(heard.value)
        self.heard = heard


@transaction.atomic
def enter(
    *, company: ClientCompany, unit: Unit, is_looked_up: bool, by: Actor | None, at: datetime.datetime
) -> RegisterEntry:
    """What is known of a client: looked up, or typed while the register did not answer.

    A sole proprietorship is a person from here on (`proprietors.begin`), and its address is not taken.
    """
    is_sole = unit.form == CompanyForm.ENK
    subject_id = proprietors.lock(company.pk, by=by)
    if is_sole and subject_id is None:
        subject_id = proprietors.begin(company=company, by=by, at=at).subject_id
    facts = _facts(unit) | {"known_at": at} | ({"looked_up_at": at} if is_looked_up else {})
    entry, _is_new = RegisterEntry.objects.update_or_create(
        company=company, defaults=facts | {"subject_id": subject_id}
    )
    if subject_id:
        retention.refresh(subject_id)
    return entry


def look_up(*, company: ClientCompany, register: EntityRegister, by: Actor | None, at: datetime.datetime) -> bool:
    """Ask now, and write what has changed; says whether something has. Raises `NoAnswer`.

    The register is asked before anything is locked: it may take seconds.
    """
    answer = register.unit(company.org_number)
    if answer.heard not in (Heard.FOUND, Heard.REMOVED):
        raise NoAnswer(answer.heard)
    return _take(company.pk, answer, by=by, at=at)


def look_up_active(*, register: EntityRegister, at: datetime.datetime) -> dict[str, int]:
    """Each client with an open order or an agreement in force. One that cannot be looked up stops no other; a register
    that is off is not asked at all."""
    counts = {"asked": 0, "changed": 0, "unanswered": 0}
    active = ClientCompany.objects.active(timezone.localdate(at)).unrestricted()
    for company in active.order_by("pk").iterator():
        counts["asked"] += 1
        try:
            counts["changed"] += look_up(company=company, register=register, by=None, at=at)
        except NoAnswer as none:
            counts["unanswered"] += 1
            if none.heard is Heard.OFF:
                break
    logger.info("looked up in the register of companies: %s", counts)
    return counts


@transaction.atomic
def _take(company_id: uuid.UUID, answer: Answer, *, by: Actor | None, at: datetime.datetime) -> bool:
    proprietors.hold(company_id)
    company = ClientCompany.objects.select_for_update(no_key=True).get(pk=company_id)
    known = RegisterEntry.objects.filter(company=company).first()
    if known is None and hasattr(company, "proprietor"):
        return False  # what the register says was erased at the person's request
    unit = answer.unit or _removed(company, known, at)
    before = {name: getattr(known, name) for name in CHANGES} if known else {}
    facts = _facts(unit)
    if known and before["name"] == company.name and facts["name"] != company.name:
        ClientCompany.objects.filter(pk=company.pk).update(name=unit.name)
        proprietors.rename(company=company, name=unit.name, by=by, at=at)
    enter(company=company, unit=unit, is_looked_up=True, by=by, at=at)
    changed = [str(CHANGES[name]) for name in CHANGES if before and before[name] != facts[name]]
    if changed:
        what = ", ".join(changed)
        timeline.done(company_id=company.pk, kind=TimelineKind.REGISTER, text=CHANGED, by=by, at=at, what=what)
    return bool(changed)


def _facts(unit: Unit) -> dict[str, Any]:
    """Of a sole proprietorship no address: it is mostly the home (GDPR art. 5(1)(c))."""
    facts = {name: getattr(unit, name) for name in CHANGES}
    return facts | ({"address": ""} if unit.form == CompanyForm.ENK else {})


def _removed(company: ClientCompany, known: RegisterEntry | None, at: datetime.datetime) -> Unit:
    """410: the unit is gone, and with it what it was; deleted, at the latest today."""
    return Unit(
        org_number=company.org_number, name=company.name, form=known.form if known else "",
        deleted_on=(known and known.deleted_on) or timezone.localdate(at),
    )  # fmt: skip
