"""Roles as Django's groups: the table in `choices` is the truth, the groups follow it after each migrate."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat

from fremrykk.accounts.choices import ROLES
from fremrykk.accounts.models import User


@transaction.atomic
def sync() -> None:
    """Make one group per role hold exactly the role's permissions; done twice, nothing changes."""
    for role, rights in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.set(permissions(rights.permissions))


def permissions(names: frozenset[str]) -> list[Permission]:
    named = Permission.objects.annotate(label=Concat("content_type__app_label", Value("."), "codename"))
    return list(named.filter(label__in=names))


def follow(user: User) -> None:
    """Put the account into the groups of its roles, and out of all others."""
    user.groups.set(Group.objects.filter(name__in=user.roles))
