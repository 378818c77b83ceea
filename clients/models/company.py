"""The customer and its people."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import ContactRole
from privacy.choices import Category
from privacy.constraints import both_or_neither
from privacy.models import PersonalQuerySet, Subject, restricted_persons
from privacy.ports import Actor
from privacy.validators import organisation_number


def of_restricted() -> "models.QuerySet[Any, Any]":
    """The clients that are persons whose data are set aside."""
    set_aside = restricted_persons([Category.CLIENT])
    return ClientCompany.objects.filter(proprietor__subject__in=set_aside).values("pk")


class ClientCompanyQuerySet(models.QuerySet["ClientCompany"]):
    def visible_to(self, user: Actor) -> "ClientCompanyQuerySet":
        """All but sole proprietorships whose person was erased, or whose data are set aside (GDPR art. 18(2))."""
        return self.unrestricted()

    def unrestricted(self) -> "ClientCompanyQuerySet":
        return self.exclude(org_number__startswith="x").exclude(pk__in=of_restricted())

    def troubled(self) -> "ClientCompanyQuerySet":
        """Those Enhetsregisteret says something against."""
        return self.filter(
            Q(register__is_bankrupt=True) | Q(register__is_dissolving=True) | Q(register__deleted_on__isnull=False)
        )

    def active(self, on: datetime.date) -> "ClientCompanyQuerySet":
        """Those with an open order, or an agreement in force."""
        in_force = Q(agreements__valid_until=None) | Q(agreements__valid_until__gte=on)
        agreed = in_force & Q(agreements__signed_at__isnull=False, agreements__valid_from__lte=on)
        return self.filter(agreed | Q(orders__opened_at__isnull=False, orders__closed_at=None)).distinct()


class ClientCompany(models.Model):
    """A company that orders recruitment or staffing from us."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    org_number = models.CharField(
        _("organisation number"),
        max_length=9,
        unique=True,
        validators=[organisation_number],
        error_messages={"unique": _("A client with this organisation number is registered already.")},
    )
    name = models.CharField(_("name"), max_length=200)
    privacy_statement_url = models.URLField(_("the client's own privacy statement"), blank=True)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible adviser"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="client_companies",
    )
    ended_at = models.DateTimeField(_("relation ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ended_companies",
    )
    created_at = models.DateTimeField(_("registered"), default=timezone.now)

    objects = ClientCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        indexes = [
            models.Index(fields=["name", "id"], name="company_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="company_parts"),
        ]
        constraints = [
            both_or_neither("ended_at", "ended_by", name="company_ended_by_someone"),
            models.CheckConstraint(
                name="company_org_number_nine_digits",
                condition=Q(org_number__regex=r"^([0-9]{9}|x[0-9a-f]{8})$"),  # x…: a sole proprietor who was erased
                violation_error_message=_("An organisation number has nine digits."),
            ),
            models.CheckConstraint(
                name="company_statement_is_on_the_web",
                condition=Q(privacy_statement_url="") | Q(privacy_statement_url__regex=r"^https?://"),
                violation_error_message=_("The address of the privacy statement begins with https://."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:clients_clientcompany_change", args=[self.pk])


class ClientContact(models.Model):
    """A person at a client whom we talk to; a data subject with the same rights as a candidate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="client_contacts"
    )
    company = models.ForeignKey(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    position = models.CharField(_("position"), max_length=100, blank=True)
    role = models.CharField(
        _("what about"), max_length=10, choices=ContactRole.choices, default=ContactRole.ORDERS,
        help_text=_("What this person is asked about."),
    )  # fmt: skip
    started_on = models.DateField(
        _("speaks for the client from"), null=True, blank=True, help_text=_("Empty: from the day it was registered.")
    )
    ended_at = models.DateTimeField(_("relation ended"), null=True, blank=True)
    created_at = models.DateTimeField(_("registered"), default=timezone.now)

    objects = PersonalQuerySet["ClientContact"].as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        indexes = [
            models.Index(fields=["name", "id"], name="contact_by_name"),
            GinIndex(
                OpClass(Upper("name"), name="gin_trgm_ops"),
                OpClass(Upper("email"), name="gin_trgm_ops"),
                name="contact_parts",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_ends_after_start",
                condition=Q(started_on__isnull=True)
                | Q(ended_at__isnull=True)
                | Q(ended_at__date__gte=F("started_on")),
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
