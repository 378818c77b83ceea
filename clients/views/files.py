"""The one door through which a signed agreement is read."""

from typing import IO, Any, cast

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clients.actions import agreements
from clients.models import Agreement
from privacy.storage import FileTampered, KeyMissing
from privacy.views.packages import LOCKED_DOWN, read_through


@require_safe
@never_cache
@permission_required("clients.view_agreement", raise_exception=True)
def agreement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Who keeps the accounts, or the client's own adviser. In the history of everybody in it before the first byte."""
    agreement = get_object_or_404(Agreement.objects.with_a_file_for(cast(Any, request.user)), pk=pk)
    try:
        content = cast(IO[bytes], agreement.file.storage.open(agreement.file.name))
        read_through(content)
    except (FileNotFoundError, FileTampered, KeyMissing):
        return render(request, "clients/agreement_missing.html", {"agreement": agreement}, status=500)
    try:
        if request.method == "GET":
            agreements.record_opening(agreement=agreement, by=cast(Any, request.user), at=timezone.now())
    except BaseException:
        content.close()
        raise
    name = f"avtale-{agreement.company.org_number}-{agreement.kind}-{agreement.version}.pdf"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf", headers=LOCKED_DOWN)
