"""What is agreed with a client, the file it was signed in, and who signed."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import AgreementKind
from clients.models.company import ClientCompany, ClientContact, of_restricted
from clients.models.terms import AgreedTerms
from privacy.constraints import both_or_neither
from privacy.models import PersonalQuerySet, Subject
from privacy.ports import Actor

KEEPS_ACCOUNTS = ("manager", "finance")


def agreement_storage() -> Storage:
    return storages["files"]


def _colleague(label: Any, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, on_delete=models.PROTECT, null=True, blank=True,
        related_name=related_name,
    )  # fmt: skip


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: Actor) -> "AgreementQuerySet":
        """As their clients are."""
        return self.exclude(company__in=of_restricted())

    def with_a_file_for(self, user: Actor) -> "AgreementQuerySet":
        """Those whose signed file this colleague may open: who keeps the accounts, and the client's own adviser.

        With nobody's name in it who is set aside (GDPR art. 18), and, for the adviser, nobody's whom only the law keeps.
        """
        signed = Signatory.objects.filter(agreement=OuterRef("pk"))
        restricted = signed.exclude(pk__in=Signatory.objects.unrestricted().values("pk"))
        rows = self.exclude(file="").exclude(Exists(restricted))
        if user.has_role(*KEEPS_ACCOUNTS):
            return rows
        theirs = ClientContact.objects.filter(company=OuterRef("agreement__company"), subject=OuterRef("subject"))
        return rows.filter(company__adviser=user.pk).exclude(Exists(signed.exclude(Exists(theirs))))


class Agreement(AgreedTerms):
    """The terms a client has signed; what we do for it stands on one in force. Signed, only its end may still change."""

    company = models.ForeignKey(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="agreements"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind.choices)
    version = models.PositiveIntegerField(_("version"), default=1)
    terms = models.TextField(_("other terms"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(
        _("all over"), null=True, blank=True, editable=False,
        help_text=_("Its last day, or the day its last order was closed. The database works it out."),
    )  # fmt: skip
    drafted_at = models.DateTimeField(_("drafted"), default=timezone.now, editable=False)
    sent_by = _colleague(_("sent for signature by"), "sent_agreements")
    sent_at = models.DateTimeField(_("sent for signature"), null=True, blank=True)
    signed_by = _colleague(_("signed for us by"), "signed_agreements")
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    file = models.FileField(_("signed file"), storage=agreement_storage, max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    is_scanned = models.BooleanField(_("scanned for viruses"), default=False)
    filed_by = _colleague(_("file received by"), "filed_agreements")
    filed_at = models.DateTimeField(_("file received"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [models.Index(fields=["file"], name="agreement_by_file")]
        constraints = [
            *AgreedTerms._meta.constraints,
            models.UniqueConstraint(
                fields=["company", "kind", "version"],
                name="agreement_version_once",
                violation_error_message=_("There is such a version already."),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("An agreement cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="agreement_file_of_a_signed_one",
                condition=Q(file="", sha256="", filed_at__isnull=True)
                | (~Q(file="") & ~Q(sha256="") & Q(filed_at__isnull=False, signed_at__isnull=False)),
                violation_error_message=_("A signed file belongs to a signed agreement."),
            ),
            both_or_neither("signed_at", "signed_by", name="agreement_signed_by_someone"),
            both_or_neither("sent_at", "sent_by", name="agreement_sent_by_someone"),
            both_or_neither("filed_at", "filed_by", name="agreement_filed_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.get_kind_display()} {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.signed_at is None

    @property
    def is_without_file(self) -> bool:
        return not self.is_draft and not self.file

    @property
    def file_url(self) -> str:
        return reverse("agreement_file", args=[self.pk])


class SignatoryQuerySet(PersonalQuerySet["Signatory"]):
    read_by = KEEPS_ACCOUNTS


class Signatory(models.Model):
    """Who signed an agreement for the client, as the paper says: kept as long as the law makes us keep that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="signatories"
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="signed_for_clients"
    )
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=100, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature for a client")
        verbose_name_plural = _("signatures for clients")
        indexes = [
            models.Index(fields=["name", "id"], name="signatory_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="signatory_parts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "subject"],
                name="signatory_once",
                violation_error_message=_("This person has signed it already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
