"""What somebody who feels passed over may demand to know (likestillings- og diskrimineringsloven § 31)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models.application import Application
from candidates.models.candidate import CANDIDATE_ROLES
from privacy.constraints import both_or_neither
from privacy.models import PersonalQuerySet


class QualificationStatementQuerySet(PersonalQuerySet["QualificationStatement"]):
    read_by = CANDIDATE_ROLES

    def waiting(self) -> "QualificationStatementQuerySet":
        return self.filter(answered_at=None)


class QualificationStatement(models.Model):
    """An applicant demanded the qualifications of who was chosen. What we wrote stands in the e-mail, and nowhere else."""

    application = models.OneToOneField(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="statement"
    )
    asked_at = models.DateTimeField(_("statement demanded"))
    due_on = models.DateField(_("answer by"))
    employer_agreed_on = models.DateField(_("the employer agreed on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="qualification_statements",
    )  # fmt: skip
    answered_at = models.DateTimeField(_("statement given"), null=True, blank=True)

    objects = QualificationStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of qualifications")
        verbose_name_plural = _("statements of qualifications")
        constraints = [
            both_or_neither("answered_at", "answered_by", name="statement_answered_by_and_when"),
            models.CheckConstraint(
                name="statement_with_the_employer",
                condition=Q(answered_at__isnull=True)
                | Q(employer_agreed_on__isnull=False, answered_at__gte=F("asked_at")),
                violation_error_message=_("The employer, whose duty it is, agrees before it is given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}"
