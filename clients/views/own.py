"""What a contact person sees, corrects, stops and deletes of the own data."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.actions import companies
from clients.forms import ContactForm
from clients.queries import contacts, readers
from privacy.actions import suppressions
from privacy.choices.marketing import SuppressionCause
from privacy.forms.own_pages import DeleteMeForm
from privacy.queries import explain, own_storage
from privacy.queries import suppressions as suppressions_of
from privacy.views.erasing import erase_me, what_goes

MOST_LINES = 100  # the copy of everything has the rest


@require_safe
@never_cache
def my_contact(request: HttpRequest) -> HttpResponse:
    """For which clients, which orders, until when and why, what was signed and written down; whoever is no contact person reads that."""
    person = request.user.subject_id
    own = {each.email.lower() for each in contacts.of_person(person)} & suppressions_of.confirmed_addresses_of(person)
    context = {
        "contacts": list(contacts.of_person(person)),
        "signed": list(contacts.signed_by(person)),
        "orders": list(readers.orders_of(request.user, at=timezone.now()).order_by("-created_at", "-pk")),
        "timeline": list(contacts.timeline_of(person)[:MOST_LINES]),
        "addresses": [(email, suppressions_of.token(email=email, subject_id=person)) for email in sorted(own)],
        "held": own_storage.held(explain(person, timezone.localdate())),
    }
    return render(request, "clients/my_contact.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change_my_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a person corrects without asking us (GDPR art. 16); another address is asked for."""
    contact = get_object_or_404(contacts.of_person(request.user.subject_id), pk=pk)
    known = {name: getattr(contact, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        companies.change_contact(contact=contact, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("my_contact")
    return render(request, "clients/change_my_contact.html", {"form": form, "contact": contact})


@require_POST
def stop_my_mailings(request: HttpRequest) -> HttpResponse:
    """Absolute, and at once (GDPR art. 21(3)); what answers you or serves the agreement still comes."""
    person, cause = request.user.subject_id, SuppressionCause.REQUEST
    suppressions.stop_for_person(subject_id=person, cause=cause, by=request.user, at=timezone.now())
    messages.success(request, _("You get no more news or advertising from us."))
    return redirect("my_contact")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete_my_contact(request: HttpRequest) -> HttpResponse:
    """Everything, but for what the law makes us keep, which is named before and after."""
    person = request.user.subject_id
    form = DeleteMeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return erase_me(request, person)
    return render(request, "clients/delete_my_contact.html", {"form": form, **what_goes(person)})
