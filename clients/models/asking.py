"""What a text seems to ask of applicants that may seldom be asked, and what makes it lawful here (P13)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.choices.questions import AskGround, Unasked


class Asking(models.Model):
    """The kinds found in a text when it was last written, and the reason of whoever keeps them."""

    asks = ArrayField(
        models.CharField(max_length=20, choices=Unasked.choices), verbose_name=_("seems to ask about"), default=list,
        blank=True, editable=False,
    )  # fmt: skip
    asks_ground = models.CharField(
        _("why it may be asked"), max_length=20, choices=AskGround.choices, blank=True,
        help_text=_("Only where the text seems to ask what the law seldom allows: what makes it lawful here."),
    )  # fmt: skip
    asks_because = models.CharField(
        _("why, in your words"), max_length=300, blank=True,
        help_text=_("Applicants read it where something is asked: write what the work needs, or the law and paragraph."),
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def says_why(self) -> bool:
        return bool(self.asks_ground and self.asks_because.strip())

    @property
    def asks_openly(self) -> bool:
        """Whether applicants are told why something is asked of them."""
        return bool(self.asks) and self.asks_ground != AskGround.NOTHING_ASKED


def asks_with_a_reason(name: str, *, unless: Q | None = None) -> models.CheckConstraint:
    """What seems to be asked is a known kind, and has a ground and a reason, unless nobody reads it yet."""
    has_reason = Q(asks=[]) | Q(asks_ground__in=AskGround.values) & ~Q(asks_because="")
    return models.CheckConstraint(
        name=name,
        condition=Q(asks__contained_by=Unasked.values) & (has_reason if unless is None else unless | has_reason),
        violation_error_message=_("Say why this may be asked, or take it out."),
    )
