"""A client copy chosen for a presentation, where the document itself must not or need not be shown."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.actions import presentations
from candidates.models import ClientCopy, Presentation
from candidates.queries import presentations as reading
from privacy.admin import show
from privacy.admin.base import now
from privacy.admin.show import Panel


class CopyForm(forms.Form):
    copy = forms.ModelChoiceField(
        ClientCopy.objects.none(), label=_("Client copy"),
        help_text=_("Client copies are made on the page of a document: what you mark there is really gone from the copy."),
    )  # fmt: skip


def instead(whole: Presentation) -> dict[str, Any]:
    """Above the choice of a document: which are not shown as they are, and where a copy is made of them."""
    rows = [
        (
            str(each.candidate),
            str(each),
            show.link(reverse("admin:client_copy", args=[each.pk]), _("Make a client copy")),
        )
        for each in reading.documents_to_add(whole).filter(holds_number=True).defer("text", "search").order_by("pk")
    ]
    heads = (_("candidate"), _("document"), _("what to do"))
    title = _("A national identity number stands in these: they are shown as client copies only")
    return {"panels": [Panel(title, heads, rows)] if rows else []}


def fit(request: HttpRequest, whole: Presentation, form: Any) -> None:
    rows = reading.copies_to_add(whole).visible_to(request.user).defer("text", "document__text", "document__search")
    form.fields["copy"].queryset = rows.order_by("document__candidate__last_name", "-made_at", "pk")
    form.fields["copy"].label_from_instance = lambda copy: " – ".join(
        [f"{copy.document.candidate}: {copy.document.get_kind_display()}, {copy}", show.plain_day(copy.made_at)]
    )


def add(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentations.add_copy(presentation=whole, by=request.user, at=now(), **data)
