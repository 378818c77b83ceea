"""What is asked about accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from candidates.models import Candidate, Interview
from candidates.queries import people
from clients.models import ClientCompany, Enquiry, JobOrder
from clients.queries import readers
from fremrykk.accounts.models import User
from privacy.models import InboxCase


def setup_link(user: User) -> str:
    """The one-time link with which somebody sets the first password: 24 hours, void once used (AUT-11)."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"


def whose_address(email: str) -> User | None:
    """Whose login address this is: proved, or the one an account was opened with and that the first code will prove."""
    own = Q(verified=True) | Q(primary=True, user__email__iexact=email)
    found = EmailAddress.objects.filter(own, email=email.lower()).select_related("user")
    address = found.order_by("-verified", "pk").first()
    return address.user if address else None


def only_follows_orders(user: User) -> bool:
    """Whether this account is a client's contact person and no candidate: its page is another one."""
    return people.for_person(user) is None and readers.follows_any(user)


def answers_for(user: User) -> int:
    """How many candidates, interviews, clients, open orders and open questions wait for this colleague to answer for them."""
    held = (
        Candidate.objects.filter(adviser=user),
        Interview.objects.ahead().filter(led_by=user),
        ClientCompany.objects.filter(adviser=user),
        JobOrder.objects.filter(adviser=user, closed_at=None),
        Enquiry.objects.filter(owner=user, closed_at=None),
        InboxCase.objects.filter(owner=user, closed_at=None),
    )
    return sum(rows.count() for rows in held)
