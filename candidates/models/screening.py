"""What an applicant answered to the questions of the ad."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES
from clients.models import ScreeningQuestion
from privacy.constraints import not_blank
from privacy.models import PersonalQuerySet


class ScreeningAnswerQuerySet(PersonalQuerySet["ScreeningAnswer"]):
    read_by = CANDIDATE_ROLES


class ScreeningAnswer(models.Model):
    """An answer beside the words it was an answer to. People read it; nothing moves, ranks or rejects by it (P71)."""

    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(
        ScreeningQuestion, verbose_name=_("screening question"), on_delete=models.PROTECT, related_name="answers"
    )
    asked = models.CharField(_("question"), max_length=300)
    answer = models.CharField(_("answer"), max_length=1_000)

    objects = ScreeningAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a screening question")
        verbose_name_plural = _("answers to screening questions")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="answer_once",
                violation_error_message=_("This question is answered."),
            ),
            not_blank("asked", "answer", name="answer_says_something", message=_("Write an answer.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.answer
