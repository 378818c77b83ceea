"""The workspace's pages about candidates, their applications, and those who answered a campaign."""

from candidates.admin import (
    applications,
    batches,
    campaign_pages,
    campaigns,
    candidates,
    documents,
    home,
    import_rows,
    imports,
    leads,
    notes,
    pipelines,
    reviewing,
)

__all__ = [
    "applications",
    "batches",
    "campaign_pages",
    "campaigns",
    "candidates",
    "documents",
    "home",
    "import_rows",
    "imports",
    "leads",
    "notes",
    "pipelines",
    "reviewing",
]
