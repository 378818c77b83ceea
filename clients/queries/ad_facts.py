"""What an ad's box of facts says, in the reader's language; what machines read says the same."""

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clients.choices import OrderKind
from clients.choices.ads import Remote
from clients.models import JobAd
from clients.queries import occupations

AGENCY = "Fremrykk"


def is_staffing(ad: JobAd) -> bool:
    """Whether whoever is taken on is employed by us."""
    return ad.order.kind == OrderKind.STAFFING


def lines(ad: JobAd) -> list[tuple[str, str]]:
    """What is said of it: a name and a text, without those there is nothing to say of."""
    said = [
        (_("Employer"), employer(ad)),
        (_("Place"), place(ad)),
        (_("Work from home"), remote(ad)),
        (_("Occupation"), occupation(ad)),
        (_("Extent"), extent(ad)),
        (pgettext("of employment", "Form"), capfirst(ad.get_form_display())),
        (capfirst(_("number of positions")), str(ad.positions)),
        (_("Pay"), pay(ad)),
        (_("Start"), ad.starts),
        (_("Published"), formats.date_format(ad.published_at, "DATE_FORMAT") if ad.published_at else ""),
    ]
    return [(name, text) for name, text in said if text]


def employer(ad: JobAd) -> str:
    if is_staffing(ad):
        return _("Fremrykk; you work at %(client)s") % {"client": ad.employer}
    return ad.employer


def place(ad: JobAd) -> str:
    """As it is written, the postal code with the municipality, and the county: none of them twice."""
    town = " ".join(part for part in (ad.postal_code, ad.municipality) if part)
    county = ad.get_county_display()
    parts = (ad.place if ad.place != ad.municipality else "", town, county if county != ad.municipality else "")
    return ", ".join(part for part in parts if part)


def occupation(ad: JobAd) -> str:
    """Its name; the code says nothing to a reader, and one no table has is not shown."""
    return occupations.name(ad.occupation) if ad.occupation else ""


def remote(ad: JobAd) -> str:
    if ad.remote == Remote.HOME:
        return _("All of the work, from anywhere in Norway")
    return str(capfirst(ad.get_remote_display())) if ad.remote else ""


def extent(ad: JobAd) -> str:
    said = capfirst(ad.get_extent_display())
    return _("%(extent)s, %(percent)d percent") % {"extent": said, "percent": ad.percentage} if ad.percentage else said


def pay(ad: JobAd) -> str:
    if not ad.pay_per:
        return ""
    low, high = (
        formats.number_format(kr, use_l10n=True, force_grouping=True) if kr else "" for kr in (ad.pay_from, ad.pay_to)
    )
    say = {"low": low, "high": high, "time": ad.get_pay_per_display()}
    if low == high:
        return _("%(low)s kroner per %(time)s") % say
    if low and high:
        return _("%(low)s to %(high)s kroner per %(time)s") % say
    return (_("From %(low)s kroner per %(time)s") if low else _("Up to %(high)s kroner per %(time)s")) % say
