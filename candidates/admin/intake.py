"""CVs that came with a mail: offered beneath the mail, and taken in on the page for new candidates."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.forms.intake import attachment
from candidates.forms.kept_file import GONE
from candidates.queries.taken_in import taken_in_as
from privacy.admin import show
from privacy.admin.show import Panel
from privacy.choices.disclosures import CollectionSource
from privacy.models import CaseFile, InboxCase

NAME, CASE = "case_file", "case"
NOTE = _("A file can be opened once it is taken in and scanned. One nobody takes in is deleted 30 days after it came.")


def files_panel(request: HttpRequest, case: InboxCase) -> list[Panel]:
    """What came with a mail, for whoever enters candidates."""
    files = list(case.files.visible_to(request.user).order_by("received_at", "pk"))
    if not files:
        return []
    may = request.user.has_perm("candidates.add_candidate")
    rows = [(each.original_name, filesizeformat(each.size), _button(each) if may else show.NOTHING) for each in files]
    return [Panel(_("Files that came with it"), (_("name"), _("size"), _("take in")), rows, note=NOTE)]


def _button(file: CaseFile) -> str:
    where = urlencode({NAME: file.pk, CASE: file.case_id})
    return show.link(f"{reverse('admin:candidates_candidate_add')}?{where}", _("Take in as candidate"))


def attached_in(request: HttpRequest) -> CaseFile | None:
    """The file this page was opened for."""
    number = request.GET.get(NAME, "")
    return attachment(number, reader=request.user) if number else None


def is_missed(request: HttpRequest) -> bool:
    """Whether the page was opened for a file that is not there any more."""
    return NAME in request.GET and attached_in(request) is None


def beforehand(request: HttpRequest) -> dict[str, Any]:
    """What is known when the page is opened; of a file that is gone, what became of it."""
    if is_missed(request):
        messages.warning(request, _what_became_of_it(request))
    file = attached_in(request)
    return _as_the_mail_says(file) if file else {}


def _what_became_of_it(request: HttpRequest) -> str:
    """Whom it was taken in for; of somebody this colleague may not see, what is said of any other file."""
    case, number = (request.GET.get(name, "") for name in (CASE, NAME))
    mail = InboxCase.objects.visible_to(request.user).filter(pk=case).first() if case.isdecimal() else None
    person = taken_in_as(uuid.UUID(number), case=mail, reader=request.user) if mail and _is_a_number(number) else None
    if person is None:
        return str(GONE)
    return format_html(
        _("This file was taken in already: it lies with {}. There is nothing more to do."),
        show.link(person.get_absolute_url(), person),
    )


def _is_a_number(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _as_the_mail_says(file: CaseFile) -> dict[str, Any]:
    """Its name and address are the sender's: of a machine's mail they are the source's."""
    case = file.case
    when = {"received_on": timezone.localdate(case.received_at), "language": case.language}
    if case.is_automatic:
        return {**when, "collected_from": CollectionSource.OTHER, "source_name": case.name or case.email}
    first, _space, last = case.name.partition(" ") if "@" not in case.name else ("", "", "")
    return {**when, "first_name": first, "last_name": last, "email": case.email}


admin.site.add_panels(InboxCase, files_panel)
