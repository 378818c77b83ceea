"""What a test came to: told to the candidate first, with an explanation, before it counts for anything."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES
from privacy.constraints import not_blank
from privacy.models import PersonalQuerySet


class TestResultQuerySet(PersonalQuerySet["TestResult"]):
    read_by = CANDIDATE_ROLES


class TestResult(models.Model):
    """The outcome of one test of a candidate for one position, in words, with what it means and does not mean."""

    __test__ = False  # no test of the program

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="test_results"
    )
    kind = models.CharField(_("test"), max_length=100)
    taken_on = models.DateField(_("taken on"))
    result = models.TextField(_("result"), max_length=1_000)
    explanation = models.TextField(_("what it means"), max_length=2_000)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        related_name="test_results",
    )
    noted_at = models.DateTimeField(_("written down"))
    shown_at = models.DateTimeField(_("seen by the candidate"), null=True, blank=True)

    objects = TestResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("test result")
        verbose_name_plural = _("test results")
        constraints = [
            not_blank(
                "kind", "result", "explanation", name="test_result_is_explained",
                message=_("Say which test, what it came to and what that means."),
            ),
            models.CheckConstraint(
                name="test_result_shown_after_it_was_noted",
                condition=Q(shown_at__isnull=True) | Q(shown_at__gte=F("noted_at")),
                violation_error_message=_("The candidate sees it once it is written down."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.kind
