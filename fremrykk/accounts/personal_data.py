"""Whose the accounts are, and the tables that libraries keep about people: declared like our own."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_noop as _

from fremrykk.accounts.models import AddressChange, User
from privacy.choices import Category, PeriodCode
from privacy.declarations import (
    Expiry,
    SoftHop,
    data,
    internal,
    link,
    not_personal,
    owner,
    personal,
    soft,
)
from privacy.grounds import ByValue, FollowsPerson, Standing

ACCESS = "access_control"
NUMBER = internal(_("a number of ours that says nothing about you"))
SECRET = internal(_("a secret that protects your account"))
BY_ADDRESS = SoftHop("username", "account.EmailAddress", "email", ignore_case=True)

personal(
    User,
    subject="subject",
    activity=ACCESS,
    category=Category.ACCOUNT,
    keep=ByValue("is_staff", {True: Standing("staff"), False: FollowsPerson()}),
    fields={
        "id": NUMBER,
        "password": SECRET,
        "last_login": data(Category.ACCOUNT),
        "is_superuser": data(Category.ACCOUNT),
        "groups": link(),
        "user_permissions": link(),
        "subject": owner(),
        "email": data(Category.CONTACT),
        "name": data(Category.IDENTITY),
        "roles": data(Category.ACCOUNT),
        "is_staff": data(Category.ACCOUNT),
        "is_active": data(Category.ACCOUNT),
        "joined_at": data(Category.ACCOUNT),
    },
)
personal(
    AddressChange,
    subject="user__subject",
    activity=ACCESS,
    expires=Expiry("asked_at", PeriodCode.SESSION),
    fields={
        "id": NUMBER,
        "user": owner(),
        "new_email": data(Category.CONTACT),
        "asked_at": data(Category.ACCOUNT),
        "old_confirmed_at": data(Category.ACCOUNT),
        "new_confirmed_at": data(Category.ACCOUNT),
        "done_at": data(Category.ACCOUNT),
        "ended_at": data(Category.ACCOUNT),
    },
)
personal(
    User.groups.through,
    subject="user__subject",
    activity=ACCESS,
    fields={"id": NUMBER, "user": owner(), "group": link()},
)
personal(
    User.user_permissions.through,
    subject="user__subject",
    activity=ACCESS,
    fields={"id": NUMBER, "user": owner(), "permission": link()},
)

personal(
    EmailAddress,
    subject="user__subject",
    activity=ACCESS,
    fields={
        "id": NUMBER,
        "user": owner(),
        "email": data(Category.CONTACT),
        "verified": data(Category.CONTACT),
        "primary": data(Category.CONTACT),
    },
)
personal(
    EmailConfirmation,
    subject="email_address__user__subject",
    activity=ACCESS,
    fields={
        "id": NUMBER,
        "email_address": owner(),
        "created": data(Category.ACCOUNT),
        "sent": data(Category.ACCOUNT),
        "key": SECRET,
    },
)
personal(
    Authenticator,
    subject="user__subject",
    activity=ACCESS,
    fields={
        "id": NUMBER,
        "user": owner(),
        "type": data(Category.ACCOUNT),
        "data": SECRET,
        "created_at": data(Category.ACCOUNT),
        "last_used_at": data(Category.ACCOUNT),
    },
)
personal(
    UserSession,
    subject="user__subject",
    activity=ACCESS,
    expires=Expiry("last_seen_at", PeriodCode.SESSION),
    fields={
        "id": NUMBER,
        "user": owner(),
        "created_at": data(Category.ACCOUNT),
        "ip": data(Category.ACCOUNT),
        "last_seen_at": data(Category.ACCOUNT),
        "session_key": SECRET,
        "user_agent": data(Category.ACCOUNT),
        "data": data(Category.ACCOUNT),
    },
)
personal(
    Session,
    activity=ACCESS,
    hops=(SoftHop("session_key", "usersessions.UserSession", "session_key"),),
    fields={"session_key": SECRET, "session_data": SECRET, "expire_date": data(Category.ACCOUNT)},
)
personal(
    LogEntry,
    subject="user__subject",
    activity=ACCESS,
    fields={
        "id": NUMBER,
        "action_time": data(Category.HISTORY),
        "user": owner(),
        "content_type": link(),
        "object_id": soft(_("never written: our workspace writes the trail instead")),
        "object_repr": data(Category.HISTORY),
        "action_flag": data(Category.HISTORY),
        "change_message": data(Category.HISTORY),
    },
)

_ATTEMPT = {
    "id": NUMBER,
    "user_agent": data(Category.ACCOUNT),
    "ip_address": data(Category.ACCOUNT),
    "username": data(Category.CONTACT),
    "http_accept": data(Category.ACCOUNT),
    "path_info": data(Category.ACCOUNT),
    "attempt_time": data(Category.ACCOUNT),
}
_LIBRARY_ROWS = {
    AccessAttempt: {
        "get_data": data(Category.ACCOUNT),
        "post_data": data(Category.ACCOUNT),
        "failures_since_start": data(Category.ACCOUNT),
    },
    AccessLog: {"logout_time": data(Category.ACCOUNT), "session_hash": SECRET},
    AccessFailureLog: {"locked_out": data(Category.ACCOUNT)},
}
for model, more in _LIBRARY_ROWS.items():
    personal(
        model,
        activity=ACCESS,
        hops=(BY_ADDRESS,),
        expires=Expiry("attempt_time", PeriodCode.FAILED_LOGIN),
        fields=_ATTEMPT | more,
    )
personal(
    AccessAttemptExpiration,
    activity=ACCESS,
    fields={"access_attempt": owner(), "expires_at": data(Category.ACCOUNT)},
)

not_personal(Group, reason="a role")
not_personal(Permission, reason="a permission")
not_personal(Group.permissions.through, reason="which role may do what")
not_personal(ContentType, reason="the list of models")
