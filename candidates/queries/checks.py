"""The checks of one application, as its candidate and those who deal with them see them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import Application, CheckNotice
from clients.choices import CheckKind
from clients.models import CheckRequirement

KINDS = {each.value: each.label for each in CheckKind}
OBJECTS = {
    "candidates.checknotice": _("a check the position requires"),
    "candidates.specialcheck": _("a check the position requires"),
}
WORDS = {"candidates.checknotice": KINDS, "candidates.specialcheck": KINDS}
MAILS = {
    "candidates/email/check_notice": _("the position requires a check"),
    "candidates/email/check_deleted": _("our note of a check is deleted"),
}


def of_application(application: Application) -> QuerySet[CheckNotice]:
    """What the candidate was told of, each with its note while there is one."""
    return application.check_notices.select_related("requirement", "noted").order_by("told_at", "pk")


def is_required(application: Application) -> bool:
    return CheckRequirement.objects.in_force().filter(order=application.job_order_id).exists()


def to_tell(application: Application) -> QuerySet[CheckRequirement]:
    """What the order requires and the candidate was not told of yet."""
    required = CheckRequirement.objects.in_force().filter(order=application.job_order_id)
    return required.exclude(notices__application=application).order_by("pk")


def to_note(application: Application) -> QuerySet[CheckNotice]:
    """What the candidate was told of and nobody has noted."""
    told = application.check_notices.filter(noted=None, requirement__lifted_at=None)
    return told.select_related("requirement").order_by("pk")


def names_of_required(keys: list[str]) -> dict[str, str]:
    """For the access package: which check a notice was of."""
    return {str(each.pk): str(each) for each in CheckRequirement.objects.filter(pk__in=keys)}
