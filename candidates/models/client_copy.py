"""A document of which parts are really gone, as a client may see it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import CANDIDATE_ROLES
from candidates.models.document import Document, document_storage
from privacy.models import PersonalQuerySet


class ClientCopyQuerySet(PersonalQuerySet["ClientCopy"]):
    read_by = CANDIDATE_ROLES


class ClientCopy(models.Model):
    """Pictures of a document's pages, painted over; never changed (a trigger): another marking is another copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="client_copies"
    )
    file = models.FileField(_("file"), storage=document_storage, max_length=200)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"))
    text = models.TextField(_("text that can still be read"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="client_copies"
    )
    made_at = models.DateTimeField(_("made"))

    objects = ClientCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("client copy")
        verbose_name_plural = _("client copies")
        indexes = [models.Index(fields=["file"], name="client_copy_by_file")]
        constraints = [
            models.CheckConstraint(
                name="client_copy_has_a_page",
                condition=Q(size__gt=0, pages__gt=0),
                violation_error_message=_("A copy has a page at least."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def file_name(self) -> str:
        """Says nothing of whose it is: the name of the original may."""
        return f"{self.document.get_kind_display()}.pdf"
