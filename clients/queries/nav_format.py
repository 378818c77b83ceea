"""The format NAV takes job ads in (stillingsimport), as rules: what an ad must have, its limits and its closed values.

Read from the documentation and source of navikt/pam-import-api. NAV answers 200 also for an ad it will not have, and says so
in a receipt; and some of what it refuses it refuses a day later. So everything is looked at here, before it leaves.
"""

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from privacy.validators import organisation_number

TAGS = {"h1", "h2", "h3", "h4", "p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "u", "a", "table", "thead", "tbody", "tr",
        "th", "td", "blockquote"}  # fmt: skip
NORWAY = "NORGE"
MOST_LOCATIONS = MOST_CATEGORIES = 3
CATEGORY_TYPES = {"STYRK08", "PYRK20", "JANZZ", "ESCO"}
NO_EMPLOYMENT = {"Selvstendig næringsdrivende", "Frilanser"}  # NAV's terms: real employment only
CLOSED: dict[str, set[str]] = {
    "extent": {"Heltid", "Deltid"},
    "engagementtype": {"Fast", "Engasjement", "Vikariat", "Prosjekt", "Sesong", "Feriejobb", "Trainee", "Lærling", "Åremål", "Annet"},
    "jobarrangement": {"Skift", "Turnus", "Vakt"},
    "sector": {"Privat", "Offentlig"},
    "remote": {"Hjemmekontor", "Hybridkontor", "Hjemmekontor ikke mulig"},
    "euresflagg": {"true", "false"},
}  # fmt: skip
CLOSED_LISTS: dict[str, set[str]] = {  # a JSON list written as a string
    "workday": {"Ukedager", "Lørdag", "Søndag"},
    "workhours": {"Dagtid", "Kveld", "Natt"},
    "workLanguage": {"Norsk", "Engelsk", "Skandinavisk", "Samisk"},
}
OPEN = {
    "sourceurl", "applicationdue", "applicationemail", "applicationurl", "applicationlabel", "employerdescription",
    "employerhomepage", "occupation", "salary", "starttime", "location", "jobtitle", "keywords", "industry", "jobpercentage",
    "facebookpage", "linkedinpage", "twitteraddress", "role", "author", "arbeidsplassenoccupation", "applicationmail",
}  # fmt: skip
SOON = "Snarest"


class Problem(NamedTuple):
    """What NAV would refuse: the place in its format, and a sentence."""

    place: str
    sentence: str | Promise


def problems(ad: Mapping[str, Any]) -> list[Problem]:
    """Everything NAV would refuse in this ad, in the order of the format; empty where it can go."""
    return [*_ad(ad), *_times(ad), *_employer(ad.get("employer") or {}), *_locations(ad.get("locationList") or []),
            *_contacts(ad.get("contactList") or []), *_categories(ad.get("categoryList") or []),
            *_properties(ad.get("properties") or {})]  # fmt: skip


def _ad(ad: Mapping[str, Any]) -> Iterator[Problem]:
    if not _text(ad.get("reference"), 254):
        yield Problem("reference", _("The reference has 1 to 254 characters."))
    positions = ad.get("positions")
    if not isinstance(positions, int) or isinstance(positions, bool) or positions < 1:
        yield Problem("positions", _("Say how many positions there are: one at least."))
    if not _text(ad.get("title"), 511):
        yield Problem("title", _("The title has 1 to 511 characters."))
    if not _text(ad.get("adText"), None) or clean(ad["adText"]) != ad["adText"]:
        yield Problem(
            "adText", _("The text is missing, or has more in it than headings, paragraphs, lists, links and tables.")
        )
    if ad.get("privacy") != "SHOW_ALL":
        yield Problem("privacy", _("Only ads for everybody are sent."))


def _times(ad: Mapping[str, Any]) -> Iterator[Problem]:
    published, expires = (local_time(ad.get(name)) for name in ("published", "expires"))
    if published is None:
        yield Problem("published", _("The day of publishing is missing."))
    if expires is None or (published and expires <= published):
        yield Problem("expires", _("The last day is missing, or comes before the first. Set a later deadline."))


def _employer(employer: Mapping[str, Any]) -> Iterator[Problem]:
    if not _text(employer.get("businessName"), 255):
        yield Problem("employer.businessName", _("The employer's name is missing."))
    try:
        organisation_number(str(employer.get("orgnr", "")))
    except ValidationError:
        yield Problem(
            "employer.orgnr", _("Choose the sub-unit where the work is done: NAV wants its number, not the company's.")
        )


