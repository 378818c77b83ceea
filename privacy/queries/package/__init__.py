"""Everything held about one person, gathered from the declarations alone, and written as files the person can read.

GDPR art. 15 (access) and 20 (portability): a model declared tomorrow is in the copy without a line here.
"""

from privacy.queries.package.contents import Contents
from privacy.queries.package.folder import left_over, spool, write
from privacy.queries.package.gathering import gather
from privacy.queries.package.zipped import zipped

__all__ = ["Contents", "gather", "left_over", "spool", "write", "zipped"]
