"""Norwegian as Django has it, but that a date in a field reads as it is written here: 28.11.2026, and a short date names its month."""

SHORT_DATE_FORMAT = "j. b Y"
SHORT_DATETIME_FORMAT = "j. b Y H:i"
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
