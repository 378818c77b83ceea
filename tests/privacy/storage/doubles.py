"""Storages that do wrong, to see that it is noticed."""

from django.core.files.storage import FileSystemStorage


class Deaf(FileSystemStorage):
    """Takes the order to delete, and does nothing."""

    def delete(self, name: str) -> None:
        pass
