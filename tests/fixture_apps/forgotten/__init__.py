"""An app whose author forgot to declare its model."""
