"""What we leave in a visitor's browser, and how many looked at a page: nothing here is about anybody."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from privacy.choices.cookies import CookieKind, CookieStore
from privacy.constraints import not_blank


class CookieEntryQuerySet(models.QuerySet["CookieEntry"]):
    def in_use(self) -> "CookieEntryQuerySet":
        return self.filter(in_use_since__isnull=False)

    def optional(self) -> "CookieEntryQuerySet":
        return self.exclude(kind=CookieKind.NECESSARY)


class CookieEntry(models.Model):
    """One cookie of the register: what it is for, what is in it, how long it lasts, and whether it waits for a yes."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=CookieKind.choices)
    store = models.CharField(_("kept in"), max_length=10, choices=CookieStore.choices, default=CookieStore.COOKIE)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=50)
    purpose_nb = models.CharField(_("what for (Norwegian)"), max_length=300)
    purpose_en = models.CharField(_("what for (English)"), max_length=300)
    content_nb = models.CharField(_("what is in it (Norwegian)"), max_length=300)
    content_en = models.CharField(_("what is in it (English)"), max_length=300)
    set_by = models.CharField(_("set by"), max_length=100, default="Fremrykk")
    lasts = models.DurationField(
        _("lasts at most"), null=True, blank=True,
        help_text=_("Days and hours: 180 00:00:00. Empty: until the browser is closed, or the person removes it."),
    )  # fmt: skip
    version = models.PositiveIntegerField(_("version of the register"), default=1, editable=False)
    in_use_since = models.DateTimeField(_("in use since"), null=True, blank=True)

    objects = CookieEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("cookie")
        verbose_name_plural = _("cookies")
        constraints = [
            not_blank(
                "purpose_nb", "purpose_en", "content_nb", "content_en", "set_by", name="cookie_is_explained",
                message=_("Say in both languages what it is for and what is in it."),
            ),
            models.CheckConstraint(
                name="cookie_kind_known",
                condition=Q(kind__in=CookieKind.values, store__in=CookieStore.values),
                violation_error_message=_("There is no such kind of cookie."),
            ),
            models.CheckConstraint(
                name="cookie_optional_has_an_end",
                condition=Q(kind=CookieKind.NECESSARY)
                | Q(lasts__isnull=False, lasts__gt=datetime.timedelta(), lasts__lte=datetime.timedelta(days=366)),
                violation_error_message=_("An optional cookie has an end, a year away at most."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_optional(self) -> bool:
        return self.kind != CookieKind.NECESSARY


class PageCount(models.Model):
    """How often one kind of page was shown on one day, to visitors: by nobody, from nowhere, in no order."""

    day = models.DateField(_("day"))
    page = models.CharField(_("page"), max_length=60)
    count = models.PositiveIntegerField(_("how often"), default=0)

    class Meta:
        verbose_name = _("page count")
        verbose_name_plural = _("page counts")
        constraints = [models.UniqueConstraint(fields=["day", "page"], name="page_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.page}: {self.count}"
