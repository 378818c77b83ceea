"""What came of showing candidates to a client: answers, and documents that were taken along."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.choices.presentations import ClientAnswer
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from candidates.models.presentation import Presentation, PresentationItem, PresentationReader
from privacy.models import PersonalQuerySet


class PresentationAnswerQuerySet(PersonalQuerySet["PresentationAnswer"]):
    read_by = CANDIDATE_ROLES


class PresentationAnswer(models.Model):
    """What a reader said of one candidate. Never changed: a new answer follows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    presentation = models.ForeignKey(
        Presentation, verbose_name=_("presentation"), on_delete=models.PROTECT, related_name="answers"
    )
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="client_answers"
    )
    reader = models.ForeignKey(
        PresentationReader, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="answers",
    )  # fmt: skip
    answer = models.CharField(_("answer"), max_length=12, choices=ClientAnswer.choices)
    comment = models.TextField(_("comment"), max_length=2_000, blank=True)
    at = models.DateTimeField(_("at"))

    objects = PresentationAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("client's answer")
        verbose_name_plural = _("clients' answers")
        constraints = [
            models.CheckConstraint(
                name="client_question_is_one",
                condition=~Q(answer=ClientAnswer.QUESTION) | ~Q(comment=""),
                violation_error_message=_("Write your question."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display())


class PresentationDownloadQuerySet(PersonalQuerySet["PresentationDownload"]):
    read_by = CANDIDATE_ROLES


class PresentationDownload(models.Model):
    """A document a reader took along, by the fingerprint of the very bytes: marked, and without its metadata."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(
        PresentationItem, verbose_name=_("item"), on_delete=models.PROTECT, related_name="downloads"
    )
    reader = models.ForeignKey(
        PresentationReader, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="downloads",
    )  # fmt: skip
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    disclosure = models.BigIntegerField(_("our reference"))
    at = models.DateTimeField(_("at"))

    objects = PresentationDownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("download of a document")
        verbose_name_plural = _("downloads of documents")

    def __str__(self) -> str:
        return self.sha256[:12]
