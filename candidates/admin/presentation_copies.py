"""A client copy chosen for a presentation, where the document itself must not or need not be shown."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.actions import presentations
from candidates.models import ClientCopy, Presentation
from candidates.queries import presentations as reading
from privacy.admin import show
from privacy.admin.base import now


class CopyForm(forms.Form):
    copy = forms.ModelChoiceField(
        ClientCopy.objects.none(), label=_("Client copy"),
        help_text=_("Client copies are made on the page of a document: what you mark there is really gone from the copy."),
    )  # fmt: skip


def fit(request: HttpRequest, whole: Presentation, form: Any) -> None:
    rows = reading.copies_to_add(whole).visible_to(request.user).defer("text", "document__text", "document__search")
    form.fields["copy"].queryset = rows.order_by("document__candidate__last_name", "-made_at", "pk")
    form.fields["copy"].label_from_instance = lambda copy: " – ".join(
        [f"{copy.document.candidate}: {copy.document.get_kind_display()}, {copy}", show.plain_day(copy.made_at)]
    )


def add(request: HttpRequest, whole: Presentation, data: dict[str, Any]) -> None:
    presentations.add_copy(presentation=whole, by=request.user, at=now(), **data)
