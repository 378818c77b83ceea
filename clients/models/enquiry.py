"""A company that asks us for help."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from clients.choices import EnquiryOutcome, OrderKind
from clients.models.order import JobOrder
from privacy.choices import Language
from privacy.models import PersonalQuerySet, Subject
from privacy.validators import organisation_number


class Enquiry(models.Model):
    """A company that asks us for help: with a number, an owner, a day by which it hears from us, and what came of it."""

    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="enquiries")
    company_name = models.CharField(_("company"), max_length=200)
    org_number = models.CharField(_("organisation number"), max_length=9, blank=True, validators=[organisation_number])
    kind = models.CharField(_("kind"), max_length=20, choices=OrderKind.choices, default=OrderKind.RECRUITMENT)
    needs = models.TextField(_("what the company needs"))
    headcount = models.PositiveSmallIntegerField(_("how many"), default=1)
    wanted_from = models.CharField(_("from when"), max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    submission_key = models.CharField(_("submission key"), max_length=64, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_enquiries",
    )
    answer = models.TextField(_("answer"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=EnquiryOutcome.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    order = models.OneToOneField(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, null=True, blank=True, related_name="enquiry"
    )
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("next step by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = PersonalQuerySet["Enquiry"].as_manager()

    class Meta:
        verbose_name = _("enquiry from a company")
        verbose_name_plural = _("enquiries from companies")
        indexes = [
            models.Index(fields=["due_on", "id"], name="enquiry_by_day"),
            models.Index(fields=["org_number"], name="enquiry_by_number"),
            GinIndex(
                OpClass(Upper("company_name"), name="gin_trgm_ops"),
                OpClass(Upper("name"), name="gin_trgm_ops"),
                OpClass(Upper("email"), name="gin_trgm_ops"),
                name="enquiry_parts",
            ),
            models.Index(fields=["due_on"], condition=Q(closed_at__isnull=True), name="enquiry_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                name="enquiry_org_number_nine_digits",
                condition=Q(org_number="") | Q(org_number__regex=r"^[0-9]{9}$"),
                violation_error_message=_("An organisation number has nine digits."),
            ),
            models.CheckConstraint(
                name="enquiry_for_somebody",
                condition=Q(headcount__gte=1),
                violation_error_message=_("At least one person."),
            ),
            models.CheckConstraint(
                name="enquiry_closed_with_an_outcome",
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False, outcome__in=EnquiryOutcome.values),
                violation_error_message=_("Say what became of the enquiry."),
            ),
            models.CheckConstraint(
                name="enquiry_became_an_order",
                condition=Q(outcome=EnquiryOutcome.CONVERTED, order__isnull=False)
                | ~Q(outcome=EnquiryOutcome.CONVERTED) & Q(order__isnull=True),
                violation_error_message=_("An enquiry that became an order names it, and no other does."),
            ),
            models.CheckConstraint(
                name="enquiry_closed_for_a_reason",
                condition=Q(outcome__in=["", EnquiryOutcome.CONVERTED]) | ~Q(reason=""),
                violation_error_message=_("Say why it is closed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.company_name}"

    @property
    def number(self) -> str:
        return f"B-{self.pk:05d}"
