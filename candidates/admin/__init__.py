"""The workspace's pages about candidates, their applications, and those who answered a campaign."""

from candidates.admin import (
    applications,
    campaign_pages,
    campaigns,
    candidates,
    documents,
    home,
    import_rows,
    imports,
    leads,
)

__all__ = [
    "applications",
    "campaign_pages",
    "campaigns",
    "candidates",
    "documents",
    "home",
    "import_rows",
    "imports",
    "leads",
]
