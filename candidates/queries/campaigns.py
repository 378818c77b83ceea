"""What is known of a campaign: the words shown on a day, who signs for it, how many it brought."""

import base64
import datetime
import hmac
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from candidates.choices import CampaignEvent
from candidates.models import Campaign, CampaignKey, CampaignTally, CampaignWording
from candidates.queries.small_counts import shown
from privacy.choices.cookies import CookieKind
from privacy.queries import cookies
from privacy.storage.sealing import KeyMissing, KeyRing

LINK = "kampanje"  # in an address, and the cookie that remembers it
PURPOSE, MARK_PURPOSE = b"fremrykk campaign key", b"fremrykk campaign mark"


def wording_on(campaign: Campaign, day: datetime.date) -> CampaignWording | None:
    """What people were told in the channel that day."""
    return campaign.wordings.filter(shown_from__lte=day).order_by("-shown_from").first()


# --- who came by its link ---
def by_code(code: str) -> Campaign | None:
    """The campaign a link names, while it takes in."""
    try:
        return Campaign.objects.taking_in().filter(pk=uuid.UUID(code)).first()
    except ValueError:
        return None


def followed(request: HttpRequest) -> Campaign | None:
    """The campaign whose link brought this visitor, if they agreed to have that remembered."""
    code = request.COOKIES.get(cookies.sent_as(LINK))
    if not code or CookieKind.CAMPAIGN not in cookies.allowed(request, cookies.register()):
        return None
    return by_code(code)


# --- who signs ---
def secret_of(key: CampaignKey) -> str:
    """What the partner's system signs with: derived each time, written down nowhere here."""
    ring = KeyRing(settings.FIELD_KEYS)
    derived = ring.derived(key.ring_key, salt=bytes.fromhex(key.salt), purpose=PURPOSE)
    return base64.urlsafe_b64encode(derived).decode().rstrip("=")


def signature(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, "sha256").hexdigest()


def is_signed(campaign: Campaign | None, message: bytes, given: str) -> bool:
    """Whether one of the campaign's keys made this signature. As long for a campaign that is not there as for one with a key."""
    keys = campaign.keys.filter(ended_at=None) if campaign else []
    secrets = [secret for key in keys if (secret := _known_secret(key))] or ["nobody's"]
    answers = [hmac.compare_digest(signature(secret, message).encode(), given.encode()) for secret in secrets]
    return any(answers) and secrets != ["nobody's"]


def _known_secret(key: CampaignKey) -> str | None:
    """None for a key that was derived from one no longer in the ring: it signs nothing any more."""
    try:
        return secret_of(key)
    except KeyMissing:
        return None


def fingerprints(text: str) -> list[str]:
    """The keyed fingerprint under each key of the ring, that of the first key first."""
    ring = KeyRing(settings.FIELD_KEYS)
    keys = (ring.derived(key_id, salt=b"", purpose=MARK_PURPOSE) for key_id in ring)
    return [hmac.new(key, text.encode(), "sha256").hexdigest() for key in keys]


# --- how many ---
@dataclass(frozen=True)
class Week:
    """The figures of one week, or of all of them, rounded; None where so few are somebody."""

    week: datetime.date | None
    received: int | None
    told: int | None
    converted: int | None
    gone: int | None
    applied: int | None

    @property
    def counts(self) -> tuple[int | None, ...]:
        return self.received, self.told, self.converted, self.gone, self.applied


def figures(campaign: Campaign) -> list[Week]:
    """Week by week, the newest first, and before them the sum; counted, so there also when the people are gone."""
    weeks: dict[datetime.date, Counter[str]] = defaultdict(Counter)
    for week, event, count in CampaignTally.objects.filter(campaign=campaign).values_list("week", "event", "count"):
        weeks[week][event] += count
    whole: Counter[str] = Counter()
    for counts in weeks.values():
        whole.update(counts)
    return [_week(None, whole), *(_week(week, weeks[week]) for week in sorted(weeks, reverse=True))]


def _week(week: datetime.date | None, counts: Counter[str]) -> Week:
    """Whoever registers is no lead any more: gone are those who are neither."""
    gone = counts[CampaignEvent.ENDED] - counts[CampaignEvent.CONVERTED]
    return Week(
        week,
        received=shown(counts[CampaignEvent.RECEIVED]),
        told=shown(counts[CampaignEvent.TOLD]),
        converted=shown(counts[CampaignEvent.CONVERTED]),
        gone=shown(gone),
        applied=shown(counts[CampaignEvent.APPLIED]),
    )
