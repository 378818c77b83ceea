"""Norwegian as Django has it, but that a date in a field reads as it is written here: 28.11.2026."""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
