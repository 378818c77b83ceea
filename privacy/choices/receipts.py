"""What a receipt can be about beside a consent."""

from django.db import models
from django.utils.translation import pgettext_lazy

SHARING = "sharing"  # the purpose of a receipt about being presented to employers


class SharingWord(models.TextChoices):
    """What somebody said about being presented."""

    CHOSEN = "chosen", pgettext_lazy("presented", "chosen")
    YES = "given", pgettext_lazy("presented", "yes")
    NO = "refused", pgettext_lazy("presented", "no")
    TAKEN_BACK = "withdrawn", pgettext_lazy("presented", "a yes taken back")
