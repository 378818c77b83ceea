"""The workspace's pages about candidates, their applications, and those who answered a campaign."""

from candidates.admin import (
    applications,
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
    outcome,
    pipelines,
    reviewing,
)

__all__ = [
    "applications",
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
    "outcome",
    "pipelines",
    "reviewing",
]
