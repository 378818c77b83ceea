"""An ad as schema.org's JobPosting: for search engines, and never saying anything that the page does not (LAW.md C.1)."""

import datetime
import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from clients.choices import EmploymentForm, Extent
from clients.choices.ads import PayPer, Remote
from clients.models import AdRequirement, JobAd
from clients.queries.ad_facts import AGENCY, is_staffing, occupation

EXTENT = {Extent.FULL_TIME: "FULL_TIME", Extent.PART_TIME: "PART_TIME"}
# LAW.md C.6: what is not permanent is temporary, whatever else it is.
FORM = {
    EmploymentForm.PERMANENT: [], EmploymentForm.TEMPORARY: ["TEMPORARY"], EmploymentForm.PROJECT: ["TEMPORARY"],
    EmploymentForm.SEASONAL: ["TEMPORARY"],
}  # fmt: skip
UNIT = {PayPer.HOUR: "HOUR", PayPer.MONTH: "MONTH", PayPer.YEAR: "YEAR"}
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}  # nothing in it ends the script element


def as_script(ad: JobAd, required: list[AdRequirement]) -> str:
    """To stand in `<script type="application/ld+json">`."""
    return json.dumps(made_of(ad, required), ensure_ascii=False).translate(HARMLESS)


def made_of(ad: JobAd, required: list[AdRequirement]) -> dict[str, Any]:
    assert ad.published_at is not None
    said = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": ad.title,
        "description": description(ad, required),
        "url": settings.SITE_URL + ad.get_absolute_url(),
        "datePosted": timezone.localdate(ad.published_at).isoformat(),
        "validThrough": _end_of(ad.deadline) if ad.deadline else None,
        "employmentType": [EXTENT[Extent(ad.extent)], *FORM[EmploymentForm(ad.form)]],
        "hiringOrganization": _organisation(ad),
        "totalJobOpenings": ad.positions,
        "baseSalary": _pay(ad),
        "occupationalCategory": occupation(ad) or None,
        "directApply": True,
    } | _where(ad)
    return {name: value for name, value in said.items() if value is not None}


def description(ad: JobAd, required: list[AdRequirement]) -> str:
    """The whole text, as it stands on the page."""
    lines = "".join(f"<li>{escape(each.what)}: {escape(each.why)}</li>" for each in required)
    asked = f"<h2>{_('What is required, and why')}</h2><ul>{lines}</ul>" if required else ""
    return f"<p>{escape(ad.summary)}</p>{ad.body}{asked}"


def _organisation(ad: JobAd) -> dict[str, str]:
    if is_staffing(ad):
        return {"@type": "Organization", "name": AGENCY, "sameAs": settings.SITE_URL}
    return {"@type": "Organization", "name": ad.employer if ad.is_client_named else "confidential"}


def _where(ad: JobAd) -> dict[str, Any]:
    if ad.remote == Remote.HOME:
        country = {"@type": "Country", "name": "NO"}
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": country}
    address = {
        "@type": "PostalAddress",
        "addressCountry": "NO",
        "addressLocality": ad.municipality or ad.place,
        "addressRegion": ad.get_county_display(),
        "postalCode": ad.postal_code,
    }
    return {"jobLocation": {"@type": "Place", "address": {name: text for name, text in address.items() if text}}}


def _pay(ad: JobAd) -> dict[str, Any] | None:
    if not ad.pay_per:
        return None
    figures = {"minValue": ad.pay_from, "maxValue": ad.pay_to}
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": UNIT[PayPer(ad.pay_per)]}
    value |= {name: kr for name, kr in figures.items() if kr}
    return {"@type": "MonetaryAmount", "currency": "NOK", "value": value}


def _end_of(day: datetime.date) -> str:
    """Its last second in Norway."""
    last = datetime.datetime.combine(day, datetime.time(23, 59, 59))
    return timezone.make_aware(last).isoformat()
