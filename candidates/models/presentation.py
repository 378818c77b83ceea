"""What a client is shown of candidates: put together, sent, read by a link, answered; over on a day, or at once."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices.presentations import ItemKind
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from candidates.models.client_copy import ClientCopy
from candidates.models.document import Document
from candidates.models.referee import ReferenceCheck
from candidates.models.test_result import TestResult
from clients.models import ClientContact, JobOrder
from clients.models.company import of_restricted
from privacy.constraints import both_or_neither
from privacy.models import PersonalQuerySet
from privacy.ports import Actor

FILES = [ItemKind.DOCUMENT, ItemKind.CLIENT_COPY]


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def visible_to(self, user: Actor) -> "PresentationQuerySet":
        """As their orders are, to those who work with candidates."""
        seen = self.exclude(job_order__company__in=of_restricted())
        return seen if user.has_role(*CANDIDATE_ROLES) else seen.none()


class Presentation(models.Model):
    """An envelope for one order: nobody's name stands in it. Who is in it and who reads it are rows of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job_order = models.ForeignKey(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="presentations"
    )
    is_anonymous = models.BooleanField(
        _("anonymous"), default=False, help_text=_("Names are left out, and so is every document as it is.")
    )
    may_download = models.BooleanField(
        _("documents may be downloaded"), default=False, help_text=_("Marked with the client's name.")
    )
    shows_unscanned = models.BooleanField(_("shows files no scanner has seen (demo)"), default=False, editable=False)
    ends_at = models.DateTimeField(_("over from"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("put together by"), on_delete=models.PROTECT,
        related_name="presentations",
    )  # fmt: skip
    created_at = models.DateTimeField(_("begun"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("taken back by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="revoked_presentations",
    )  # fmt: skip
    ending_told_at = models.DateTimeField(_("everybody told that it is over"), null=True, blank=True, editable=False)

    objects = PresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("presentation")
        verbose_name_plural = _("presentations")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="presentation_newest"),
        ]
        constraints = [
            both_or_neither("revoked_at", "revoked_by", name="presentation_revoked_by_someone"),
            models.CheckConstraint(
                name="presentation_ends_after_it_begins",
                condition=Q(ends_at__gt=F("created_at")),
                violation_error_message=_("The last day must lie ahead, and ninety days from today at the most."),
            ),
            models.CheckConstraint(
                name="presentation_taken_back_once_sent",
                condition=Q(revoked_at__isnull=True) | Q(sent_at__isnull=False),
                violation_error_message=_("Only what was sent can be taken back."),
            ),
            models.CheckConstraint(
                name="presentation_ending_told_once_sent",
                condition=Q(ending_told_at__isnull=True) | Q(sent_at__isnull=False),
                violation_error_message=_("Only what was sent can be over."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.job_order)

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_presentation_change", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None

    @property
    def last_day(self) -> datetime.date:
        """It is over from the midnight after it."""
        return timezone.localdate(self.ends_at) - datetime.timedelta(days=1)


class PresentationItemQuerySet(PersonalQuerySet["PresentationItem"]):
    read_by = CANDIDATE_ROLES


class PresentationItem(models.Model):
    """One thing of one candidate in a presentation, as it was when it was sent: a text, or a document by its fingerprint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    presentation = models.ForeignKey(
        Presentation, verbose_name=_("presentation"), on_delete=models.PROTECT, related_name="items"
    )
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="presented"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind.choices)
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, null=True, blank=True, related_name="presented"
    )
    client_copy = models.ForeignKey(
        ClientCopy, verbose_name=_("client copy"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="presented",
    )  # fmt: skip
    test_result = models.ForeignKey(
        TestResult, verbose_name=_("test result"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="presented",
    )  # fmt: skip
    reference = models.ForeignKey(
        ReferenceCheck, verbose_name=_("reference"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="presented",
    )  # fmt: skip
    text = models.TextField(_("text"), max_length=4_000, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    disclosure = models.BigIntegerField(_("our reference"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"))

    objects = PresentationItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a presentation")
        verbose_name_plural = _("items of presentations")
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "document"], condition=Q(document__isnull=False), name="document_shown_once",
                violation_error_message=_("This document is in the presentation already."),
            ),
            models.UniqueConstraint(
                fields=["presentation", "candidate"], condition=Q(kind=ItemKind.INTRODUCTION),
                name="candidate_introduced_once",
                violation_error_message=_("This candidate is in the presentation already."),
            ),
            models.UniqueConstraint(
                fields=["presentation", "test_result"], condition=Q(test_result__isnull=False), name="test_result_shown_once",
                violation_error_message=_("This test result is in the presentation already."),
            ),
            models.UniqueConstraint(
                fields=["presentation", "reference"], condition=Q(reference__isnull=False), name="reference_shown_once",
                violation_error_message=_("This reference is in the presentation already."),
            ),
            models.CheckConstraint(
                name="item_has_what_its_kind_needs",
                condition=Q(kind=ItemKind.DOCUMENT, document__isnull=False, client_copy__isnull=True) & ~Q(sha256="")
                | Q(kind=ItemKind.CLIENT_COPY, document__isnull=False, client_copy__isnull=False) & ~Q(sha256="")
                | ~Q(kind__in=FILES)
                & Q(document__isnull=True, client_copy__isnull=True, sha256=""),
                violation_error_message=_("A document is shown by its fingerprint."),
            ),
            models.CheckConstraint(
                name="item_points_at_what_it_shows",
                condition=Q(kind=ItemKind.TEST, test_result__isnull=False, reference__isnull=True, text="")
                | Q(kind=ItemKind.REFERENCE, test_result__isnull=True, reference__isnull=False, text="")
                | Q(kind__in=FILES, test_result__isnull=True, reference__isnull=True)
                | ~Q(kind__in=[*FILES, ItemKind.TEST, ItemKind.REFERENCE])
                & Q(test_result__isnull=True, reference__isnull=True)
                & ~Q(text=""),
                violation_error_message=_(
                    "Test results and references are read where they stand; what we write ourselves is a text."
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PresentationReaderQuerySet(PersonalQuerySet["PresentationReader"]):
    def standing(self) -> "PresentationReaderQuerySet":
        """Not taken out, and of somebody who still speaks for the company that ordered."""
        own_company = Q(contact__company=F("presentation__job_order__company"))
        return self.filter(own_company, revoked_at=None, contact__ended_at=None)


class PresentationReader(models.Model):
    """A contact person who may read a presentation by a link of their own, once the mailbox is confirmed by a code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    presentation = models.ForeignKey(
        Presentation, verbose_name=_("presentation"), on_delete=models.PROTECT, related_name="readers"
    )
    contact = models.ForeignKey(
        ClientContact, verbose_name=_("contact person"), on_delete=models.PROTECT, related_name="presentations_read"
    )
    is_invited = models.BooleanField(_("let in by a colleague"), default=False)
    invited_by = models.ForeignKey(
        ClientContact, verbose_name=_("let in by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="presentations_passed_on",
    )  # fmt: skip
    token_digest = models.CharField(_("fingerprint of the link"), max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  null before it is sent: unique
    code_digest = models.CharField(_("fingerprint of the code"), max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(_("the code works until"), null=True, blank=True, editable=False)
    tries_left = models.PositiveSmallIntegerField(_("tries left"), default=0, editable=False)
    codes_on = models.DateField(_("day of the codes"), null=True, blank=True, editable=False)
    codes_sent = models.PositiveSmallIntegerField(_("codes that day"), default=0, editable=False)
    granted_at = models.DateTimeField(_("let in"))
    opened_at = models.DateTimeField(_("first read"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    objects = PresentationReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader of a presentation")
        verbose_name_plural = _("readers of presentations")
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "contact"], condition=Q(revoked_at__isnull=True), name="presentation_read_once",
                violation_error_message=_("This person reads the presentation already."),
            ),
            models.CheckConstraint(
                name="presentation_invited_by_a_colleague",
                condition=Q(is_invited=True) | Q(invited_by__isnull=True),
                violation_error_message=_("Only somebody invited was invited by somebody."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.contact)
