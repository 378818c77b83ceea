"""The workspace's pages about candidates, their applications, and those who answered a campaign."""

from candidates.admin import (
    applications,
    base,
    batches,
    campaign_pages,
    campaigns,
    candidates,
    checks,
    documents,
    home,
    import_rows,
    imports,
    leads,
    pipelines,
    profiles,
    reviewing,
    searching,
)

__all__ = [
    "applications",
    "base",
    "batches",
    "campaign_pages",
    "campaigns",
    "candidates",
    "checks",
    "documents",
    "home",
    "import_rows",
    "imports",
    "leads",
    "pipelines",
    "profiles",
    "reviewing",
    "searching",
]
