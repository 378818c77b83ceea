"""System checks over the declarations, and the refusal to start without them."""


def refuse_to_start() -> None:
    """Placeholder until the engine lands."""
