"""What all pages of the workspace have in common: they read what one may see, and write through actions only."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db.models import DateField, DateTimeField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from privacy.actions import subjects, trail
from privacy.admin import once
from privacy.admin.filters import staff
from privacy.admin.folding import FoldingAdmin
from privacy.admin.moments import MomentField
from privacy.choices import Verb
from privacy.forms.days import Day, DayField

ASKED_HOW = ("", "__exact", "__isnull", "__isempty", "__id__exact")  # the endings Django's filters use here


class WorkspaceAdmin(FoldingAdmin):
    """Read-only unless `add` or `change` is written, no log entries, no counting of large tables."""

    workspace = True
    menu_order = 50
    add: Callable[..., Model] | None = None  # add(request, data) -> the row, by an action
    change: Callable[..., object] | None = None  # change(request, row, data), by an action

    view_on_site: Any = False
    formfield_overrides: Any = {
        DateTimeField: {"form_class": MomentField}, DateField: {"form_class": DayField, "widget": Day},
    }  # fmt: skip

    # --- reading ---
    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What a filter of this list asks, and nothing else: Django lets an address ask any field anything, by pattern too."""
        return lookup in {f"{name}{how}" for name in asked_by(self.get_list_filter(request)) for how in ASKED_HOW}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add is not None and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.change is not None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here: people are erased by a step, the rest is kept as long as its rule says."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field or None)  # "_to_field=" names none
        if row is not None and request.method == "GET":
            self.looked_at(request, row)
        return row

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """What one may not see does not exist."""
        raise Http404

    def looked_at(self, request: HttpRequest, row: Any) -> None:
        """Hook: a page about this row is shown."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if request.GET.get("q", "").strip() and "cl" in shown:
            self.found(request, list(shown["cl"].result_list))
        return response

    def offered(self, row: Any) -> str:
        """How a row is called where one is chosen while somebody types."""
        return str(row)

    def found(self, request: HttpRequest, rows: list[Any]) -> None:
        """Hook: these rows are shown to somebody who searched, in the list or while typing whom to choose."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404  # the trail is the history

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a choice only what helps to make it: a new row, and no new colleagues."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = False
            field.widget.can_add_related &= db_field.related_model is not get_user_model()
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Work is given to staff; a list of all accounts would be a list of all candidates. Nobody unseen is chosen."""
        everybody = db_field.related_model._default_manager.all()
        if db_field.related_model is get_user_model():
            kwargs["queryset"] = staff()
        elif hasattr(everybody, "visible_to"):
            kwargs["queryset"] = everybody.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            if request.method == "POST":  # refused: what is beneath the form is read all the same
                self.looked_at(request, row)
            context["panels"] = self.panels(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- writing ---
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand over what was typed; `obj` has the form's values already and is not what the action gets."""
        once.take(request)
        if change:
            self.change(request, subjects.fresh(obj), form.cleaned_data)
        else:
            obj.pk = self.add(request, form.cleaned_data).pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: an action has written it all."""

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        refuse_what_is_no_key(self.opts.pk, request.POST.getlist(ACTION_CHECKBOX_NAME))
        return super().response_action(request, queryset)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for name in self.autocomplete_fields:
            refuse_what_is_no_key(self.opts.get_field(name).target_field, filter(None, request.POST.getlist(name)))
        return super().changeform_view(request, *args, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The trail says it, without names."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The trail says it, without names."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """The ledger of erasures says it, without names."""


def refuse_what_is_no_key(field: Any, values: Iterable[str]) -> None:
    """400 for what no page of ours offers: Django asks the database with it before any form has looked, and fails."""
    try:
        for value in values:
            field.to_python(value)
    except ValidationError:
        raise SuspiciousOperation("What was chosen is no key.") from None


def asked_by(filters: Any) -> set[str]:
    """The fields and parameters a list's filters are written for."""
    plain = [each[0] if isinstance(each, tuple) else each for each in filters]
    return {each if isinstance(each, str) else each.parameter_name for each in plain}


class PersonAdmin(WorkspaceAdmin):
    """Pages about a person: opening one is written in the trail, which that person can read."""

    activity = ""

    def subject_of(self, row: Any) -> Any:
        return row.subject_id

    def activity_of(self, row: Any) -> str:
        return self.activity

    def looked_at(self, request: HttpRequest, row: Any) -> None:
        trail.record(
            Verb.VIEWED, subject_id=self.subject_of(row), by=request.user, at=now(), activity=self.activity_of(row),
            obj=row,
        )  # fmt: skip


def now() -> datetime.datetime:
    """The moment a door hands to the action behind it."""
    return timezone.now()
