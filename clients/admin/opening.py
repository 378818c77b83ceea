"""What has to be known before an order is opened: how the client stands, and whether it is to pay first."""

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _

from clients.admin import standing
from clients.choices import PrepaymentState
from clients.models import JobOrder, Prepayment
from privacy.admin import show
from privacy.admin.show import Panel


def prepayment_of(order: JobOrder) -> Prepayment | None:
    try:
        return order.prepayment
    except ObjectDoesNotExist:
        return None


def waits(order: JobOrder) -> bool:
    prepayment = prepayment_of(order)
    return bool(prepayment and prepayment.state == PrepaymentState.ASKED)


def panels(order: JobOrder) -> list[Panel]:
    """Why a class was asked for is not said here: that is read by those who decide it."""
    rows = [
        (show.tag(words, "danger"), _("Enhetsregisteret says so. You can open the order; think of who pays."))
        for words in standing.troubles(order.company)
    ]
    if waits(order):
        rows.append(
            (
                show.tag(_("waits for prepayment"), "warning"),
                _("A colleague decided that it is paid for first. It can be opened when finance has marked it paid."),
            )
        )
    return [Panel(_("Before it is opened"), (_("state"), _("what it means")), rows)] if rows else []
