"""Who answers for a client or an order reads more of it than other advisers: it is handed over, and never taken."""

from privacy.ports import Actor


class NotTheirs(Exception):
    """Only whoever answers for it, or a manager, hands it over."""


def refuse_taking(*, held_by: int | None, to: Actor | None, by: Actor | None) -> None:
    """What nobody answers for is anybody's to take up. Nobody (None) is the program. Raises `NotTheirs`."""
    is_the_same = held_by == (to.pk if to else None)
    if held_by is None or is_the_same or by is None:
        return
    if by.pk != held_by and not by.has_role("manager"):
        raise NotTheirs
