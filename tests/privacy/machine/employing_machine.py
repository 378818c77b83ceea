"""The same agency, in which candidates are employed: each part of what is kept about them has its own end."""

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.privacy.machine import employing
from tests.privacy.machine.subject_machine import NUMBER, REFUSALS, SubjectMachine


class EmployingMachine(SubjectMachine):
    refusals: ClassVar[tuple[type[Exception], ...]] = (*REFUSALS, *employing.REFUSALS)

    @initialize(number=NUMBER, is_whole=st.sampled_from([True, True, False]))
    def one_works_for_us(self, number: int, is_whole: bool) -> None:
        """Or is about to, with an account noted, and next of kin."""
        self._act(lambda: self._apply(False, number))
        person = self.world.newest
        self._act(lambda: employing.ACTS["activate" if is_whole else "begin"](self.world, person, number))
        self._act(lambda: employing.account(self.world, person, number))
        self._act(lambda: employing.kin(self.world, person, number))

    @rule(who=NUMBER, number=NUMBER, what=st.sampled_from(["end", *employing.ACTS]))
    def somebody_works_for_us(self, who: int, number: int, what: str) -> None:
        is_new = what in ("begin", "activate")
        person = self.world.person(
            who, if_=lambda each: each.profile if is_new else each.of_kind("employment", "prepared")
        )
        if person:
            self._act(lambda: employing.ACTS[what](self.world, person, number))
