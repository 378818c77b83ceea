"""What is asked about accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from candidates.queries import people
from clients.queries import readers
from fremrykk.accounts.models import User


def setup_link(user: User) -> str:
    """The one-time link with which somebody sets the first password: 24 hours, void once used (AUT-11)."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"


def only_follows_orders(user: User) -> bool:
    """Whether this account is a client's contact person and no candidate: its page is another one."""
    return people.for_person(user) is None and readers.follows_any(user)
