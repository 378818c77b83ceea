"""Credit assessments: entered and read by finance and the manager, and by nobody else."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.actions import credit
from clients.admin.prepayments import suggestion
from clients.forms.credit import AssessmentForm
from clients.models import CreditAssessment
from privacy.admin import show
from privacy.admin.base import WorkspaceAdmin, now


@admin.register(CreditAssessment)
class CreditAssessmentAdmin(WorkspaceAdmin):
    menu_order = 36
    form = AssessmentForm
    list_display = ("company", "credit_class", "source", "assessed", "ends", "suggests")
    list_select_related = ("company",)
    list_filter = ("credit_class",)
    search_fields = ("company__name", "=company__org_number")
    ordering = ("-assessed_on", "-id")
    autocomplete_fields = ("company",)
    refusals = {credit.NotValidSoLong: _("Valid for twelve months after its date at most, and dated today or earlier.")}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = ("company", "credit_class", "source", "assessed_on", "valid_until")
        return written if obj is None else (*written, "entered_by", "entered_at")

    def add(self, request: HttpRequest, data: dict[str, Any]) -> CreditAssessment:
        return credit.assess(by=request.user, at=now(), **data)

    @admin.display(description=_("date"), ordering="assessed_on")
    def assessed(self, row: CreditAssessment) -> str:
        return show.day(row.assessed_on)

    @admin.display(description=_("valid until"), ordering="valid_until")
    def ends(self, row: CreditAssessment) -> str:
        day = show.day(row.valid_until)
        return show.with_tag(day, _("over"), "warning") if row.valid_until < timezone.localdate() else day

    @admin.display(description=_("suggests"))
    def suggests(self, row: CreditAssessment) -> str:
        return suggestion(row)
