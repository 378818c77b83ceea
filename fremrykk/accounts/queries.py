"""What is asked about accounts."""

import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from candidates.models import Candidate, Interview
from candidates.queries import people
from clients.models import ClientCompany, Enquiry, JobOrder
from clients.queries import readers
from fremrykk.accounts.models import User
from privacy.models import InboxCase
from privacy.queries import cookies

DEVICE_SALT = "accounts.device"
KNOWN_FOR = datetime.timedelta(days=180)  # from the last login; the register of cookies says so
MOST_KNOWN = 5  # accounts one browser is known to


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


def has_second_factor(user: User, beside: Authenticator | None = None) -> bool:
    """Whether an authenticator app or a passkey is set up, beside this one. Recovery codes are none."""
    factors = Authenticator.objects.filter(user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    return bool(factors.exclude(pk=beside.pk if beside else None).exists())


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


# --- known devices ---
def is_known_device(request: HttpRequest, user: User) -> bool:
    """Whether somebody has logged in to this account with this browser before, and since the password was changed."""
    return _mark(user) in _marks(request)


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Leave the account's mark in the browser. It opens nothing: it only keeps the news of a new device from being sent."""
    others = [mark for mark in _marks(request) if mark != _mark(user)]
    value = signing.dumps([_mark(user), *others][:MOST_KNOWN], salt=DEVICE_SALT)
    cookies.set_in(response, cookies.DEVICE, value, KNOWN_FOR)


def _marks(request: HttpRequest) -> list[str]:
    try:
        sent = request.COOKIES.get(cookies.sent_as(cookies.DEVICE), "")
        return list(signing.loads(sent, salt=DEVICE_SALT, max_age=KNOWN_FOR))
    except signing.BadSignature:
        return []


def _mark(user: User) -> str:
    return salted_hmac(DEVICE_SALT, f"{user.pk}|{user.password}", algorithm="sha256").hexdigest()[:32]
