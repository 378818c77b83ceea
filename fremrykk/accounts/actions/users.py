"""Staff accounts: made with a role, changed, closed. A change of either ends every session of the account at once.

allauth's `EmailAddress` is the one truth for the address; the groups follow the roles (`roles.follow`).
"""

import datetime
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.db import connection, transaction

from clients.queries import readers
from fremrykk.accounts.actions import roles as groups
from fremrykk.accounts.emails import invitation, second_factor_reset
from fremrykk.accounts.models import User
from fremrykk.accounts.queries import answers_for
from privacy import registries
from privacy.actions import mails, retention, subjects, trail
from privacy.choices import Language, Verb
from privacy.choices.events import Event
from privacy.emails import Message
from privacy.models import TrailEntry
from privacy.ports import Actor, tell

ACTIVITY = "access_control"


class AddressIsTaken(Exception):
    """Somebody logs in with this address already."""


class LastManager(Exception):
    """Nobody would be left who can give roles."""


class OnlyManagersGiveRoles(Exception):
    """Who keeps the program running makes accounts without a role: else they could give themselves everybody's data."""


class StillAnswers(Exception):
    """The colleague still answers for candidates, clients, orders or questions (`handing_over.hand_over`)."""


@transaction.atomic
def create_staff(
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    by: Actor | None,
    at: datetime.datetime,
    password: str | None = None,
    totp_secret: str | None = None,
) -> User:
    """Make an account for somebody who works here. Without a password it waits for its invitation link.

    Raises `AddressIsTaken`, `OnlyManagersGiveRoles`.
    """
    email = email.strip().lower()
    _require_manager(by, gives=roles)
    if EmailAddress.objects.filter(email=email).exists() or User.objects.at(email).exists():
        raise AddressIsTaken
    user = User(subject=subjects.create(at=at), email=email, name=name, is_staff=True, joined_at=at)
    user.roles = sorted(set(roles))
    user.set_password(password)  # None makes it unusable
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    groups.follow(user)
    if totp_secret:
        TOTP.activate(user, totp_secret)
    _record(user, ["email", "name", "roles"], verb=Verb.COLLECTED, by=by, at=at)
    retention.refresh(user.subject_id)
    return user


@transaction.atomic
def invite(*, user: User, link: str, by: Actor | None, at: datetime.datetime) -> None:
    """Mail the one-time link that sets the password."""
    user = _locked(user)
    mails.queue(invitation(link), to=user.email, subject_id=user.subject_id, language=Language.NB, at=at)
    _record(user, ["password"], by=by, at=at)


@transaction.atomic
def open_for_contact(*, email: str, at: datetime.datetime) -> None:
    """An account without a password for a client's contact person who may follow an order and asks for the first code.

    Unconfirmed till the code is used; nobody without an order to follow gets one, and nobody is told the difference.
    """
    email = email.strip().lower()
    with connection.cursor() as cursor:  # two first codes at once make one account
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"address:{email}"])
    contact = readers.to_open_at(email)
    if contact is None or EmailAddress.objects.filter(email=email).exists() or User.objects.at(email).exists():
        return
    if not subjects.lock_who_is_left(contact.subject_id):
        return
    user = User(subject_id=contact.subject_id, email=email, name=contact.name, joined_at=at)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=False, primary=True)
    _record(user, ["email", "name"], verb=Verb.COLLECTED, by=None, at=at)
    retention.refresh(user.subject_id)


@transaction.atomic
def mail(message: Message, *, to: str, user: User | None, language: str, at: datetime.datetime) -> None:
    """Queue what the login pages say; `user` is whose address it is. Somebody erased meanwhile is told nothing."""
    if user:
        try:
            subjects.lock(user.subject_id)
        except subjects.PersonIsGone:
            return
    mails.queue(message, to=to, subject_id=user.subject_id if user else None, language=language, at=at)


@transaction.atomic
def set_roles(*, user: User, roles: Iterable[str], by: Actor | None, at: datetime.datetime) -> None:
    """Give these roles and take all others. Raises `LastManager`, `OnlyManagersGiveRoles`."""
    user = _locked(user)
    new = sorted(set(roles))
    if new == sorted(user.roles):
        return
    _require_manager(by, gives=[*new, *user.roles])
    if "manager" not in new:
        _require_another_manager(user)
    user.roles = new
    user.save(update_fields=["roles"])
    groups.follow(user)
    _end_sessions(user)
    _record(user, ["roles"], by=by, at=at)


def _require_manager(by: Actor | None, *, gives: Iterable[str]) -> None:
    """Nobody (None) is whoever runs the program's commands."""
    if by is not None and list(gives) and not by.has_role("manager"):
        raise OnlyManagersGiveRoles


@transaction.atomic
def deactivate(*, user: User, by: Actor | None, at: datetime.datetime) -> None:
    """Close the account: no way in any more, and whoever is in is out. Raises `LastManager`, `StillAnswers`."""
    user = _locked(user)
    if not user.is_active:
        return
    _require_another_manager(user)
    if user.is_staff and answers_for(user):
        raise StillAnswers
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    _record(user, ["is_active"], by=by, at=at)


@transaction.atomic
def activate(*, user: User, by: Actor | None, at: datetime.datetime) -> None:
    """Open a closed account again, with the roles it had: which is giving them. Raises `OnlyManagersGiveRoles`."""
    user = _locked(user)
    if user.is_active:
        return
    _require_manager(by, gives=user.roles)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(user, ["is_active"], by=by, at=at)


@transaction.atomic
def reset_second_factor(*, user: User, by: Actor | None, at: datetime.datetime) -> None:
    """Forget the authenticators of somebody who lost them; the next login sets up a new one."""
    user = _locked(user)
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    _tell(user, second_factor_reset(), at=at)
    _record(user, ["authenticator"], by=by, at=at)


@transaction.atomic
def record_login(*, user: User, news: Message | None, at: datetime.datetime) -> None:
    """`news` is of a new device: told to everybody but those who have never logged in before."""
    if news and TrailEntry.objects.filter(subject_uuid=user.subject_id, verb=Verb.LOGGED_IN).exists():
        _tell(user, news, at=at)
    trail.record(Verb.LOGGED_IN, subject_id=user.subject_id, by=user, at=at, activity=ACTIVITY)


def _tell(user: User, message: Message, *, at: datetime.datetime) -> None:
    subjects.lock(user.subject_id)
    language = registries.language_of(user.subject.root_id)
    mails.queue(message, to=user.email, subject_id=user.subject_id, language=language, at=at)


def _locked(user: User) -> User:
    subjects.lock(user.subject_id)
    return subjects.fresh(user)


def _require_another_manager(user: User) -> None:
    if not user.has_role("manager"):
        return
    managers = User.objects.select_for_update().filter(is_active=True, roles__contains=["manager"]).order_by("pk")
    if {manager.pk for manager in managers} <= {user.pk}:
        raise LastManager


def _end_sessions(user: User) -> None:
    """The session hash (`User._get_session_auth_hash`) has ended them already; this takes the rows away too."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def _record(
    user: User, fields: list[str], *, by: Actor | None, at: datetime.datetime, verb: Verb = Verb.CHANGED
) -> None:
    trail.record(verb, subject_id=user.subject_id, by=by, at=at, activity=ACTIVITY, fields=fields, obj=user)
    tell(Event.CONFIGURED, what=f"account.{fields[0]}", row=user.pk, account=by.pk if by else None)
