"""The part of a page that says what came of what was sent: written, or refused with all that was typed still there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from privacy.admin import once
from privacy.admin.stepping import SteppingAdmin
from privacy.admin.steps import OUT_OF_REACH, Text

REFUSAL = "_refusal"  # what an action said to this request


def can_be_written(request: HttpRequest, row: Any, is_open: Callable[[Any], bool]) -> bool:
    """Whether the page is a form. What is sent is taken to the action also when a colleague has closed the row meanwhile:
    it refuses, and what was typed stands there."""
    return row is None or request.method == "POST" or is_open(row)


class AnsweringAdmin(SteppingAdmin):
    """An action's refusal stands above the form as it was filled in; `refusals` has its sentences."""

    refusals: dict[type[Exception], Text] = {}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        text = getattr(request, REFUSAL, None)
        return form if text is None else _refused(form, text)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        refusals = self.refusals | OUT_OF_REACH
        try:
            if once.was_sent(request):
                raise once.SentBefore
            return super().changeform_view(request, object_id, *args, **kwargs)
        except once.SentBefore:
            messages.success(request, once.SENT_BEFORE)
            return redirect(request.path if object_id else self.list_url())
        except tuple(refusals) as error:
            text = next(text for kind, text in refusals.items() if isinstance(error, kind))
            if object_id and self.get_object(request, unquote(object_id)) is None:
                messages.error(request, text)
                return redirect(self.list_url())
            setattr(request, REFUSAL, text)
            return super().changeform_view(request, object_id, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("Added: %(what)s") % {"what": str(obj) or self.opts.verbose_name})
        return self._back_to(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        messages.success(request, _("Saved."))
        return self._back_to(request, obj)

    def _back_to(self, request: HttpRequest, obj: Any) -> HttpResponse:
        url = self.url_of(obj) if self.has_view_or_change_permission(request, obj) else self.list_url()
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return redirect(add_preserved_filters(filters, url))


def _refused(form: Any, text: Text) -> Any:
    """The same form, which says this of itself."""

    class Refused(form):
        def clean(self) -> Any:
            self.add_error(None, text)
            return super().clean()

    return Refused
