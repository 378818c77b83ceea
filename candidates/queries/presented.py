"""One candidate as a client reads them, made of the items of a presentation: for the client, and for the candidate's own eyes."""

import uuid
from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _

from candidates.choices import DocumentState
from candidates.choices.presentations import ItemKind
from candidates.models import Candidate, ClientCopy, Document, Presentation, PresentationItem, TestResult
from candidates.queries import presentation_papers as papers
from candidates.queries import presentation_words as words
from candidates.queries.presentations import ShownCandidate, ShownDocument, reference_of
from privacy.models.recipient import reference

LeftOut = list[tuple[str, str]]  # the name of a document, and why it is not shown


def copy(
    whole: Presentation, candidate: Candidate, items: Sequence[PresentationItem],
    statements: Sequence[PresentationItem] = (), *, number: str = "", answer: str = "", comment: str = "",
) -> ShownCandidate:  # fmt: skip
    """`items` are the candidate's of this presentation, the introduction among them; `number` is what the client says for them."""
    first = next(each for each in items if each.kind == ItemKind.INTRODUCTION)
    number = number or reference_of(first)
    return ShownCandidate(
        pk=candidate.pk,
        subject_id=candidate.subject_id,
        title=_("Candidate %(number)s") % {"number": number} if whole.is_anonymous else str(candidate),
        introduction=first.text,
        reference=number,
        documents=(
            *(_document(whole, each) for each in items if papers.is_open(whole, each)),
            *words.results(items),
            *words.said(each for each in statements if each.candidate_id == candidate.pk),
        ),
        answer=answer,
        comment=comment,
    )


def _document(presentation: Presentation, item: PresentationItem) -> ShownDocument:
    paper = papers.of(item)
    may_take = papers.may_be_taken(presentation, item)
    return ShownDocument(item.pk, paper.name, paper.kind, paper.text, paper.content_type, may_take)


def preview(candidate: Candidate, *, is_anonymous: bool) -> tuple[ShownCandidate, LeftOut]:
    """The most an employer could be shown of somebody today, and which documents could not. Nothing is written."""
    whole = Presentation(is_anonymous=is_anonymous, shows_unscanned=settings.DEMO)
    text = _("Here stands what your adviser writes about you, after having talked with you.")
    items = [PresentationItem(presentation=whole, candidate=candidate, kind=ItemKind.INTRODUCTION, text=text)]
    left_out: LeftOut = []
    made = ClientCopy.objects.filter(document__candidate=candidate).order_by("-made_at", "pk")
    copies = {pk: list(of_one) for pk, of_one in groupby(sorted(made, key=_document_of), key=_document_of)}
    for document in candidate.documents.defer("search").order_by("-uploaded_at", "pk"):
        item = _item(whole, document, copies.get(document.pk, []))
        if item:
            items.append(item)
        else:
            left_out.append((document.original_name, _why_not(document, is_anonymous=is_anonymous)))
    results = TestResult.objects.filter(application__candidate=candidate, shown_at__isnull=False)
    items += [
        PresentationItem(presentation=whole, candidate=candidate, kind=ItemKind.TEST, test_result=result)
        for result in results.order_by("noted_at", "pk")
    ]
    return copy(whole, candidate, items, number=reference(0)), left_out


def _document_of(made: ClientCopy) -> uuid.UUID:
    return made.document_id


def _item(whole: Presentation, document: Document, made: Sequence[ClientCopy]) -> PresentationItem | None:
    """The document as it is, or else the newest of the copies made of it for employers."""
    candidate = document.candidate
    copies = [each for each in made if not (whole.is_anonymous and words.names(candidate, each.text))]
    item = PresentationItem(presentation=whole, candidate=candidate, kind=ItemKind.DOCUMENT, document=document)
    if not papers.is_open(whole, item) and copies:
        item.kind, item.client_copy = ItemKind.CLIENT_COPY, copies[0]
    return item if papers.is_open(whole, item) else None


def _why_not(document: Document, *, is_anonymous: bool) -> str:
    if document.state not in (DocumentState.CLEAN, DocumentState.UNSCANNED):
        return _("It is not found free of viruses, and is shown to no employer.")
    if document.holds_number:
        return _("A national identity number stands in it: an employer is shown a copy without it only.")
    if is_anonymous:
        return _("Your name may stand in it: an employer is shown a copy without it only.")
    return _("No virus scanner has looked at it yet, and before that no employer is shown it.")
