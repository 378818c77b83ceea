"""How a client is invoiced."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.choices import InvoiceChannel
from clients.models.company import ClientCompany


class InvoiceProfile(models.Model):
    """Where the invoice goes, what must stand on it, and when it is to be paid."""

    company = models.OneToOneField(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, primary_key=True, related_name="invoicing"
    )
    channel = models.CharField(
        _("sent as"), max_length=10, choices=InvoiceChannel.choices, default=InvoiceChannel.EHF,
        help_text=_("EHF goes to the organisation number."),
    )  # fmt: skip
    invoice_address = models.EmailField(
        _("e-mail address for invoices"), blank=True, help_text=_("A shared mailbox, not a person's.")
    )
    reference = models.CharField(_("the client's reference"), max_length=100, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=14)

    class Meta:
        verbose_name = _("invoice profile")
        verbose_name_plural = _("invoice profiles")
        constraints = [
            models.CheckConstraint(
                name="invoicing_channel_with_an_address",
                condition=Q(channel=InvoiceChannel.EHF) | Q(channel=InvoiceChannel.EMAIL) & ~Q(invoice_address=""),
                violation_error_message=_("An invoice by e-mail needs an address."),
            ),
            models.CheckConstraint(
                name="invoicing_paid_within_reason",
                condition=Q(payment_days__range=(1, 90)),
                violation_error_message=_("Between 1 and 90 days to pay."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.company)
