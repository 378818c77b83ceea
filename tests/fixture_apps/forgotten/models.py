from django.db import models

from privacy.models import Subject


class Diary(models.Model):
    """What somebody wrote down about a person, and told nobody of."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="diaries")
    text = models.TextField()

    class Meta:
        app_label = "forgotten"

    def __str__(self) -> str:
        return self.text
