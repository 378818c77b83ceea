"""A person changes the own e-mail address: the way in, so that the readers of both addresses must have said yes.

Whether the new address is somebody else's is told to nobody but its reader.
"""

import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction

from fremrykk.accounts import emails
from fremrykk.accounts.choices import Side
from fremrykk.accounts.models import AddressChange, User
from privacy import registries
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Verb
from privacy.emails import Message

ACTIVITY = "access_control"
LASTS = datetime.timedelta(hours=24)


class NotForStaff(Exception):
    """Who works here has the address changed by whoever keeps the accounts."""


class SameAddress(Exception):
    """It is the address already."""


class IsOver(Exception):
    """The change was stopped, done, followed by another, or a day has passed."""


class AddressIsTaken(Exception):
    """The new address is another account's."""


@transaction.atomic
def ask(*, user: User, new_email: str, at: datetime.datetime) -> AddressChange:
    """Write to both addresses; nothing changes before both have answered. A change that waits is followed by this one.

    Raises `NotForStaff`, `SameAddress`.
    """
    user = _locked(user)
    new_email = new_email.strip().lower()
    if user.is_staff:
        raise NotForStaff
    if new_email == user.email.lower():
        raise SameAddress
    AddressChange.objects.filter(user=user, ended_at=None).update(ended_at=at)
    change = AddressChange.objects.create(user=user, new_email=new_email, asked_at=at)
    _mail(emails.confirm_change(change, Side.OLD), user, user.email, at)
    _mail(emails.confirm_change(change, Side.NEW), user, new_email, at)
    trail.record(Verb.ASKED, subject_id=user.subject_id, by=user, at=at, activity=ACTIVITY, fields=["email"], obj=user)
    retention.refresh(user.subject_id)
    return change


@transaction.atomic
def confirm(*, change: AddressChange, side: Side, at: datetime.datetime) -> AddressChange:
    """The reader of one of the addresses says yes; with the second yes it is changed. Raises `IsOver`, `AddressIsTaken`."""
    user, change = _waiting(change, at)
    if side == Side.NEW and _is_taken(change.new_email, user):
        raise AddressIsTaken
    if side == Side.OLD:
        change.old_confirmed_at = change.old_confirmed_at or at
    else:
        change.new_confirmed_at = change.new_confirmed_at or at
    change.save(update_fields=["old_confirmed_at", "new_confirmed_at"])
    if change.old_confirmed_at and change.new_confirmed_at:
        _change(change, user, at)
    retention.refresh(user.subject_id)
    return change


@transaction.atomic
def stop(*, change: AddressChange, at: datetime.datetime) -> None:
    """The reader of one of the addresses says no. Raises `IsOver`."""
    user, change = _waiting(change, at)
    change.ended_at = at
    change.save(update_fields=["ended_at"])
    trail.record(
        Verb.STOPPED, subject_id=user.subject_id, by=user, at=at, activity=ACTIVITY, fields=["email"], obj=user
    )
    retention.refresh(user.subject_id)


def _change(change: AddressChange, user: User, at: datetime.datetime) -> None:
    """allauth's table is the one truth; links and sessions of the old address end with it."""
    if _is_taken(change.new_email, user):
        raise AddressIsTaken
    old = user.email
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=change.new_email, verified=True, primary=True)
    user.email = change.new_email
    user.save(update_fields=["email"])
    change.done_at = change.ended_at = at
    change.save(update_fields=["done_at", "ended_at"])
    for session in UserSession.objects.filter(user=user):  # over by their hash already: the rows go, too
        session.end()
    for address in (old, user.email):
        _mail(emails.address_changed(), user, address, at)
    trail.record(
        Verb.CHANGED, subject_id=user.subject_id, by=user, at=at, activity=ACTIVITY, fields=["email"], obj=user
    )


def _is_taken(email: str, user: User) -> bool:
    others = User.objects.at(email).exclude(pk=user.pk)
    return others.exists() or EmailAddress.objects.filter(email=email).exclude(user=user).exists()


def _waiting(change: AddressChange, at: datetime.datetime) -> tuple[User, AddressChange]:
    user = _locked(change.user)
    fresh = subjects.fresh(change)
    if not fresh.is_waiting or at - fresh.asked_at > LASTS:
        raise IsOver
    return user, fresh


def _locked(user: User) -> User:
    subjects.lock(user.subject_id)
    return subjects.fresh(user)


def _mail(message: Message, user: User, to: str, at: datetime.datetime) -> None:
    language = registries.language_of(user.subject.root_id)
    mails.queue(message, to=to, subject_id=user.subject_id, language=language, at=at)
