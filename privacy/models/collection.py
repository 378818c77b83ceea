"""Where data about a person came from, and when the person was told (GDPR art. 13 and 14)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.choices import Language
from privacy.choices.disclosures import CollectionSource, ToldThrough
from privacy.constraints import both_or_neither
from privacy.models.notice import Notice
from privacy.models.personal import PersonalQuerySet
from privacy.models.recipient import Recipient
from privacy.models.register import ProcessingActivity
from privacy.models.subject import Subject
from privacy.ports import Actor

OF_CREDIT = "company_credit"


class CollectionQuerySet(PersonalQuerySet["Collection"]):
    def visible_to(self, user: Actor) -> "CollectionQuerySet":
        """That somebody's credit was assessed is read by those who do it, and by those who answer for rights."""
        seen = super().visible_to(user)
        return seen if user.has_role("manager", "privacy", "finance") else seen.exclude(activity__code=OF_CREDIT)

    def untold(self) -> "CollectionQuerySet":
        return self.filter(informed_at=None)


class Collection(models.Model):
    """One time data about somebody came in. Untold, a clock runs: by `due_on` the person knows, or the data go.

    Until then nothing is sent to the person before the notice, and nothing is given to anybody: triggers refuse both
    (migration *disclosures_guards*). An application of the person's own keeps the notice it was shown, and needs no row here.
    """

    subject = models.ForeignKey(Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="collections")
    object_label = models.CharField(_("in"), max_length=60)
    source = models.CharField(_("received from"), max_length=20, choices=CollectionSource.choices)
    source_name = models.CharField(_("name of the source"), max_length=150, blank=True)
    origin = models.ForeignKey(
        Recipient, verbose_name=_("company it is from"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="collections",
    )  # fmt: skip
    reference = models.CharField(_("their reference"), max_length=100, blank=True)
    statement_url = models.URLField(_("their privacy statement"), blank=True)
    activity = models.ForeignKey(
        ProcessingActivity, verbose_name=_("what for"), on_delete=models.PROTECT, related_name="collections"
    )
    collected_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("to be told by"))
    informed_at = models.DateTimeField(_("told"), null=True, blank=True)
    through = models.CharField(_("told by"), max_length=10, choices=ToldThrough.choices, blank=True)
    notice = models.ForeignKey(
        Notice, verbose_name=_("statement"), on_delete=models.PROTECT, null=True, blank=True, related_name="collections"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, blank=True)
    informed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("told by whom"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="informed_collections", help_text=_("Empty: the program."),
    )  # fmt: skip
    mail_number = models.BigIntegerField(_("number of the e-mail"), null=True, blank=True, db_index=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of data")
        verbose_name_plural = _("sources of data")
        indexes = [
            models.Index(fields=["-informed_at", "due_on", "id"], name="collection_by_day"),
        ]
        constraints = [
            both_or_neither("informed_at", "notice", name="collection_told_with_a_notice"),
            models.CheckConstraint(
                name="collection_told_through_something",
                condition=Q(informed_at__isnull=True, through="") | Q(informed_at__isnull=False) & ~Q(through=""),
                violation_error_message=_("Say how the person was told."),
            ),
            models.CheckConstraint(
                name="collection_other_source_named",
                condition=~Q(source=CollectionSource.OTHER) | ~Q(source_name=""),
                violation_error_message=_("Say who it is from."),
            ),
            models.CheckConstraint(
                name="collection_company_knows_its_reference",
                condition=Q(origin__isnull=True, reference="") | Q(origin__isnull=False) & ~Q(reference=""),
                violation_error_message=_("A company that gave us somebody's data hears of them by its own reference."),
            ),
            models.UniqueConstraint(
                fields=["subject", "object_label", "collected_at"], condition=Q(informed_at__isnull=True),
                name="collection_one_clock",
                violation_error_message=_("This person is to be told of this already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.source_name or str(self.get_source_display())

    @property
    def is_told(self) -> bool:
        return self.informed_at is not None
