"""What a position may require to be confirmed of whoever gets it, and by which law or need."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.choices import CheckKind, ClearanceLevel
from clients.models.order import JobOrder
from privacy.constraints import both_or_neither

NO_NEED = Q(leading_function="", large_responsibility="", private_economy="")
WHOLE_NEED = ~Q(leading_function="") & ~Q(large_responsibility="") & ~Q(private_economy="")
NAMES_A_LAW = Q(authority__regex="§|[Kk]ap")


class CheckRequirementQuerySet(models.QuerySet["CheckRequirement"]):
    def in_force(self) -> "CheckRequirementQuerySet":
        """What may be asked for: not lifted, and a credit check approved by a second person."""
        return self.filter(~Q(kind=CheckKind.CREDIT) | Q(approved_at__isnull=False), lifted_at=None)

    def waiting(self) -> "CheckRequirementQuerySet":
        return self.filter(kind=CheckKind.CREDIT, approved_at=None, lifted_at=None)


class CheckRequirement(models.Model):
    """An order's position requires a police certificate, a clearance or a credit check: by which law, or for which need."""

    order = models.ForeignKey(
        JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="check_requirements"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=CheckKind.choices)
    authority = models.CharField(_("the law that requires it"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=ClearanceLevel.choices, blank=True)
    leading_function = models.CharField(_("which leading function it is"), max_length=300, blank=True)
    large_responsibility = models.CharField(_("which large economic responsibility"), max_length=300, blank=True)
    private_economy = models.CharField(_("why the private economy matters for it"), max_length=300, blank=True)
    for_finalists = models.BooleanField(_("only in the final round"), default=False)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stated by"), on_delete=models.PROTECT, related_name="stated_checks"
    )
    stated_at = models.DateTimeField(_("stated"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="approved_checks",
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lifted by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="lifted_checks",
    )  # fmt: skip
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = CheckRequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("required check")
        verbose_name_plural = _("required checks")
        constraints = [
            models.CheckConstraint(
                name="check_by_law_or_need",
                condition=(~Q(kind=CheckKind.CREDIT) & NAMES_A_LAW & NO_NEED)
                | (Q(kind=CheckKind.CREDIT, authority="", for_finalists=True) & WHOLE_NEED),
                violation_error_message=_(
                    "A police certificate and a clearance need the paragraph of a law; a credit check needs all three "
                    "reasons, and is for the final round only."
                ),
            ),
            models.CheckConstraint(
                name="check_level_of_clearance",
                condition=Q(kind=CheckKind.CLEARANCE) & ~Q(level="") | ~Q(kind=CheckKind.CLEARANCE) & Q(level=""),
                violation_error_message=_("A clearance has a level, and nothing else has."),
            ),
            models.CheckConstraint(
                name="check_approved_by_another",
                condition=Q(approved_by__isnull=True) | Q(kind=CheckKind.CREDIT) & ~Q(approved_by=F("stated_by")),
                violation_error_message=_("A credit check is approved by somebody else than who asks for it."),
            ),
            both_or_neither("approved_at", "approved_by", name="check_approved_by_and_when"),
            both_or_neither("lifted_at", "lifted_by", name="check_lifted_by_and_when"),
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(lifted_at__isnull=True), name="check_required_once"
            ),
        ]

    def __str__(self) -> str:
        kind = self.get_kind_display()
        return f"{kind} ({self.get_level_display()})" if self.level else kind

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and (self.kind != CheckKind.CREDIT or self.approved_at is not None)

    @property
    def reasons(self) -> list[str]:
        """What the ad says: the law, or each part of the need."""
        texts = (self.authority, self.leading_function, self.large_responsibility, self.private_economy)
        return [text for text in texts if text]
