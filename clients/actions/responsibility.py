"""Orders, clients and enquiries of a colleague, handed to another."""

from django.db import transaction

from clients.models import ClientCompany, Enquiry, JobOrder
from privacy.actions import retention, subjects
from privacy.ports import Actor


@transaction.atomic
def hand_over(*, account: Actor, to: Actor) -> int:
    """What is not over; a closed order keeps the name of who was responsible."""
    asking = Enquiry.objects.filter(owner=account.pk, closed_at=None)
    roots = subjects.lock_who_is_left(*asking.values_list("subject", flat=True))
    orders = JobOrder.objects.filter(adviser=account.pk, closed_at=None).update(adviser=to.pk)
    companies = ClientCompany.objects.filter(adviser=account.pk).update(adviser=to.pk)
    enquiries = asking.update(owner=to.pk)
    retention.refresh(*roots.values())
    return orders + companies + enquiries
