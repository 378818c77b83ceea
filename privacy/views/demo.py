"""The demo's letter box."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from privacy.models import OutgoingMail

SHOWN = 50


@login_not_required
@never_cache
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """All that was sent, codes included: only where everything is invented."""
    if not settings.DEMO:
        raise Http404
    waiting = OutgoingMail.objects.filter(state="queued").order_by("-created_at", "-pk")
    page = Paginator(files(), SHOWN).get_page(request.GET.get("page"))
    context = {"waiting": waiting[:SHOWN], "page": page, "mails": [opened(path) for path in page]}
    return render(request, "privacy/demo_mails.html", context)


def files() -> list[Path]:
    """What the file backend wrote, newest first; nothing with any other backend."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    found = Path(folder).glob("*.log") if folder else []
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def opened(path: Path) -> dict[str, object]:
    message = message_from_bytes(path.read_bytes(), EmailMessage, policy=default)
    body = message.get_body(("plain", "html"))
    return {
        "subject": message["Subject"],
        "to": message["To"],
        "date": message["Date"].datetime if message["Date"] else None,
        "text": body.get_content() if body else "",
    }
