"""What the register of cookies proves of itself."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.models import CookieEntry
from privacy.queries import cookies
from privacy.queries.promises import promise


@promise("P65", _("optional cookies are used only while the privacy statement in force points to the page about them"))
def used_behind_the_statement(at: datetime.datetime) -> Iterable[object]:
    if not cookies.are_in_the_statement(timezone.localdate(at)):
        yield from CookieEntry.objects.optional().in_use().order_by("pk").values_list("name", flat=True)


@promise("P66", _("what the program always sets stands in the register, and lasts no longer than it says"))
def set_without_being_told(at: datetime.datetime) -> Iterable[object]:
    told = dict(CookieEntry.objects.in_use().values_list("name", "lasts"))
    session, form = settings.SESSION_COOKIE_AGE, settings.CSRF_COOKIE_AGE
    for name, seconds in (("sessionid", session), ("csrftoken", form), ("django_language", None), (cookies.CHOICE, 0),
                          (cookies.DEVICE, 0)):  # fmt: skip
        lasts = told.get(name)
        if name not in told or (seconds and (lasts is None or lasts.total_seconds() < seconds)):
            yield name


@promise("P67", _("each optional cookie is explained in both languages, says who sets it, and has an end"))
def optional_without_words_or_end(at: datetime.datetime) -> Iterable[object]:
    words = ("purpose_nb", "purpose_en", "content_nb", "content_en", "set_by")
    unexplained = Q(lasts=None)
    for field in words:
        unexplained |= Q(**{field: ""})
    yield from CookieEntry.objects.optional().filter(unexplained).order_by("name").values_list("name", flat=True)
