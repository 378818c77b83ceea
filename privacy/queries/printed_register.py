"""The register as it is printed: what the page says, in one language, and which PDF says the same."""

import datetime
import hashlib
import json
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from privacy.models import Controller, RegisterCopy
from privacy.queries import register
from privacy.queries.register import Entry

TEMPLATE = "register.typ"


def present_copy(language: str, on: datetime.date) -> RegisterCopy | None:
    """The PDF that says what the register says today, if it is made."""
    return RegisterCopy.objects.filter(language=language, digest=digest_of(said(language, on))).first()


def digest_of(words: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def said(language: str, on: datetime.date) -> dict[str, Any]:
    """All that the PDF says but the day it was made."""
    with translation.override(language):
        who = register.controller()
        return {
            "language": language,
            "title": gettext("What we use data for"),
            "lead": gettext(
                "The register of processing activities: every use of personal data at Fremrykk, open to all."
            ),
            "controller": _controller(who, language) if who else [],
            "activities": [_activity(entry, language) for entry in register.entries(on)],
        }


def _controller(who: Controller, language: str) -> list[list[str]]:
    nobody = gettext("None")
    return [
        [gettext("Controller"), ", ".join(filter(None, [who.name, who.org_number, who.address]))],
        [gettext("Represented by"), _told(who, "represented_by", language)],
        [gettext("Contact"), who.contact_email],
        [gettext("Representative"), _told(who, "representative", language) or nobody],
        [gettext("Data protection officer"), _told(who, "protection_officer", language) or nobody],
    ]


def _activity(entry: Entry, language: str) -> dict[str, Any]:
    activity = entry.activity
    told = {name: _told(activity, name, language) for name in register.SPOKEN}
    times = [f"{capfirst(each.get_code_display())}: {each.how_long}" for each in entry.periods]
    transfers = "; ".join(filter(None, [told["transfers"], told["safeguards"]]))
    rows = [
        [gettext("Who it is about"), told["persons"]],
        [gettext("Which data"), told["data"]],
        [gettext("Ground in law"), f"{capfirst(activity.get_ground_display())}; {activity.national_law}"],
        [gettext("Who receives it"), told["recipients"] or gettext("Nobody outside Fremrykk")],
        [gettext("How long"), "\n".join([told["retention"], *times])],
        [gettext("Transfers outside the EEA"), transfers or gettext("None")],
        [gettext("How it is protected"), told["security"]],
    ]
    responsible = gettext("Daily responsibility: %(role)s") % {"role": _role(entry.role)}
    return {
        "name": told["name"],
        "purpose": told["purpose"],
        "rows": [row for row in rows if row[1]],
        "responsible": responsible,
    }


def _role(code: str) -> str:
    """As it is called; the accounts know the names."""
    roles = get_user_model()._meta.get_field("roles")
    return str(dict(roles.base_field.flatchoices).get(code, code))


def _told(row: Any, name: str, language: str) -> str:
    """The English text where English is read and there is one, else the Norwegian."""
    norwegian, english = str(getattr(row, f"{name}_nb")), str(getattr(row, f"{name}_en"))
    return english if language == "en" and english else norwegian
