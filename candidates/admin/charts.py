"""A bar chart drawn here, without a script and without a style: what the table beside it says, to be seen at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from privacy.admin.show import Text

WIDTH, LINE, BAR, NUMBERS = 480, 46, 18, 120  # units of the drawing; the page gives it its size


@dataclass(frozen=True)
class Bar:
    label: Text
    value: int | None
    words: Text  # the value as it is read
    width: int
    y: int

    @property
    def end(self) -> int:
        """Where the words stand."""
        return self.width + 8

    @property
    def bar_y(self) -> int:
        return self.y + 6

    @property
    def words_y(self) -> int:
        return self.y + 20


@dataclass(frozen=True)
class Chart:
    name: str  # unique on its page
    title: Text
    description: Text
    bars: list[Bar]

    width = WIDTH
    bar_height = BAR

    @property
    def height(self) -> int:
        return LINE * len(self.bars) + 4


def chart(name: str, title: Text, description: Text, rows: Sequence[tuple[Text, int | None, Text]]) -> Chart:
    """One bar for each row of label, value and words; where the value is not shown there is none, whatever it is."""
    most = max((value or 0 for _label, value, _words in rows), default=0) or 1
    longest = WIDTH - NUMBERS
    bars = [
        Bar(label, value, words, round((value or 0) * longest / most), LINE * number + 16)
        for number, (label, value, words) in enumerate(rows)
    ]
    return Chart(name, title, description, bars)
