"""Who at a client may follow an order."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models.company import ClientContact
from clients.models.order import JobOrder
from privacy.models import PersonalQuerySet


class OrderReaderQuerySet(PersonalQuerySet["OrderReader"]):
    def standing(self) -> "OrderReaderQuerySet":
        """Not taken back, and of somebody who still speaks for the company that ordered."""
        return self.filter(revoked_at=None, contact__ended_at=None, contact__company=F("order__company"))


class OrderReader(models.Model):
    """A contact person who may follow one order on the website: let in by us, or invited by a colleague who was."""

    contact = models.ForeignKey(
        ClientContact, verbose_name=_("contact person"), on_delete=models.PROTECT, related_name="readings"
    )
    order = models.ForeignKey(JobOrder, verbose_name=_("job order"), on_delete=models.PROTECT, related_name="readers")
    is_invited = models.BooleanField(_("invited by a colleague"), default=False)
    invited_by = models.ForeignKey(
        ClientContact, verbose_name=_("invited by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="invitations",
    )  # fmt: skip
    only_reads = models.BooleanField(
        _("registered only to read"), default=False,
        help_text=_("The relation to this contact person ends with the last order followed."),
    )  # fmt: skip
    granted_at = models.DateTimeField(_("let in"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = OrderReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader of an order")
        verbose_name_plural = _("readers of orders")
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "order"], condition=Q(revoked_at__isnull=True), name="reader_once",
                violation_error_message=_("This person follows the order already."),
            ),
            models.CheckConstraint(
                name="reader_invited_by_a_colleague",
                condition=Q(is_invited=True) | Q(invited_by__isnull=True),
                violation_error_message=_("Only somebody invited was invited by somebody."),
            ),
            models.CheckConstraint(
                name="reader_invited_by_another",
                condition=Q(invited_by__isnull=True) | ~Q(invited_by=F("contact")),
                violation_error_message=_("Nobody invites themselves."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contact}, {self.order}"
