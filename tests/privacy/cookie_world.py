"""An agency that uses an optional cookie, as its manager makes it one: first the statement says so."""

from django.utils import timezone

from fremrykk.accounts.choices import Role
from privacy.actions import cookie_register, notices
from privacy.choices import NoticeKind
from privacy.models import CookieEntry, Notice
from tests.factories import StaffFactory

SAYS = "\n\nDu velger på fremrykk.no/informasjonskapsler/."


def say_so() -> None:
    """A new version of the statement that points to the page about cookies."""
    now = timezone.now()
    old = Notice.objects.in_force(NoticeKind.STATEMENT, timezone.localdate(now))
    new = notices.draft(kind=old.kind, text_nb=old.text_nb + SAYS, text_en=old.text_en + SAYS, remark="")
    notices.approve(notice=new, in_force_from=timezone.localdate(now), by=StaffFactory(roles=[Role.MANAGER]), at=now)


def use_campaigns() -> CookieEntry:
    say_so()
    entry = CookieEntry.objects.get(name="kampanje")
    cookie_register.use(entry=entry, at=timezone.now())
    entry.refresh_from_db()
    return entry
