"""The customer and its people."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import ContactRole
from clients.validators import organisation_number
from privacy.constraints import both_or_neither
from privacy.models import PersonalQuerySet, Subject


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

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            both_or_neither("ended_at", "ended_by", name="company_ended_by_someone"),
            models.CheckConstraint(
                name="company_org_number_nine_digits",
                condition=Q(org_number__regex=r"^[0-9]{9}$"),
                violation_error_message=_("An organisation number has nine digits."),
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
    ended_at = models.DateTimeField(_("relation ended"), null=True, blank=True)
    created_at = models.DateTimeField(_("registered"), default=timezone.now)

    objects = PersonalQuerySet["ClientContact"].as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    def __str__(self) -> str:
        return self.name
