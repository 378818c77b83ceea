"""Two candidates who are one person, brought together by a colleague: nothing is lost, and the person is told."""

import datetime
from typing import Unpack

from django.contrib.auth import get_user_model
from django.db import transaction

from candidates import emails
from candidates.actions import people
from candidates.models import Candidate, Employment
from candidates.queries.people import confirmed_address_of
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of

ACTIVITY = people.ACTIVITY


class SamePerson(Exception):
    """They are one already."""


class AccountGoesOn(Exception):
    """Only the other has an account: that one goes on, or its owner would be locked out."""


class WorksHere(Exception):
    """One of them logs in as a colleague: that account is nobody's to close."""


class IsEmployed(Exception):
    """What payroll keeps of one, the number and the account among it, would be the other's to read: a manager's to say."""


@transaction.atomic
def merge(
    *, lost: Candidate, into: Candidate, by: Actor, at: datetime.datetime, **stays: Unpack[people.Profile]
) -> Candidate:
    """Make them one, which goes on with `stays`. Where both log in, the account of the one that goes on opens My page.

    Raises `SamePerson`, `AccountGoesOn`, `WorksHere`, `IsEmployed`, `PersonIsGone`, `IsRestricted`.
    """
    subjects.lock(lost.subject_id, into.subject_id)
    lost, into = subjects.fresh(lost, by=by), subjects.fresh(into, by=by)
    if lost.pk == into.pk or lost.subject_id == into.subject_id:
        raise SamePerson
    numbers = [number for each in (lost, into) for number in numbers_of(each.subject_id)]
    if not by.has_role("manager") and Employment.objects.filter(subject__in=numbers).exists():
        raise IsEmployed
    told = [address for each in (into, lost) if (address := confirmed_address_of(each))]
    _one_account(lost, into)
    subjects.merge(lost=lost.subject, into=into.subject, by=by, at=at)
    one = Candidate.objects.get(pk=into.pk)
    person = one.subject_id
    changed = [name for name, value in stays.items() if getattr(one, name) != value]
    Candidate.objects.filter(pk=one.pk).update(**stays)
    if changed:
        trail.record(Verb.CHANGED, subject_id=person, by=by, at=at, activity=ACTIVITY, fields=changed, obj=one)
    for address in told:
        message = emails.brought_together(one, goes_on=told[0])
        mails.queue(message, to=address, subject_id=person, language=one.language, at=at)
    retention.refresh(person)
    return Candidate.objects.get(pk=one.pk)


def _one_account(lost: Candidate, into: Candidate) -> None:
    """Two ways in to one person would be two truths about the address: the one that does not go on is closed."""
    accounts = get_user_model()._default_manager
    closed = accounts.filter(subject=lost.subject_id).first()
    if closed is None:
        return
    if closed.is_staff:
        raise WorksHere
    if not accounts.filter(subject=into.subject_id).exists():
        raise AccountGoesOn
    accounts.filter(pk=closed.pk).update(is_active=False)
