"""What happened with a client, as far as it is needed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import TimelineKind
from clients.models.company import ClientCompany
from clients.validators import ADDRESS, ELEVEN_DIGITS, about_business
from privacy.models import PersonalQuerySet, Subject
from privacy.ports import Actor

LONGEST = 280


class TimelineQuerySet(PersonalQuerySet["TimelineEntry"]):
    def visible_to(self, user: Actor) -> "TimelineQuerySet":
        """What was said about credit is read by those who assess it."""
        seen = super().visible_to(user)
        return seen if user.has_role("manager", "finance") else seen.exclude(kind=TimelineKind.CREDIT)

    def newest_first(self) -> "TimelineQuerySet":
        return self.order_by("-at", "-pk")


class TimelineEntry(models.Model):
    """One short line of a client's history: what, when, by whom; never about a candidate, and gone by its own time.

    Of a sole proprietorship it is about the person (`subject`).
    """

    company = models.ForeignKey(
        ClientCompany, verbose_name=_("client"), on_delete=models.PROTECT, related_name="timeline"
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="timeline_entries",
    )  # fmt: skip
    kind = models.CharField(_("what about"), max_length=12, choices=TimelineKind.choices)
    text = models.CharField(
        _("in a sentence"), max_length=LONGEST, validators=[about_business],
        help_text=_(
            "About the business only. Never about a named candidate, nor any other person: no names, no national "
            "identity numbers, no e-mail addresses."
        ),
    )  # fmt: skip
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="timeline_entries", help_text=_("Empty: the program."),
    )  # fmt: skip

    objects = TimelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the timeline")
        verbose_name_plural = _("timeline")
        indexes = [
            models.Index(fields=["-at", "-id"], name="timeline_newest"),
            models.Index(fields=["company", "-at"], name="timeline_of_a_client"),
        ]
        constraints = [
            models.CheckConstraint(
                name="timeline_kind_known",
                condition=Q(kind__in=TimelineKind.values),
                violation_error_message=_("Choose what it is about."),
            ),
            models.CheckConstraint(
                name="timeline_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Say what happened."),
            ),
            models.CheckConstraint(
                name="timeline_about_business",
                condition=~Q(text__regex=ELEVEN_DIGITS) & ~Q(text__regex=ADDRESS),
                violation_error_message=_("About the business only: no national identity number, no e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
