"""CVs that came with a mail: offered beneath the mail, and taken in on the page for new candidates."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.forms.intake import attachment
from privacy.admin import show
from privacy.admin.show import Panel
from privacy.choices.disclosures import CollectionSource
from privacy.models import CaseFile, InboxCase

NAME = "case_file"
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
    return show.link(f"{reverse('admin:candidates_candidate_add')}?{NAME}={file.pk}", _("Take in as candidate"))


def attached_in(request: HttpRequest) -> CaseFile | None:
    """The file this page was opened for."""
    number = request.GET.get(NAME, "")
    return attachment(number, reader=request.user) if number else None


def beforehand(file: CaseFile | None) -> dict[str, Any]:
    """What the mail says already. Its name and address are the sender's: of a machine's mail they are the source's."""
    if file is None:
        return {}
    case = file.case
    when = {"received_on": timezone.localdate(case.received_at), "language": case.language}
    if case.is_automatic:
        return {**when, "collected_from": CollectionSource.OTHER, "source_name": case.name or case.email}
    first, _space, last = case.name.partition(" ") if "@" not in case.name else ("", "", "")
    return {**when, "first_name": first, "last_name": last, "email": case.email}


admin.site.add_panels(InboxCase, files_panel)
