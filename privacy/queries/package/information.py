"""What the law says stands beside the data themselves (GDPR art. 15(1) and (2))."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from privacy.choices import Category
from privacy.models import Controller, ProcessingActivity
from privacy.queries.package.contents import EMPTY, Section
from privacy.queries.reasons import day

RIGHTS = (
    _("You can have wrong data corrected, and add what is missing (GDPR art. 16)."),
    _("You can have your data deleted (art. 17)."),
    _("You can have your data set aside, so that we only store them (art. 18)."),
    _("You can take your data along to somebody else: data.json and resume.json are made for that (art. 20)."),
    _("You can object to what we do because we have an interest in it, and always to advertising (art. 21)."),
    _("You can withdraw a consent at any time; what was done before stays lawful (art. 7(3))."),
)
COMPLAINT = _(
    "If you think that we do not keep to the law, you can complain to the Norwegian Data Protection Authority "
    "(Datatilsynet, postboks 458 Sentrum, 0105 Oslo, www.datatilsynet.no). You can also go to court."
)
AUTOMATED = _("No decision about you is made by a machine alone; people decide, and answer for it (art. 22).")
SOURCE = _("Beside each value it says where we have it from.")


def purposes() -> dict[str, dict[str, str]]:
    """Each activity of the register in the reader's language."""
    return {each.code: _purpose(each) for each in ProcessingActivity.objects.order_by("code")}


def _purpose(activity: ProcessingActivity) -> dict[str, str]:
    language = "en" if get_language() == "en" else "nb"
    told = {name: getattr(activity, f"{name}_{language}") for name in ("name", "purpose", "recipients", "retention")}
    basis = {"legal_basis": str(activity.get_ground_display()), "law": activity.national_law}
    return {"activity": activity.code, **told, **basis}


def of(sections: Sequence[Section], due_on: datetime.date | None, given_to: Iterable[str]) -> Mapping[str, Any]:
    """`given_to`: those who really were given something, by name (CJEU C-154/21), beside the kinds who may be."""
    held = [section for section in sections if section.state != EMPTY]
    used = {section.purpose["activity"]: dict(section.purpose) for section in held}
    categories = {value.category for section in held for row in section.rows for value in row.values}
    return {
        "controller": _controller(),
        "purposes": [used[code] for code in sorted(used)],
        "categories": [str(category.label) for category in Category if category in categories],
        "recipients": [*sorted(set(given_to)), *sorted({purpose["recipients"] for purpose in used.values()} - {""})],
        "storage": _storage(due_on),
        "rights": [str(right) for right in RIGHTS],
        "complaint": str(COMPLAINT),
        "source": str(SOURCE),
        "automated_decisions": str(AUTOMATED),
        "statement": settings.SITE_URL + reverse("privacy_statement"),
    }


def _storage(due_on: datetime.date | None) -> str:
    if due_on is None:
        return gettext("There is no last day yet; beside each thing it says why it is kept.")
    return gettext("If nothing changes, the last of it is deleted on %(day)s.") % {"day": day(due_on)}


def _controller() -> dict[str, str]:
    known = Controller.objects.filter(valid_until=None).first()
    names = ("name", "org_number", "address", "contact_email")
    return {name: getattr(known, name) if known else "" for name in names}
