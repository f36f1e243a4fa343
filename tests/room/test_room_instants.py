"""A verb decides for one instant, however long a busy machine takes."""

import pytest

from studyroom.room.events import TimerFact
from studyroom.room.rhythm import MINUTE
from tests.room.stepped_study import Study, names

LATER_SECONDS = 0.007


async def test_a_timer_fact_carries_the_instant_its_timer_was_computed_for(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = study.clock.now

    def later_at_each_look() -> float:
        study.clock.step(LATER_SECONDS)
        return look()

    monkeypatch.setattr(study.clock, 'now', later_at_each_look)
    heard = study.listen(study.ben)
    for verb in (study.room.start, study.room.pause, study.room.resume, study.room.skip):
        await verb(study.ann)
    assert names(heard) == ['TimerStarted', 'TimerPaused', 'TimerResumed', 'PhaseSkipped']
    started, paused, resumed, skipped = (event for event in heard if isinstance(event, TimerFact))
    assert started.timer.ends_at == started.at + 25 * MINUTE
    assert paused.timer.left == started.timer.ends_at - paused.at
    assert resumed.timer.ends_at == resumed.at + paused.timer.left
    assert skipped.timer.ends_at == skipped.at + 5 * MINUTE
