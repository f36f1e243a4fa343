"""How much is measured: everything, quickly, or next to nothing."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.figures import SUBSCRIBERS


@dataclass(frozen=True, slots=True)
class Sizes:
    """`people` sit in one room; `many` sit in rooms of `a_room`. Each scenario is run `runs` times, on new servers.

    `rounds` of chat are measured on the same server. Browsers acknowledge what they got within `settle_seconds`.
    """

    runs: int = 3
    people: int = 200
    many: int = 1_000
    a_room: int = 25
    warm: int = 10
    lines: int = 30
    turns: int = 12
    rounds: int = 1
    joins: int = 10
    bell: bool = True
    bare_bell: bool = True
    pages: int = 100
    settle_seconds: float = 4.0
    look_seconds: float = 1.0
    idle_seconds: float = 15.0
    talk_seconds: float = 10.0
    writes: int = 3_000
    facts: int = 1_000_000
    most: int = 6_000
    step: int = 500
    subscribers: tuple[int, ...] = SUBSCRIBERS

    @property
    def rooms(self) -> int:
        """How many rooms the many are in."""
        return max(1, self.many // self.a_room)


ALL = Sizes()
QUICK = Sizes(
    runs=1,
    rounds=3,
    lines=15,
    turns=10,
    joins=5,
    bare_bell=False,
    idle_seconds=6.0,
    talk_seconds=4.0,
    writes=1_000,
)
TINY = Sizes(
    runs=1,
    people=3,
    many=6,
    a_room=3,
    warm=1,
    lines=3,
    turns=2,
    joins=1,
    bell=False,
    bare_bell=False,
    pages=3,
    settle_seconds=0.0,
    look_seconds=0.1,
    idle_seconds=0.2,
    talk_seconds=0.2,
    writes=30,
    facts=1_000,
    most=6,
    step=3,
    subscribers=(2,),
)
