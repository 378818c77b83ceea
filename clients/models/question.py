"""What an applicant for one position is asked besides the CV."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.choices import AnswerKind
from clients.models.asking import Asking, asks_with_a_reason
from clients.models.order import JobAd
from privacy.constraints import both_or_neither, not_blank


class ScreeningQuestionQuerySet(models.QuerySet["ScreeningQuestion"]):
    def in_use(self) -> "ScreeningQuestionQuerySet":
        return self.filter(ended_at=None)

    def in_order(self) -> "ScreeningQuestionQuerySet":
        return self.order_by("written_at", "pk")


class ScreeningQuestion(Asking):
    """A question of an ad, with why it is asked, which the applicant reads. Its words are never changed (a trigger)."""

    ad = models.ForeignKey(JobAd, verbose_name=_("job ad"), on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    reason = models.CharField(_("why it is asked"), max_length=300)
    kind = models.CharField(_("kind of answer"), max_length=20, choices=AnswerKind.choices)
    choices = models.TextField(_("the answers to choose among"), max_length=1_500, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="questions"
    )
    written_at = models.DateTimeField(_("written"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ended by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="questions_ended",
    )  # fmt: skip
    ended_at = models.DateTimeField(_("no longer asked since"), null=True, blank=True)

    objects = ScreeningQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening question")
        verbose_name_plural = _("screening questions")
        constraints = [
            not_blank(
                "text", "reason", name="question_says_why", message=_("Write the question, and why it is asked.")
            ),
            models.CheckConstraint(
                name="question_has_choices_if_it_is_a_choice",
                condition=Q(kind=AnswerKind.CHOICE) & ~Q(choices="") | ~Q(kind=AnswerKind.CHOICE) & Q(choices=""),
                violation_error_message=_("Write the answers to choose among, and only where one is to be chosen."),
            ),
            models.CheckConstraint(
                name="question_kind_is_known",
                condition=Q(kind__in=AnswerKind.values),
                violation_error_message=_("Choose how it is answered."),
            ),
            models.UniqueConstraint(
                fields=["ad", "text"], condition=Q(ended_at=None), name="question_once_per_ad",
                violation_error_message=_("This ad asks this already."),
            ),
            both_or_neither("ended_at", "ended_by", name="question_end_has_a_human"),
            asks_with_a_reason("question_asks_with_a_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def lines(self) -> list[str]:
        """The answers to choose among."""
        return self.choices.splitlines()
