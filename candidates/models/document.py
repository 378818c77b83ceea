"""A candidate's files and what is read from them."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.choices import DocumentKind, DocumentState, TextState
from candidates.models.candidate import CANDIDATE_ROLES, Candidate
from candidates.models.plain import Plain
from privacy.models import Collection, PersonalQuerySet


def document_storage() -> Storage:
    return storages["files"]


class DocumentQuerySet(PersonalQuerySet["Document"]):
    read_by = CANDIDATE_ROLES

    def openable(self) -> "DocumentQuerySet":
        """With a scanner only clean files; without one, those that no scanner has seen."""
        return self.filter(state__in=[DocumentState.CLEAN, DocumentState.UNSCANNED])

    def waits_for_scan(self) -> "DocumentQuerySet":
        """No scanner has given a clear answer about them yet."""
        return self.filter(state__in=[DocumentState.RECEIVED, DocumentState.ERROR])


class Document(models.Model):
    """A file a candidate gave us, stored encrypted under a random name, and the text in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices)
    file = models.FileField(_("file"), storage=document_storage, max_length=200)
    original_name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    collection = models.ForeignKey(
        Collection, verbose_name=_("source of data"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="documents",
        help_text=_("Of a file that others gave us of somebody who was here: where it is from, and whether the person knows."),
    )  # fmt: skip
    state = models.CharField(_("scan"), max_length=20, choices=DocumentState.choices, default=DocumentState.RECEIVED)
    text_state = models.CharField(_("text state"), max_length=20, choices=TextState.choices, default=TextState.WAITING)
    text = models.TextField(_("text"), blank=True)
    search = models.GeneratedField(
        verbose_name=_("search index"),
        expression=SearchVector("text", config="norwegian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    holds_number = models.BooleanField(
        _("a national identity number stands in it"), default=False, editable=False,
        help_text=_("Written by the database, of the text; such a file is shown to no client as it is."),
    )  # fmt: skip
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("received"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [
            GinIndex(fields=["search"], name="document_search"),
            models.Index(fields=["-uploaded_at", "id"], name="document_newest"),
            models.Index(fields=["file"], name="document_by_file"),
            models.Index(fields=["sha256"], name="document_by_content"),
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["received", "error"]) | Q(text_state="waiting"),
                name="document_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="document_size_limit",
                condition=Q(size__gt=0, size__lte=5_000_000),
                violation_error_message=_("A file may be at most 5 MB and not empty."),
            ),
            # No kind for police certificates, clearances and credit reports: what is noted of them is that they were seen.
            models.CheckConstraint(
                name="document_kind_is_known",
                condition=Q(kind__in=DocumentKind.values),
                violation_error_message=_(
                    "A police certificate or credit report is never kept: show it, and take it back."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def is_openable(self) -> bool:
        return self.state in (DocumentState.CLEAN, DocumentState.UNSCANNED)


class SearchWord(models.Model):
    """A word that occurs in somebody's documents, to find near spellings by; tied to no person."""

    word = models.CharField(_("word"), max_length=60, primary_key=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        indexes = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_parts"),
            models.Index(Plain(F("word")), name="search_word_plain"),
        ]

    def __str__(self) -> str:
        return self.word
