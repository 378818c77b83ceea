"""Whom an application may be shared with, chosen anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms.choosing import ChoosesScopes
from candidates.models import Application


class ScopeForm(ChoosesScopes):
    """Begins with what is chosen now; the tick is for whoever chooses more."""

    has_acknowledged = forms.BooleanField(
        label=_("I have read what is shown to the employer."), required=False,
        help_text=_("Only needed if you let us share or keep more than now."),
    )  # fmt: skip
    field_order = ["sharing_scope", "keep_scope", "has_acknowledged"]

    def __init__(self, data: Any, *, application: Application) -> None:
        chosen = {"keep_scope": application.keep_scope, "sharing_scope": application.sharing_scope}
        super().__init__(data, initial=chosen)
        if application.job_ad_id is None and application.job_order_id is None:
            self.speak_of_no_position()
