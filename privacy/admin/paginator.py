"""Pages of a list that never count a large table."""

from functools import cached_property

from django.core.paginator import Paginator

CAP = 1000


class CappedPaginator(Paginator):
    """Counts to a thousand and stops: beyond that one filters or searches."""

    @cached_property
    def counted(self) -> int:
        return self.object_list.order_by()[: CAP + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, CAP)

    @property
    def is_capped(self) -> bool:
        return self.counted > CAP
