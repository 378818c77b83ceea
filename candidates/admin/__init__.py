"""The workspace's pages about candidates and their applications."""

from candidates.admin import applications, candidates, documents, home

__all__ = ["applications", "candidates", "documents", "home"]
