"""What a filled-in application says, line by line, as it will be sent."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from candidates.forms.applying import ApplicationForm

TYPED = ("first_name", "last_name", "email", "phone")
CHOSEN = ("keep_scope", "sharing_scope")


def rows(form: ApplicationForm) -> list[tuple[Any, Any]]:
    """Of a form that is in order."""
    data = form.cleaned_data
    said = [(form.fields[name].label, data[name]) for name in TYPED]
    said += [(each.kind, f"{each.name} ({filesizeformat(each.size)})") for each in form.aside]
    said += [(each.get_kind_display(), each.original_name) for each in data["own_documents"]]
    said += [(form.fields["message"].label, data["message"])]
    said += form.from_file
    said += [(question.text, words) for question, words in form.answers]
    said += [(form.fields[name].label, dict(form.fields[name].choices)[data[name]]) for name in CHOSEN]
    return [(label, words or _("nothing")) for label, words in said]
