"""Ads handed to NAV: what is put in the file, what NAV is to stop, and what is written down of both."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clients.models import AdExport, JobAd
from clients.ports import AdPackage
from clients.queries import nav_ads, nav_contacts, papers
from clients.queries.nav_contacts import Agreed
from privacy.actions import disclosures, subjects
from privacy.choices import Category
from privacy.models import Recipient
from privacy.ports import Actor

ACTIVITY = "ads_elsewhere"


class NotApproved(Exception):
    """The agency's approval by Arbeidstilsynet is not in force: NAV takes no ad of an agency without it."""


class NotReady(Exception):
    """Something is missing in an ad that was chosen: `ad` says in which."""

    def __init__(self, ad: JobAd) -> None:
        super().__init__()
        self.ad = ad


@transaction.atomic
def export(*, chosen: Collection[UUID], again: bool, by: Actor, at: datetime.datetime) -> AdPackage:
    """A package of the chosen ads that changed since NAV had them (`again`: of all), and of what is to be stopped.

    The adviser is named where the adviser agreed to it, with a line in the ledger. What is to be stopped
    goes whatever the approval. Raises `NotApproved`, `NotReady`.
    """
    if chosen and not papers.is_approved(timezone.localdate(at)):
        raise NotApproved
    advisers = JobAd.objects.filter(pk__in=chosen).values_list("order__adviser__subject", flat=True)
    subjects.lock(*advisers)
    JobAd.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=chosen).order_by("pk").count()
    lines, agreed = [], nav_contacts.agreed(at)
    for ad in nav_ads.on_the_site(at):
        if ad.pk in chosen:
            lines += _line(ad, agreed, again=again, by=by, at=at)
    return AdPackage(lines=tuple(lines), stops=_stops(by, at))


def _line(ad: JobAd, agreed: Agreed, *, again: bool, by: Actor, at: datetime.datetime) -> list[str]:
    if nav_ads.missing(ad, at=at):
        raise NotReady(ad)
    contact = agreed.contact(ad)
    written = nav_ads.line(nav_ads.told(ad, contact))
    if not again and is_there(ad, written):
        return []
    if contact and agreed.to and not _disclosed(ad, agreed.to, by=by, at=at):
        written = nav_ads.line(nav_ads.told(ad))
    facts = {
        "digest": nav_ads.digest(written),
        "sent_by_id": by.pk,
        "sent_at": at,
        "stopped_at": None,
        "stopped_by": None,
    }
    AdExport.objects.update_or_create(ad=ad, defaults=facts)
    return [written]


def is_there(ad: JobAd, written: str) -> bool:
    """Whether NAV has just this; of an ad as `nav_ads.on_the_site` reads it."""
    had = getattr(ad, "export", None)
    return had is not None and had.stopped_at is None and had.digest == nav_ads.digest(written)


def _disclosed(ad: JobAd, to: Recipient, *, by: Actor, at: datetime.datetime) -> bool:
    """The adviser's name and address at work, with its line in the ledger; not where the database says no."""
    try:
        disclosures.disclose(
            subject_id=ad.order.adviser.subject_id, recipient=to, categories=[Category.IDENTITY, Category.CONTACT],
            activity=ACTIVITY, obj=ad, by=by, at=at,
        )  # fmt: skip
    except (disclosures.NotAllowed, disclosures.NotInformed, subjects.IsRestricted):
        return False
    return True


def _stops(by: Actor, at: datetime.datetime) -> tuple[str, ...]:
    """What NAV still shows and the site does not."""
    over = AdExport.objects.shown_there().exclude(ad__in=JobAd.objects.published(at)).order_by("ad")
    found = list(over.select_for_update(no_key=True))
    AdExport.objects.filter(pk__in=[each.pk for each in found]).update(stopped_at=at, stopped_by=by.pk)
    return tuple(str(each.ad_id) for each in found)
