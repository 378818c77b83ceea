"""How a number of people is shown, so that no table of ours tells of one of them."""

# A group smaller than this is somebody: who knows the order or the client knows who is meant. Five is what public statistics
# use for persons.
FEW = 5


def shown(count: int) -> int | None:
    """0, None where so few are somebody, else the nearest multiple of five.

    Rounded rather than hiding a second cell in each table: the same people stand in several (a quarter, its sources, its
    positions), and one number less another is then a multiple of five, not the one person between them. A table with a
    hidden cell has no sum all the same: where all parts were rounded the same way it could give the cell away.
    """
    if 0 < count < FEW:
        return None
    return (count + FEW // 2) // FEW * FEW


def shown_days(count: int, days: float | None) -> int | None:
    """A median, in whole days; None where it is that of a few."""
    return None if count < FEW or days is None else round(days)
