"""Our ads as NAV takes them: what of an ad goes there, and what is missing before it can. Nothing about any candidate."""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from clients.choices import CompanyForm, EmploymentForm, Extent, OrderKind
from clients.choices.ads import PayPer, Remote
from clients.models import CheckRequirement, JobAd
from clients.queries import checks, nav_format, occupations

# Every form of employment has its word there, or a test fails.
ENGAGEMENT = {
    EmploymentForm.PERMANENT: "Fast",
    EmploymentForm.TEMPORARY: "Engasjement",
    EmploymentForm.PROJECT: "Prosjekt",
    EmploymentForm.SEASONAL: "Sesong",
}
EXTENT = {Extent.FULL_TIME: "Heltid", Extent.PART_TIME: "Deltid"}
REMOTE = {
    Remote.NOT_POSSIBLE: "Hjemmekontor ikke mulig",
    Remote.HYBRID: "Hybridkontor",
    Remote.HOME: "Hjemmekontor",
}
PER = {PayPer.HOUR: "time", PayPer.MONTH: "måned", PayPer.YEAR: "år"}
PUBLIC = {CompanyForm.KOMM, CompanyForm.STAT, "FYLK", "ORGL", "SF"}
WITHOUT_DEADLINE = datetime.timedelta(days=60)
LAST_MOMENT = datetime.time(23, 59, 59)
ENOUGH = 200  # letters: NAV wants to be told of the business, the tasks and the terms
PAY_WORDS = ("lønn", "tariff", "salary", "pay", "wage")
FIELD_OF = {  # where in the workspace it is put right; the rest is the ad's text
    "positions": "positions", "title": "title", "expires": "deadline", "employer.businessName": "employer",
    "employer.orgnr": "sub_unit", "locationList.postalCode": "postal_code", "locationList.municipal": "municipality",
    "locationList.county": "county", "categoryList.code": "occupation", "properties.engagementtype": "form",
    "properties.applicationdue": "deadline", "properties.jobpercentage": "percentage",
    "properties.applicationurl": "", "properties.sourceurl": "",  # of the site's own address, which no form has
}  # fmt: skip


@dataclass(frozen=True)
class Contact:
    """Who is asked about the position; only somebody who agreed to be named there."""

    name: str
    email: str


@dataclass(frozen=True)
class Missing:
    """What is in the way, and the field where it is put right, if there is one: of the ad, or (`of_order`) of its order."""

    sentence: str | Promise
    field: str

    @property
    def of_order(self) -> bool:
        return self.field in ("sub_unit", "company", "kind")


def on_the_site(at: datetime.datetime) -> QuerySet[JobAd]:
    """The ads on the site now, with what is asked of each."""
    rows = JobAd.objects.published(at).select_related(
        "order__company__register", "order__sub_unit", "order__adviser", "export"
    )
    required = CheckRequirement.objects.in_force().order_by("pk")
    asked = rows.prefetch_related("requirements", Prefetch("order__check_requirements", required))
    return asked.order_by("published_at", "pk")


def missing(ad: JobAd, *, at: datetime.datetime) -> list[Missing]:
    """Why it cannot go: NAV's terms first, then its format."""
    found = [Missing(each.sentence, FIELD_OF.get(each.place, "body")) for each in nav_format.problems(told(ad))]
    return list(dict.fromkeys([*_against_the_terms(ad, at), *found]))


def _against_the_terms(ad: JobAd, at: datetime.datetime) -> Iterable[Missing]:
    if ad.order.kind == OrderKind.STAFFING:
        yield Missing(_("Of a staffing position we are the employer ourselves: those are not sent yet."), "kind")
    if (register := getattr(ad.order.company, "register", None)) and register.is_sole:
        yield Missing(
            _("The client is a person (ENK): name and number are the person's, and go nowhere from here."), "company"
        )
    if not ad.is_client_named:
        yield Missing(_("NAV shows who the employer is, and this ad does not say."), "is_client_named")
    if len(ad.body) < ENOUGH:
        yield Missing(_("NAV wants to read of the business, the tasks and the terms: the text is too short."), "body")
    if not ad.pay_per and not any(word in ad.body.casefold() for word in PAY_WORDS):
        yield Missing(_("NAV wants to read what the position pays."), "pay_from")
    if expires(ad) <= timezone.localtime(at).replace(tzinfo=None):
        yield Missing(_("Without a deadline it stands there for 60 days, and they are over: set one."), "deadline")


