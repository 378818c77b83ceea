"""Who may be given personal data, and what a person has agreed to beyond that (P36)."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from privacy.choices import Category
from privacy.choices.disclosures import RecipientKind, RecipientReason, ToldThrough
from privacy.models.personal import PersonalQuerySet
from privacy.models.subject import Subject

IN_THE_EEA = ("NO", "SE", "DK", "FI", "IS", "DE", "NL", "BE", "FR", "IE", "AT", "PL", "ES", "IT", "PT", "LU", "LI",
              "CZ", "EE", "LV", "LT", "SK", "SI", "HU", "HR", "RO", "BG", "GR", "CY", "MT")  # fmt: skip


class Recipient(models.Model):
    """A company or authority in the register of recipients. Nothing is given to anybody who is not in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=RecipientKind.choices)
    name = models.CharField(_("name"), max_length=200)
    org_number = models.CharField(_("organisation number"), max_length=9, blank=True)
    company_uuid = models.UUIDField(_("client"), null=True, blank=True, unique=True, editable=False)
    contact_address = models.EmailField(
        _("e-mail address of the company"), blank=True,
        help_text=_("A shared mailbox, where we tell of corrections and erasures. No person's address."),
    )  # fmt: skip
    purpose = models.CharField(_("what they do with it"), max_length=300)
    country = models.CharField(_("country"), max_length=2, default="NO", help_text=_("Two letters: NO, SE, US."))
    safeguard = models.CharField(
        _("safeguard outside the EEA"), max_length=200, blank=True,
        help_text=_("The decision or clauses the transfer stands on (GDPR art. 44-49)."),
    )  # fmt: skip
    law = models.CharField(
        _("paragraph"),
        max_length=200,
        blank=True,
        help_text=_("Of an authority: which law says that it gets the data."),
    )
    agreement_from = models.DateField(_("agreement from"), null=True, blank=True)
    agreement_until = models.DateField(_("agreement until"), null=True, blank=True)
    sub_processors = models.CharField(_("sub-processors"), max_length=500, blank=True)
    ended_on = models.DateField(_("receives nothing from"), null=True, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        indexes = [
            models.Index(fields=["name", "id"], name="recipient_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="recipient_parts"),
        ]
        constraints = [
            models.CheckConstraint(
                name="recipient_kind_known",
                condition=Q(kind__in=RecipientKind.values),
                violation_error_message=_("There is no such kind of recipient."),
            ),
            models.CheckConstraint(
                name="recipient_client_is_a_client",
                condition=Q(kind=RecipientKind.CLIENT, company_uuid__isnull=False)
                | ~Q(kind=RecipientKind.CLIENT) & Q(company_uuid__isnull=True),
                violation_error_message=_("A client is entered under clients, and is a recipient from its first open order."),
            ),
            models.CheckConstraint(
                name="recipient_processor_by_agreement",
                condition=~Q(kind=RecipientKind.PROCESSOR) | Q(agreement_from__isnull=False),
                violation_error_message=_("A processor has an agreement, with the day it began (GDPR art. 28)."),
            ),
            models.CheckConstraint(
                name="recipient_agreement_ends_after_it_begins",
                condition=Q(agreement_until__isnull=True) | Q(agreement_until__gte=F("agreement_from")),
                violation_error_message=_("An agreement cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="recipient_authority_by_law",
                condition=~Q(kind=RecipientKind.AUTHORITY) | ~Q(law=""),
                violation_error_message=_("Say which law gives the data to the authority."),
            ),
            models.CheckConstraint(
                name="recipient_outside_eea_with_a_safeguard",
                condition=Q(country__in=IN_THE_EEA) | ~Q(safeguard=""),
                violation_error_message=_("A transfer outside the EEA needs a safeguard (GDPR art. 44-49)."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class SharingAgreementQuerySet(PersonalQuerySet["SharingAgreement"]):
    def standing(self) -> "SharingAgreementQuerySet":
        return self.filter(withdrawn_at=None)


class SharingAgreement(models.Model):
    """What one person agreed that one recipient may be given: which data, what for, until when (P36)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="sharing_agreements"
    )
    recipient = models.ForeignKey(
        Recipient, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="agreements"
    )
    categories = ArrayField(models.CharField(max_length=20, choices=Category.choices), verbose_name=_("which data"))
    purpose = models.CharField(_("what for"), max_length=300)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"))
    through = models.CharField(_("agreed by"), max_length=10, choices=ToldThrough.choices)
    evidence = models.CharField(
        _("how we know"),
        max_length=300,
        help_text=_("For example: said on the telephone 3 March, confirmed by e-mail."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written down by"), on_delete=models.PROTECT,
        related_name="recorded_agreements",
    )  # fmt: skip
    recorded_at = models.DateTimeField(_("written down"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement to share")
        verbose_name_plural = _("agreements to share")
        indexes = [
            models.Index(fields=["-recorded_at", "id"], name="agreement_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sharing_agreement_names_data",
                condition=~Q(categories=[]) & Q(categories__contained_by=Category.values),
                violation_error_message=_("Say which data may be given."),
            ),
            models.CheckConstraint(
                name="sharing_agreement_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("An agreement cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.purpose}"


class RecipientNoticeQuerySet(PersonalQuerySet["RecipientNotice"]):
    def untold(self) -> "RecipientNoticeQuerySet":
        return self.filter(told_at=None, no_tell_reason="")


class RecipientNotice(models.Model):
    """A recipient is to be told what became of data it was given (GDPR art. 19); names the person by numbers only.

    Which of its disclosures are meant it knows by their references; our letter does not give the name again. What the
    company itself calls them stands here only until it is settled: it is a word about the person, who may be erased.
    """

    subject_uuid = models.UUIDField(_("person"), db_index=True)
    recipient = models.ForeignKey(
        Recipient, verbose_name=_("recipient"), on_delete=models.PROTECT, related_name="notices"
    )
    contact_uuid = models.UUIDField(_("recipient at the company"), null=True, blank=True)
    reason = models.CharField(_("what became of it"), max_length=12, choices=RecipientReason.choices)
    categories = ArrayField(
        models.CharField(max_length=20, choices=Category.choices),
        verbose_name=_("which data"),
        default=list,
        blank=True,
    )
    disclosures = ArrayField(models.BigIntegerField(), verbose_name=_("references"), default=list, blank=True)
    source_references = ArrayField(
        models.CharField(max_length=100), verbose_name=_("references of the company itself"), default=list, blank=True
    )
    created_at = models.DateTimeField(_("since"))
    mail_number = models.BigIntegerField(_("number of the e-mail"), null=True, blank=True, db_index=True)
    is_unreached = models.BooleanField(_("e-mail did not reach them"), default=False)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    through = models.CharField(_("told by"), max_length=10, choices=ToldThrough.choices, blank=True)
    settled_by_uuid = models.UUIDField(_("settled by"), null=True, blank=True, help_text=_("Empty: the program."))
    no_tell_reason = models.CharField(_("why the recipient is not told"), max_length=300, blank=True)

    objects = RecipientNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient to be told")
        verbose_name_plural = _("recipients to be told")
        constraints = [
            models.CheckConstraint(
                name="recipient_notice_told_through_something",
                condition=Q(told_at__isnull=True, through="") | Q(told_at__isnull=False) & ~Q(through=""),
                violation_error_message=_("Say how the recipient was told."),
            ),
            models.CheckConstraint(
                name="recipient_notice_told_or_not",
                condition=Q(told_at__isnull=True) | Q(no_tell_reason=""),
                violation_error_message=_("Either the recipient was told, or a reason says why not."),
            ),
            models.CheckConstraint(
                name="recipient_notice_names_something",
                condition=~Q(disclosures=[], source_references=[]) | Q(told_at__isnull=False) | ~Q(no_tell_reason=""),
                violation_error_message=_("Say by which reference the recipient knows the person."),
            ),
        ]
        indexes = [
            models.Index(fields=["-told_at", "created_at", "id"], name="recipient_notice_told"),
            models.Index(fields=["created_at"], condition=Q(told_at=None, no_tell_reason=""), name="notice_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {', '.join(self.references)}"

    @property
    def references(self) -> list[str]:
        return [*(reference(number) for number in self.disclosures), *self.source_references]


def reference(number: int) -> str:
    """What one disclosure is called between us and the recipient; says nothing of the person."""
    return f"U-{number:06d}"
