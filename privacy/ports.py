"""What the engine asks of the world outside it."""

import uuid
from typing import Protocol


class Actor(Protocol):
    """Whoever acts: an account. `None` stands for the program itself."""

    @property
    def pk(self) -> int: ...

    @property
    def subject_id(self) -> uuid.UUID: ...

    @property
    def role(self) -> str: ...

    def has_role(self, *roles: str) -> bool: ...


