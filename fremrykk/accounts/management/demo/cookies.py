"""The demo uses the optional cookie: first a version of the statement that says so, then the cookie."""

import datetime
import re

from django.utils import timezone

from fremrykk.accounts.models import User
from privacy.actions import cookie_register, notices
from privacy.choices import NoticeKind
from privacy.models import CookieEntry, Notice

SECTION = re.compile(r"(?<=\n## Informasjonskapsler\n\n).*?(?=\n\n## )", re.DOTALL)
SECTION_EN = re.compile(r"(?<=\n## Cookies\n\n).*?(?=\n\n## )", re.DOTALL)
SAYS = (
    "Nettstedet bruker nødvendige informasjonskapsler: de som husker at du er logget inn, hvilket språk du har valgt, og som "
    "hindrer at andre sender skjemaer i ditt navn. Sier du ja, husker nettleseren også hvilken av annonsene våre du kom fra. "
    "Ingen sider henter noe fra andre nettsteder. Du velger, og ombestemmer deg, på fremrykk.no/informasjonskapsler/."
)
SAYS_EN = (
    "The website uses necessary cookies: those that remember that you are logged in and which language you have chosen, and "
    "that keep others from sending forms in your name. If you agree, your browser also remembers which of our advertisements "
    "you came from. No page fetches anything from other websites. You choose, and change your mind, at "
    "fremrykk.no/informasjonskapsler/."
)


def use(*, manager: User, now: datetime.datetime) -> None:
    today = timezone.localdate(now)
    old = Notice.objects.in_force(NoticeKind.STATEMENT, today)
    new = notices.draft(
        kind=NoticeKind.STATEMENT, text_nb=SECTION.sub(SAYS, old.text_nb), text_en=SECTION_EN.sub(SAYS_EN, old.text_en),
        remark="Kampanjelenker huskes for den som sier ja.",
    )  # fmt: skip
    notices.approve(notice=new, in_force_from=today, by=manager, at=now)
    cookie_register.use(entry=CookieEntry.objects.get(name="kampanje"), at=now)
