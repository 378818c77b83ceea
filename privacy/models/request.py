"""What somebody asks about the own data, and what became of it (GDPR art. 12)."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import Language
from privacy.choices.requests import REFUSABLE, Door, RefusalGround, RequestState, Right
from privacy.constraints import both_or_neither
from privacy.models.subject import Subject

IS_REFUSABLE = Q(refusal_ground="")
for _right, _grounds in REFUSABLE.items():
    IS_REFUSABLE |= Q(right=_right, refusal_ground__in=_grounds)

CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        name="request_refused_on_a_ground_of_its_right",
        condition=IS_REFUSABLE,
        violation_error_message=_("This right cannot be refused for that reason."),
    ),
    models.CheckConstraint(
        name="request_refused_by_two",
        condition=~Q(state=RequestState.REFUSED)
        | (~Q(refusal_ground="") & ~Q(refusal_reason="") & Q(proposed_by__isnull=False, approved_by__isnull=False)),
        violation_error_message=_("A refusal has a ground, a reason, and two people who answer for it."),
    ),
    models.CheckConstraint(
        name="request_approved_by_another",
        condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
        violation_error_message=_("Somebody else than who proposed it approves a refusal."),
    ),
    both_or_neither("proposed_at", "proposed_by", name="request_proposed_by_someone"),
    both_or_neither("approved_at", "approved_by", name="request_approved_by_someone"),
    models.CheckConstraint(
        name="request_closed_has_a_time",
        condition=Q(state__in=RequestState.closed(), closed_at__isnull=False)
        | (~Q(state__in=RequestState.closed()) & Q(closed_at__isnull=True)),
        violation_error_message=_("A closed request has a time, an open one has none."),
    ),
    models.CheckConstraint(
        name="request_answered_when_identified",
        condition=Q(identified_at__isnull=False) | Q(state=RequestState.UNVERIFIED),
        violation_error_message=_("Nothing is answered before it is settled who asks."),
    ),
    models.CheckConstraint(
        name="request_by_staff_says_who_it_was",
        condition=~Q(door__in=Door.of_staff()) | (~Q(identity_note="") & Q(registered_by__isnull=False)),
        violation_error_message=_("Say how you knew who it was. Never store a copy of an identity document."),
    ),
]


class RequestQuerySet(models.QuerySet["Request"]):
    def waiting(self) -> "RequestQuerySet":
        return self.filter(state__in=[RequestState.OPEN, RequestState.PROPOSED])

    def overdue(self, today: datetime.date) -> "RequestQuerySet":
        """The answer should have been there before this day."""
        return self.waiting().filter(Q(extended_to=None, due_on__lt=today) | Q(extended_to__lt=today))


def _colleague(label: Any, related_name: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, on_delete=models.PROTECT, null=True, blank=True,
        related_name=related_name,
    )  # fmt: skip


class Request(models.Model):
    """One request about rights: number, day by which it is answered, and the answer.

    Its way from state to state, and its days, are guarded by a trigger (migration *requests_guards*). It is dealt with also while the
    person's data are restricted: that is what the rights are for (GDPR art. 18(2)).
    """

    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="requests")
    right = models.CharField(_("asked for"), max_length=20, choices=Right.choices)
    door = models.CharField(_("came by"), max_length=20, choices=Door.choices)
    state = models.CharField(_("state"), max_length=20, choices=RequestState.choices, default=RequestState.OPEN)
    email = models.EmailField(_("e-mail address"), blank=True)
    message = models.TextField(_("what the person wrote"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    submission_key = models.CharField(_("submission key"), max_length=64, unique=True, editable=False)
    identity_note = models.CharField(_("how we knew who it was"), max_length=300, blank=True)
    identified_at = models.DateTimeField(_("identity settled"), null=True, blank=True)
    registered_by = _colleague(_("registered by"), "registered_requests")
    owner = _colleague(_("owner"), "owned_requests")
    reminded_at_days = models.PositiveSmallIntegerField(_("reminded so many days ahead"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("answer by"))
    extended_on = models.DateField(_("extended on"), null=True, blank=True)
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extension_reason = models.TextField(_("why it takes longer"), blank=True)
    refusal_ground = models.CharField(_("ground of refusal"), max_length=20, choices=RefusalGround.choices, blank=True)
    refusal_reason = models.TextField(_("reason of refusal"), blank=True)
    proposed_by = _colleague(_("refusal proposed by"), "proposed_refusals")
    proposed_at = models.DateTimeField(_("refusal proposed"), null=True, blank=True)
    approved_by = _colleague(_("refusal approved by"), "approved_refusals")
    approved_at = models.DateTimeField(_("refusal approved"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    statement = models.TextField(_("the person's own statement"), blank=True)
    letter = models.CharField(_("letter"), max_length=40, blank=True)
    closed_by = _colleague(_("closed by"), "closed_requests")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about rights")
        verbose_name_plural = _("requests about rights")
        indexes = [
            models.Index(fields=["due_on", "id"], name="request_by_day"),
            models.Index(fields=["email"], name="request_by_email"),
        ]
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.number}: {self.get_right_display()}"

    @property
    def number(self) -> str:
        return f"K-{self.pk:05d}"

    @property
    def answer_by(self) -> datetime.date:
        """The day it must be answered by, extended or not."""
        return self.extended_to or self.due_on

    @property
    def is_waiting(self) -> bool:
        return self.state in (RequestState.OPEN, RequestState.PROPOSED)

    @property
    def is_attached(self) -> bool:
        """Whether it is settled whose it is: one from the form whose address is nobody's account stands alone."""
        return self.door != Door.FORM or self.subject.merged_into_id is not None

    @property
    def is_unverified(self) -> bool:
        return self.state == RequestState.UNVERIFIED

    @property
    def is_for_a_copy(self) -> bool:
        return self.right in Right.to_a_copy()

    @property
    def is_refusable(self) -> bool:
        return self.right in REFUSABLE
