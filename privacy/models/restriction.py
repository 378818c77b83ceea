"""Data that may be stored and nothing else, for as long as the person is right to ask for that (GDPR art. 18)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy.choices import Category, RestrictionGround
from privacy.constraints import both_or_neither
from privacy.models.subject import Subject


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def in_force(self) -> "RestrictionQuerySet":
        return self.filter(lifted_at=None)

    def holding(self) -> "RestrictionQuerySet":
        """Those for the sake of which the data must still be there (GDPR art. 18(1)(b) and (c))."""
        return self.in_force().filter(ground__in=RestrictionGround.that_hold())


class Restriction(models.Model):
    """Everything about a person, or one category of it, set aside: kept, shown to the person, used for claims only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(
        Subject, verbose_name=_("person"), on_delete=models.PROTECT, related_name="restrictions"
    )
    category = models.CharField(
        _("only"), max_length=20, choices=Category.choices, blank=True, help_text=_("Empty: everything.")
    )
    ground = models.CharField(_("ground"), max_length=20, choices=RestrictionGround.choices)
    explanation = models.TextField(_("explanation"), blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opened_restrictions",
        help_text=_("Empty: the person."),
    )
    opened_at = models.DateTimeField(_("since"))
    told_at = models.DateTimeField(_("told that it will be lifted"), null=True, blank=True)
    lifts_on = models.DateField(_("lifted no earlier than"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lifted_restrictions",
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        indexes = [
            models.Index(fields=["-opened_at", "id"], name="restriction_newest"),
        ]
        constraints = [
            both_or_neither("lifted_at", "lifted_by", name="restriction_lifted_by_someone"),
            both_or_neither("told_at", "lifts_on", name="restriction_told_with_a_day"),
            models.CheckConstraint(
                name="restriction_told_before_lifting",
                condition=Q(lifted_at__isnull=True) | Q(told_at__isnull=False, told_at__lt=F("lifted_at")),
                violation_error_message=_("The person is told before a restriction is lifted (GDPR art. 18(3))."),
            ),
            models.UniqueConstraint(
                fields=["subject", "category"],
                condition=Q(lifted_at__isnull=True),
                name="restriction_once",
                violation_error_message=_("This is restricted already."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Restriction: %(what)s") % {"what": self.what}

    @property
    def what(self) -> str:
        """What is set aside, in words."""
        return self.get_category_display() or gettext("everything")

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None
