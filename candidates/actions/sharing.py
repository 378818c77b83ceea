"""What two numbers of one person said of being presented, brought together; under the locks of the merge."""

from candidates.models import BlockedEmployer, Candidate, PresentationAnswer, PresentationItem, SharingPermission


def go_over(candidate: Candidate, own: Candidate) -> None:
    """Everything said stays. Of two questions that wait about one order one is asked; an employer is blocked once."""
    asked = own.permissions.waiting().values("job_order")
    candidate.permissions.waiting().filter(job_order__in=asked).delete()
    SharingPermission.objects.filter(candidate=candidate).update(candidate=own)
    candidate.blocked_employers.filter(org_number__in=own.blocked_employers.values("org_number")).delete()
    BlockedEmployer.objects.filter(candidate=candidate).update(candidate=own)
    both = PresentationItem.objects.filter(candidate=own).values("presentation")
    twice = PresentationItem.objects.filter(candidate=candidate, presentation__in=both)
    PresentationItem.objects.filter(pk__in=list(twice.values_list("pk", flat=True))).delete()
    PresentationItem.objects.filter(candidate=candidate).update(candidate=own)
    PresentationAnswer.objects.filter(candidate=candidate).update(candidate=own)
