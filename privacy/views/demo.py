"""The demo's letter box."""

import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from privacy.models import OutgoingMail

SHOWN = 50
LINE = b"\n" + b"-" * 79 + b"\n"


@login_not_required
@never_cache
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """All that was sent, codes included: only where everything is invented."""
    if not settings.DEMO:
        raise Http404
    waiting = OutgoingMail.objects.filter(state="queued").order_by("-created_at", "-pk")
    page = Paginator(files(), SHOWN).get_page(request.GET.get("page"))
    mails = [mail for path in page for mail in opened(path)]
    return render(request, "privacy/demo_mails.html", {"waiting": waiting[:SHOWN], "page": page, "mails": mails})


@csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})
@login_not_required
@never_cache
@require_safe
def demo_mail(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One mail as a mail program shows it. Its inline styles are for those, and allowed on no other page of ours."""
    path = next((each for each in files() if each.name == name), None) if settings.DEMO else None
    mails = opened(path) if path else []
    if number >= len(mails):
        raise Http404
    return HttpResponse(str(mails[number]["html"]))


def files() -> list[Path]:
    """What the file backend wrote, newest first; nothing with any other backend."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    found = Path(folder).glob("*.log") if folder else []
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def opened(path: Path) -> list[dict[str, object]]:
    """A file holds the mails of one connection, a line of dashes after each."""
    parts = [part.strip() for part in path.read_bytes().split(LINE)]
    mails = [_read(message_from_bytes(part, EmailMessage, policy=default)) for part in parts if part]
    return [mail | {"file": path.name, "number": number} for number, mail in enumerate(mails)]


def _read(message: EmailMessage) -> dict[str, object]:
    body, html = message.get_body(("plain", "html")), message.get_body(("html",))
    sent = message["Date"].datetime if message["Date"] else None
    return {
        "subject": message["Subject"],
        "to": message["To"],
        "date": sent.replace(tzinfo=datetime.UTC) if sent and sent.tzinfo is None else sent,  # "-0000" is read as naive
        "text": body.get_content() if body else "",
        "html": html.get_content() if html else "",
    }
