"""What the copy of a person's data cannot know by itself: the CV part for other systems, where a candidate came from."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext, override

from candidates.choices import DocumentKind, DocumentState, Origin, Source
from candidates.models import Application, Candidate, Document, Profile
from candidates.queries import resume_rows
from candidates.queries.people import email_of
from clients.models import JobOrder

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
VERSION = "v1.0.0"
PAPERS = (DocumentKind.CERTIFICATE, DocumentKind.DIPLOMA)


def resume(subject_id: UUID) -> dict[str, Any] | None:
    """The candidate as JSON Resume has it: what was given and read, nothing made up (GDPR art. 20)."""
    candidate = Candidate.objects.filter(subject=subject_id).first()
    if candidate is None:
        return None
    documents = list(candidate.documents.defer("search").order_by("-uploaded_at", "pk"))
    summary = next((each.text for each in documents if each.kind == DocumentKind.CV and each.text), "")
    basics: dict[str, Any] = {
        "name": str(candidate),
        "email": email_of(candidate),
        "phone": candidate.phone,
        "summary": summary,
    }
    papers = [each for each in documents if each.kind in PAPERS]
    if place := Profile.objects.filter(candidate=candidate).values_list("place", flat=True).first():
        basics["location"] = {"city": place}
    return {
        "$schema": SCHEMA,
        "basics": {name: value for name, value in basics.items() if value},
        "certificates": _licences(candidate)
        + [{"name": each.original_name, "date": timezone.localdate(each.uploaded_at).isoformat()} for each in papers],
        **_said(candidate),
        **_lived(candidate),
        "meta": {"version": VERSION, "lastModified": timezone.localtime(candidate.last_active_at).isoformat()},
    }


def _licences(candidate: Candidate) -> list[dict[str, str]]:
    return [
        {"name": each.name} | ({"validUntil": each.valid_until.isoformat()} if each.valid_until else {})
        for each in candidate.certificates.order_by("name", "pk")
    ]


def _said(candidate: Candidate) -> dict[str, Any]:
    """Skills and languages, in the words other programs read; those that are empty are left out."""
    with override("en"):
        spoken = [
            {"language": str(each.get_language_display()), "fluency": str(each.get_level_display())}
            for each in candidate.languages.order_by("-level", "language")
        ]
    said = {"skills": [{"name": name} for name in candidate.skills.order_by("name").values_list("name", flat=True)]}
    return {name: rows for name, rows in (said | {"languages": spoken}).items() if rows}


def _lived(candidate: Candidate) -> dict[str, Any]:
    """Work and education in the person's own order; those that are empty are left out."""
    found = {"work": candidate.work.in_order(), "education": candidate.education.in_order()}
    told = {name: [resume_rows.written(vars(row), name) for row in rows] for name, rows in found.items()}
    return {name: rows for name, rows in told.items() if rows}


def titles_of_orders(keys: list[str]) -> dict[str, str]:
    """An order as the candidate knows it: by the position, without its client."""
    return {str(pk): title for pk, title in JobOrder.objects.filter(pk__in=keys).values_list("pk", "title")}


def source_of_candidate(row: Model) -> str:
    source = cast(Candidate, row).source
    if source == Source.BY_HAND:
        return gettext("Written down by us")
    if source == Source.CAMPAIGN:
        return gettext("You, and the campaign you answered")
    return gettext("A list we took over") if source == Source.IMPORTED else ""


def source_of_application(row: Model) -> str:
    application = cast(Application, row)
    if application.campaign_id:
        words = gettext("Yourself, by the link of our campaign “%(name)s”: you agreed to the cookie that remembers it")
        return words % {"name": application.campaign}
    return gettext("One of our advisers") if application.origin == Origin.ADDED else ""


def why_file_is_withheld(row: Model) -> str:
    """A file that would harm the reader's own machine; everything else about it is handed out."""
    state = cast(Document, row).state
    if state == DocumentState.INFECTED:
        return gettext("The virus scan says that the file is infected.")
    if state in (DocumentState.RECEIVED, DocumentState.ERROR):
        return gettext("The file is not scanned for viruses yet. Order a new copy a little later.")
    return ""
