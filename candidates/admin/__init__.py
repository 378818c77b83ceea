"""The workspace's pages about candidates and their applications."""

from candidates.admin import applications, candidates, documents, home, import_rows, imports

__all__ = ["applications", "candidates", "documents", "home", "import_rows", "imports"]
