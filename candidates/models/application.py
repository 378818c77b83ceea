"""A candidate and a position."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices import OPEN_STAGES, KeepScope, Origin, SharingScope, Stage
from candidates.models.campaign import Campaign, CampaignWording
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from candidates.models.document import Document
from clients.models import JobAd, JobOrder
from privacy.choices import Language
from privacy.models import Notice, PersonalQuerySet, TermsVersion

# What stands beside an application that began with a campaign: the person's own registration, or a yes that was noted.
OWN_REGISTRATION = Q(notice__isnull=False, terms__isnull=False, sharing_notice__isnull=False)
NOTED_YES = Q(added_by__isnull=False, go_ahead_on__isnull=False)


class ApplicationQuerySet(PersonalQuerySet["Application"]):
    read_by = CANDIDATE_ROLES

    def in_progress(self) -> "ApplicationQuerySet":
        return self.filter(stage__in=OPEN_STAGES)


class Application(models.Model):
    """A candidate's interest in one position, or in any (open registration), with the choices made on sending it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="applications"
    )
    job_order = models.ForeignKey(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="applications",
    )  # fmt: skip
    job_ad = models.ForeignKey(
        JobAd, verbose_name=_("job ad"), on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    documents = models.ManyToManyField(
        Document, verbose_name=_("documents"), through="ApplicationDocument", related_name="applications"
    )
    origin = models.CharField(_("origin"), max_length=20, choices=Origin.choices)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.NEW)
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.NB)
    keep_scope = models.CharField(_("keep"), max_length=20, choices=KeepScope.choices)
    sharing_scope = models.CharField(
        _("share"), max_length=20, choices=SharingScope.choices, default=SharingScope.THIS_POSITION
    )
    notice = models.ForeignKey(
        Notice, verbose_name=_("notice shown"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="applications",
    )  # fmt: skip
    terms = models.ForeignKey(
        TermsVersion, verbose_name=_("terms accepted"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="applications",
    )  # fmt: skip
    sharing_notice = models.ForeignKey(
        Notice, verbose_name=_("sharing acknowledged"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="acknowledged_applications",
    )  # fmt: skip
    wording = models.ForeignKey(
        CampaignWording, verbose_name=_("answered to"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="applications",
    )  # fmt: skip
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("came by the link of"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="applications", help_text=_("Only where the person agreed to the cookie that remembers it."),
    )  # fmt: skip
    go_ahead = models.CharField(_("how the person said yes"), max_length=300, blank=True)
    go_ahead_on = models.DateField(_("said yes on"), null=True, blank=True)
    submission_key = models.CharField(_("submission key"), max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  null where nobody submitted: unique
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="added_applications",
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("received"))
    confirmed_at = models.DateTimeField(_("e-mail address confirmed"), null=True, blank=True)
    stage_since = models.DateTimeField(_("in this stage since"))

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            models.Index(fields=["stage", "-submitted_at", "id"], name="application_stage_newest"),
            models.Index(fields=["-submitted_at", "id"], name="application_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_scopes_agree",
                condition=Q(sharing_scope=SharingScope.THIS_POSITION) | Q(keep_scope=KeepScope.CANDIDATE_BASE),
                violation_error_message=_(
                    "You asked us to keep the application for this position only, so it cannot be shared with others."
                ),
            ),
            models.CheckConstraint(
                name="application_own_says_what_was_shown",
                condition=~Q(origin__in=[Origin.APPLIED, Origin.REGISTERED])
                | Q(notice__isnull=False, terms__isnull=False, sharing_notice__isnull=False),
                violation_error_message=_("An application states which notice and terms were shown."),
            ),
            models.CheckConstraint(
                name="application_from_a_campaign",
                condition=~Q(origin=Origin.LEAD) | Q(wording__isnull=False) & (OWN_REGISTRATION | NOTED_YES),
                violation_error_message=_(
                    "From a campaign somebody becomes a candidate by an own registration, or by a yes that is noted: how and when."
                ),
            ),
            models.CheckConstraint(
                name="application_yes_says_how_and_when",
                condition=Q(go_ahead_on__isnull=True, go_ahead="") | Q(go_ahead_on__isnull=False) & ~Q(go_ahead=""),
                violation_error_message=_("Say both how the person said yes and when."),
            ),
            models.CheckConstraint(
                name="application_added_by_someone",
                condition=Q(origin=Origin.ADDED, added_by__isnull=False)
                | Q(origin=Origin.LEAD)
                | (~Q(origin__in=[Origin.ADDED, Origin.LEAD]) & Q(added_by__isnull=True)),
                violation_error_message=_("Say who added the application."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} – {self.position}"

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_application_change", args=[self.pk])

    @property
    def position(self) -> str:
        """What was applied for, in words."""
        if self.job_ad:
            return self.job_ad.title
        return self.job_order.title if self.job_order else str(_("Open registration"))

    @property
    def is_in_progress(self) -> bool:
        return self.stage in OPEN_STAGES


class ApplicationDocumentQuerySet(PersonalQuerySet["ApplicationDocument"]):
    read_by = CANDIDATE_ROLES


class ApplicationDocument(models.Model):
    """Which documents went with which application."""

    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="uses"
    )
    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="uses")

    objects = ApplicationDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of an application")
        constraints = [
            models.UniqueConstraint(fields=["application", "document"], name="document_once_per_application")
        ]

    def __str__(self) -> str:
        return f"{self.document}"


class StageChangeQuerySet(PersonalQuerySet["StageChange"]):
    read_by = CANDIDATE_ROLES


class StageChange(models.Model):
    """One move of an application: from where, to where, by whom, and why when it was a rejection."""

    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="stage_changes"
    )
    from_stage = models.CharField(_("from"), max_length=20, choices=Stage.choices)
    to_stage = models.CharField(_("to"), max_length=20, choices=Stage.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stage_changes",
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage history")
        indexes = [models.Index(fields=["at"], name="stage_change_at")]  # the figures of a quarter
        constraints = [
            models.CheckConstraint(
                name="stage_really_changes",
                condition=~Q(from_stage=F("to_stage")),
                violation_error_message=_("The application is in this stage already."),
            ),
            models.CheckConstraint(
                name="rejection_has_a_human_and_a_reason",
                condition=~Q(to_stage=Stage.REJECTED) | (Q(by__isnull=False) & ~Q(reason="")),
                violation_error_message=_("A rejection needs a person and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_stage_display()} → {self.get_to_stage_display()}"