def _locations(locations: list[Mapping[str, Any]]) -> Iterator[Problem]:
    """What NAV's later check asks of the first place, which its form lets pass."""
    if len(locations) > MOST_LOCATIONS:
        yield Problem("locationList", _("Three places at most."))
    first = locations[0] if locations else {}
    if first.get("country", NORWAY).upper() != NORWAY:
        return
    if not re.fullmatch(r"[0-9]{4}", str(first.get("postalCode", ""))):
        yield Problem("locationList.postalCode", _("The postal code of the workplace is missing."))
    if not _text(first.get("municipal"), 100):
        yield Problem("locationList.municipal", _("The municipality of the workplace is missing."))
    if not _text(first.get("county"), 100):
        yield Problem("locationList.county", _("The county of the workplace is missing."))


def _contacts(contacts: list[Mapping[str, Any]]) -> Iterator[Problem]:
    for contact in contacts:
        if not _text(contact.get("name"), 255):
            yield Problem("contactList.name", _("The contact person has no name."))
        if len(contact.get("phone", "")) > 36:
            yield Problem("contactList.phone", _("The telephone number has more than 36 characters."))
        if contact.get("email") and not _is(validate_email, contact["email"]):
            yield Problem("contactList.email", _("The contact person's e-mail address is none."))


def _categories(categories: list[Mapping[str, Any]]) -> Iterator[Problem]:
    if len(categories) > MOST_CATEGORIES:
        yield Problem("categoryList", _("Three occupations at most."))
    for category in categories:
        is_styrk = category.get("categoryType") == "STYRK08"
        is_shaped = not is_styrk or re.fullmatch(r"[0-9]{4}", str(category.get("code", "")))
        if category.get("categoryType") not in CATEGORY_TYPES or not is_shaped or not category.get("name"):
            yield Problem("categoryList.code", _("The occupation is not one of STYRK-08."))


def _properties(told: Mapping[str, Any]) -> Iterator[Problem]:
    known = OPEN | CLOSED.keys() | CLOSED_LISTS.keys()
    for name in sorted(told.keys() - known):
        yield Problem(f"properties.{name}", _("NAV knows no field of this name."))
    if told.get("engagementtype") in NO_EMPLOYMENT:
        yield Problem(
            "properties.engagementtype", _("NAV takes employment only: nobody self-employed, nobody freelance.")
        )
    elif not told.get("engagementtype"):
        yield Problem("properties.engagementtype", _("The form of employment is missing."))
    for name, values in CLOSED.items():
        if name in told and told[name] not in values | NO_EMPLOYMENT:
            yield Problem(f"properties.{name}", _("NAV knows no such value."))
    for name, values in CLOSED_LISTS.items():
        if name in told and not _is_list_of(told[name], values):
            yield Problem(f"properties.{name}", _("NAV knows no such value."))
    yield from _open_properties(told)


def _open_properties(told: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("applicationurl", "sourceurl"):
        if name in told and not re.fullmatch(r"https://[^\s/]+/\S+", told[name]):
            yield Problem(
                f"properties.{name}",
                _("The link to the ad must be a whole address with https: whoever runs the site sets it (SITE_URL)."),
            )
    if not (told.get("applicationurl") or told.get("applicationemail")):
        yield Problem("properties.applicationurl", _("Nothing says how one applies."))
    due = told.get("applicationdue", "")
    if due != SOON and not _is(_day, due) and local_time(due) is None:
        yield Problem("properties.applicationdue", _("The deadline is a day, or the word for soon."))
    if "salary" in told and not re.fullmatch(r"[0-9]+", str(told["salary"])):
        yield Problem("properties.salary", _("The pay is a whole number."))
    percentage = str(told.get("jobpercentage", "100"))
    if not re.fullmatch(r"[0-9]{1,3}", percentage) or not 1 <= int(percentage) <= 100:
        yield Problem("properties.jobpercentage", _("The percentage goes from 1 to 100."))


def local_time(value: Any) -> datetime.datetime | None:
    """A moment as NAV writes it, without a zone; None for anything else."""
    try:
        moment = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo is None and "T" in value else None


def _day(written: str) -> datetime.date:
    """A day as NAV writes it, 24.12.2026; raises `ValueError` for anything else."""
    day, month, year = written.split(".")
    return datetime.date(int(year), int(month), int(day))


def clean(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto", "tel"},
                     link_rel="noopener noreferrer")  # fmt: skip


def _text(value: Any, longest: int | None) -> bool:
    return isinstance(value, str) and bool(value.strip()) and (longest is None or len(value) <= longest)


def _is(check: Callable[[Any], Any], value: Any) -> bool:
    try:
        check(value)
    except (TypeError, ValueError, ValidationError):
        return False
    return True


def _is_list_of(value: Any, known: set[str]) -> bool:
    try:
        each = json.loads(value)
    except (TypeError, ValueError):
        return False
    return isinstance(each, list) and bool(each) and all(isinstance(word, str) and word in known for word in each)
