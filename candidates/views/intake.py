"""Where a partner's system delivers who answered a campaign: signed, at once, each delivery one time."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from candidates.actions import leads
from candidates.actions.campaigns import NotOpen
from candidates.models import Campaign
from candidates.queries import campaigns, lead_files
from privacy.views import limits

LARGEST = 16_384  # bytes
WINDOW = 5 * 60  # seconds to either side
MOST = 2_000  # an hour from one network address
SHORTEST_KEY, LONGEST_KEY = 16, 100


class Refused(Exception):
    """The answer to a delivery that is not taken: its status and a code a program reads; nothing of any person."""

    def __init__(self, status: int, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = JsonResponse({"error": error, **more}, status=status)


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def deliver_lead(request: HttpRequest, pk: UUID) -> JsonResponse:
    """202 for every delivery that is signed and whole, whether we know the person, have a no from them, or neither."""
    try:
        _deliver(request, pk)
    except Refused as refusal:
        return refusal.answer
    return JsonResponse({"status": "received"}, status=202)


def _deliver(request: HttpRequest, pk: UUID) -> None:
    body = _body(request)
    campaign, delivery = _signed(request, pk, body)
    now = timezone.now()
    try:
        answer = lead_files.of_message(_parsed(body), timezone.localdate(now))
        leads.deliver(campaign=campaign, delivery=delivery, body=body, answer=answer, at=now)
    except lead_files.Unfit as unfit:
        raise Refused(422, "invalid", fields=unfit.fields) from unfit
    except leads.OutsideTheCampaign as error:
        raise Refused(422, "invalid", fields={"answered_on": "outside_campaign"}) from error
    except leads.SaidOtherwise as error:
        raise Refused(409, "idempotency_key_reused") from error
    except NotOpen as error:
        raise Refused(409, "campaign_closed") from error


def _parsed(body: bytes) -> Any:
    """A name that is there twice says two things: neither is believed."""
    try:
        return json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Refused(422, "not_json") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _body(request: HttpRequest) -> bytes:
    if limits.is_spent(request, "deliveries", MOST):
        refusal = Refused(429, "too_many")
        refusal.answer["Retry-After"] = str(limits.HOUR)
        raise refusal
    limits.spend(request, "deliveries")
    if request.content_type != "application/json":
        raise Refused(415, "not_json")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Refused(413, "too_large", most=LARGEST)
    return request.body


def _signed(request: HttpRequest, pk: UUID, body: bytes) -> tuple[Campaign, str]:
    """HMAC-SHA256 over time, delivery and body. A campaign that is not there is a wrong signature like any other."""
    stamp, delivery = request.headers.get("X-Timestamp", ""), request.headers.get("Idempotency-Key", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        raise Refused(401, "timestamp")
    if abs(timezone.now().timestamp() - int(stamp)) > WINDOW:
        raise Refused(401, "timestamp")
    if not (SHORTEST_KEY <= len(delivery) <= LONGEST_KEY and delivery.isascii() and delivery.isprintable()):
        raise Refused(401, "idempotency_key")
    campaign = Campaign.objects.filter(pk=pk).first()
    message = f"{stamp}.{delivery}.".encode() + body
    if not campaigns.is_signed(campaign, message, request.headers.get("X-Signature", "")) or campaign is None:
        raise Refused(401, "signature")
    return campaign, delivery
