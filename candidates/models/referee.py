"""Who can tell something about a candidate, what is asked of them, and what they said."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices.references import Through
from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from privacy.choices import Language
from privacy.constraints import both_or_neither, not_blank
from privacy.models import PersonalQuerySet, Subject


class RefereeQuerySet(PersonalQuerySet["Referee"]):
    read_by = CANDIDATE_ROLES


class Referee(models.Model):
    """Somebody a candidate names who can tell how they work: a data subject of its own (P15)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="referees")
    candidate = models.ForeignKey(
        Candidate,
        verbose_name=_("candidate"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="referees",
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    relation = models.CharField(_("knows the candidate as"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.NB)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written down by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="referees_named", help_text=_("Empty: the candidate."),
    )  # fmt: skip
    named_how = models.CharField(_("how the candidate named them"), max_length=150, blank=True)
    named_at = models.DateTimeField(_("named"))

    objects = RefereeQuerySet.as_manager()

    class Meta:
        verbose_name = _("referee")
        verbose_name_plural = _("referees")
        indexes = [
            models.Index(fields=["-named_at", "id"], name="referee_newest"),
            GinIndex(
                OpClass(Upper("name"), name="gin_trgm_ops"),
                OpClass(Upper("email"), name="gin_trgm_ops"),
                name="referee_parts",
            ),
        ]
        constraints = [
            not_blank(
                "name", "relation", name="referee_is_somebody", message=_("Say who it is, and how they know you.")
            ),
            models.CheckConstraint(
                name="referee_can_be_reached",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
            models.CheckConstraint(
                name="referee_named_by_us_says_how",
                condition=Q(named_by__isnull=True) | ~Q(named_how=""),
                violation_error_message=_("Say how the candidate named them: in an interview, by telephone."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_referee_change", args=[self.pk])


class ReferenceQuestion(models.Model):
    """One line of the guide every referee is asked by; the manager keeps it short, and about work."""

    place = models.PositiveSmallIntegerField(_("place"))
    text_nb = models.CharField(_("question in Norwegian"), max_length=300)
    text_en = models.CharField(_("question in English"), max_length=300)
    is_in_use = models.BooleanField(_("in use"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="reference_questions",
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("question to referees")
        verbose_name_plural = _("questions to referees")
        constraints = [
            not_blank(
                "text_nb", "text_en", name="question_in_both_languages", message=_("Write it in both languages.")
            ),
        ]

    def __str__(self) -> str:
        return self.text_nb

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_referencequestion_change", args=[self.pk])

    def text(self, language: str) -> str:
        return self.text_en if language == Language.EN else self.text_nb


class ReferenceCheckQuerySet(PersonalQuerySet["ReferenceCheck"]):
    read_by = CANDIDATE_ROLES

    def with_go_ahead(self) -> "ReferenceCheckQuerySet":
        return self.filter(go_ahead_at__isnull=False, taken_back_at=None)

    def answerable(self) -> "ReferenceCheckQuerySet":
        """What a referee may still tell, see or correct."""
        open_order = Q(application__job_order__opened_at__isnull=False, application__job_order__closed_at=None)
        there = self.with_go_ahead().filter(open_order, referee__isnull=False, declined_at=None)
        return there.exclude(application__stage__in=["rejected", "withdrawn"])


class ReferenceCheck(models.Model):
    """A referee asked about a candidate for one position, after the candidate's go-ahead. About both of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="reference_checks",
    )  # fmt: skip
    referee = models.ForeignKey(
        Referee, verbose_name=_("referee"), on_delete=models.PROTECT, null=True, blank=True, related_name="checks"
    )
    wanted_at = models.DateTimeField(_("go-ahead asked for"), null=True, blank=True)
    wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("go-ahead asked for by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="references_wanted",
    )  # fmt: skip
    go_ahead_at = models.DateTimeField(_("go-ahead given"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("go-ahead taken back"), null=True, blank=True)
    asked_at = models.DateTimeField(_("referee asked"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("referee asked by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="references_asked",
    )  # fmt: skip
    token_digest = models.CharField(_("fingerprint of the link"), max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  null before it is sent: unique
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("referee answered"), null=True, blank=True)
    answers = models.JSONField(_("what the referee said"), null=True, blank=True)
    through = models.CharField(_("said by"), max_length=10, choices=Through.choices, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written down by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="references_noted", help_text=_("Empty: the referee."),
    )  # fmt: skip
    declined_at = models.DateTimeField(_("not to be had"), null=True, blank=True)

    objects = ReferenceCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "referee"], name="referee_asked_once_for_a_position",
                violation_error_message=_("This referee is on the list for this position already."),
            ),
            models.CheckConstraint(
                name="reference_wanted_by_someone",
                condition=Q(wanted_at__isnull=True) | Q(wanted_by__isnull=False),
                violation_error_message=_("Say both when it was done and who did it."),
            ),
            both_or_neither("asked_at", "asked_by", name="reference_asked_by_someone"),
            models.CheckConstraint(
                name="reference_reminded_after_it_was_asked",
                condition=Q(reminded_at__isnull=True) | Q(asked_at__isnull=False),
                violation_error_message=_("Nobody is reminded of what they were not asked."),
            ),
            models.CheckConstraint(
                name="reference_answered_when",
                condition=Q(answers__isnull=True) | Q(answered_at__isnull=False),
                violation_error_message=_("An answer has a day."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-asked_at", "id"], name="reference_check_newest"),
            models.Index(F("asked_at").desc(nulls_last=True), "id", name="reference_newest"),
        ]

    def __str__(self) -> str:
        return str(self.referee or _("Reference"))

    def get_absolute_url(self) -> str:
        return reverse("admin:candidates_referencecheck_change", args=[self.pk])

    @property
    def the_application(self) -> Application:
        """While there is one."""
        assert self.application is not None
        return self.application

    @property
    def the_referee(self) -> Referee:
        """While there is one."""
        assert self.referee is not None
        return self.referee

    @property
    def has_go_ahead(self) -> bool:
        return self.go_ahead_at is not None and self.taken_back_at is None

    @property
    def told(self) -> list[tuple[str, str]]:
        """Question and answer, in the order asked."""
        pairs = self.answers if isinstance(self.answers, list) else []
        return [(str(each[0]), str(each[1])) for each in pairs if isinstance(each, list) and len(each) == len("qa")]
