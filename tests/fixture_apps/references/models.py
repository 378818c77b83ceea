from django.db import models
from django.db.models.functions import Upper

from candidates.models import Candidate
from privacy.models import Subject


class Referee(models.Model):
    """Somebody who knows a candidate."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "references"

    def __str__(self) -> str:
        return self.name


class Reference(models.Model):
    """What a referee said about a candidate."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, null=True, related_name="+")
    referee = models.ForeignKey(Referee, on_delete=models.PROTECT, null=True, related_name="+")
    statement = models.TextField()
    rating = models.IntegerField(null=True)
    phone = models.CharField(max_length=20)
    letter = models.FileField()
    loud = models.GeneratedField(expression=Upper("statement"), output_field=models.TextField(), db_persist=True)

    class Meta:
        app_label = "references"

    def __str__(self) -> str:
        return self.statement


class Reading(models.Model):
    """A reference that somebody read: hangs on it, and goes with it."""

    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "references"

    def __str__(self) -> str:
        return str(self.reference)
