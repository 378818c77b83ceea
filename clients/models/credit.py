"""How good a client's credit is, and what was decided because of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import CreditClass, PrepaymentState
from clients.models.company import ClientCompany
from clients.models.order import JobOrder
from privacy.models import PersonalQuerySet, Subject

FINANCE = ("manager", "finance")


class CreditAssessmentQuerySet(PersonalQuerySet["CreditAssessment"]):
    read_by = FINANCE

    def newest_first(self) -> "CreditAssessmentQuerySet":
        return self.order_by("-assessed_on", "-pk")


class CreditAssessment(models.Model):
    """A class, its date and its source: no report, no score. Gone a year after its date at the latest.

    Of a sole proprietorship it is about the person (`subject`): kredittopplysningsloven counts an ENK as one.
    """

    company = models.ForeignKey(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="credit_assessments"
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="credit_assessments",
    )  # fmt: skip
    credit_class = models.CharField(_("credit class"), max_length=3, choices=CreditClass.choices)
    source = models.CharField(_("source"), max_length=100, help_text=_("The credit agency."))
    assessed_on = models.DateField(_("date"))
    valid_until = models.DateField(
        _("valid until"), help_text=_("Twelve months after the date at most; then it is deleted.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="credit_assessments",
    )  # fmt: skip
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)

    objects = CreditAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit assessment")
        verbose_name_plural = _("credit assessments")
        indexes = [
            models.Index(fields=["-assessed_on", "-id"], name="credit_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="credit_class_known",
                condition=Q(credit_class__in=CreditClass.values),
                violation_error_message=_("Choose a class."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.credit_class}"

    @property
    def suggests_prepayment(self) -> bool:
        return self.credit_class in CreditClass.that_suggest_prepayment()


class PrepaymentQuerySet(PersonalQuerySet["Prepayment"]):
    read_by = FINANCE

    def waiting(self) -> "PrepaymentQuerySet":
        return self.filter(state=PrepaymentState.ASKED)


class Prepayment(models.Model):
    """A person's decision that an order waits until it is paid for in advance; the client may ask for a review of it.

    A class never makes one. While it waits the database does not open the order (trigger, migration `credit_guards`).
    """

    order = models.OneToOneField(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="prepayment"
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="prepayments"
    )
    state = models.CharField(_("state"), max_length=10, choices=PrepaymentState.choices, default=PrepaymentState.ASKED)
    reason = models.TextField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT,
        related_name="prepayments_asked",
    )  # fmt: skip
    asked_at = models.DateTimeField(_("decided"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("settled by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="prepayments_settled",
    )  # fmt: skip
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    review_asked_at = models.DateTimeField(_("review asked for"), null=True, blank=True)
    review_message = models.TextField(_("what the client says"), max_length=2000, blank=True)
    review_answer = models.TextField(_("our answer"), max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewed by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="prepayments_reviewed",
    )  # fmt: skip
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    objects = PrepaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepayment")
        verbose_name_plural = _("prepayments")
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="prepayment_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="prepayment_state_known",
                condition=Q(state__in=PrepaymentState.values),
                violation_error_message=_("Say how it stands."),
            ),
            models.CheckConstraint(
                name="prepayment_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("A person decides, and says why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.order)

    @property
    def waits_for_review(self) -> bool:
        return self.review_asked_at is not None and self.reviewed_at is None