def told(ad: JobAd, contact: Contact | None = None) -> dict[str, Any]:
    """The ad in NAV's words; one of `on_the_site`."""
    published = timezone.localtime(ad.published_at).replace(tzinfo=None, microsecond=0)
    unit = ad.order.sub_unit
    with translation.override("nb"):
        return {
            "reference": str(ad.pk),
            "positions": ad.positions,
            "title": ad.title,
            "adText": _text(ad),
            "published": published.isoformat(),
            "expires": expires(ad).isoformat(),
            "privacy": "SHOW_ALL",
            "employer": {"businessName": (unit.name if unit else "") or ad.employer, "orgnr": unit.org_number if unit else ""},
            "locationList": [_place(ad)],
            "contactList": [{"name": contact.name, "email": contact.email}] if contact else [],
            "categoryList": _categories(ad),
            "properties": _properties(ad),
        }  # fmt: skip


def line(ad: dict[str, Any]) -> str:
    """One line of `application/x-json-stream`."""
    return json.dumps(ad, ensure_ascii=False, separators=(",", ":"))


def digest(written: str) -> str:
    return hashlib.md5(written.encode(), usedforsecurity=False).hexdigest()


def expires(ad: JobAd) -> datetime.datetime:
    """The end of the last day one can apply, by the clock on the wall."""
    if ad.deadline:
        return datetime.datetime.combine(ad.deadline, LAST_MOMENT)
    begins = timezone.localtime(ad.published_at).replace(tzinfo=None)
    return datetime.datetime.combine(begins.date() + WITHOUT_DEADLINE, LAST_MOMENT)


def _place(ad: JobAd) -> dict[str, str]:
    return {
        "postalCode": ad.postal_code, "municipal": ad.municipality.upper(), "county": ad.get_county_display().upper(),
        "city": ad.place.upper(), "country": nav_format.NORWAY,
    }  # fmt: skip


def _categories(ad: JobAd) -> list[dict[str, str]]:
    if not ad.occupation:
        return []
    return [{"code": ad.occupation, "categoryType": "STYRK08", "name": occupations.name(ad.occupation, "nb")}]


def _properties(ad: JobAd) -> dict[str, str]:
    page = settings.SITE_URL + ad.get_absolute_url()
    register = getattr(ad.order.company, "register", None)
    said = {
        "extent": EXTENT[Extent(ad.extent)],
        "engagementtype": ENGAGEMENT[EmploymentForm(ad.form)],
        "applicationdue": f"{ad.deadline:%d.%m.%Y}" if ad.deadline else nav_format.SOON,
        "applicationurl": page,
        "sourceurl": page,
        "sector": "Offentlig" if register and register.form in PUBLIC else "Privat",
        "starttime": ad.starts,
        "jobpercentage": str(ad.percentage or ""),
        "remote": REMOTE[Remote(ad.remote)] if ad.remote else "",
    }
    return {name: value for name, value in said.items() if value}


def _text(ad: JobAd) -> str:
    """What the page says: summary, text, requirements with their reasons, pay, checks, and why something is asked."""
    parts = [format_html("<p>{}</p>", ad.summary), ad.body]
    if required := sorted(ad.requirements.all(), key=lambda each: each.order):
        words = ((each.what, each.why) for each in required)
        parts += [format_html("<h2>{}</h2>", _("What is required, and why")), "<ul>",
                  format_html_join("", "<li><strong>{}</strong>: {}</li>", words), "</ul>"]  # fmt: skip
    if ad.pay_per:
        parts.append(format_html("<p>{}</p>", _pay(ad)))
    parts += [format_html("<p>{}</p>", each) for each in checks.as_lines(ad.order.check_requirements.all())]
    if ad.asks_openly:
        parts.append(format_html("<p>{}: {}</p>", _("Why we ask this"), ad.asks_because))
    return nav_format.clean("".join(parts))


def _pay(ad: JobAd) -> str:
    figures = [f"{each:,}".replace(",", " ") for each in (ad.pay_from, ad.pay_to) if each]
    return f"Lønn: {'–'.join(dict.fromkeys(figures))} kroner per {PER[PayPer(ad.pay_per)]}."
