"""The workspace's pages about candidates, their applications, and those who answered a campaign."""

from candidates.admin import (
    applications,
    base,
    campaign_pages,
    campaigns,
    candidates,
    documents,
    home,
    import_rows,
    imports,
    leads,
    profiles,
    searching,
)

__all__ = [
    "applications",
    "base",
    "campaign_pages",
    "campaigns",
    "candidates",
    "documents",
    "home",
    "import_rows",
    "imports",
    "leads",
    "profiles",
    "searching",
]
