import asyncio

import pytest

from studyroom.room.answers import Answer
from studyroom.room.errors import RoomError
from studyroom.room.events import FocusAnswered, NowSet
from studyroom.room.goal_board import GOALS_PER_PERSON, Goal
from tests.room.stepped_study import Study, names


def goals(study: Study, seat: str = '') -> list[str]:
    return [goal.text for goal in study.facts.board(seat or study.ann).goals]


def shown(study: Study) -> str:
    """Return the goal that the others see beside Ann's name."""
    return study.facts.seats[study.ann].now


async def refused(verb: object) -> str:
    with pytest.raises(RoomError) as refusal:
        await verb  # type: ignore[misc]
    return refusal.value.code


async def three_goals(study: Study) -> None:
    for text in ('a', 'b', 'c'):
        await study.room.add_goal(study.ann, text)


async def test_everyone_has_goals_of_their_own(study: Study) -> None:
    await study.room.add_goal(study.ann, ' read  chapter 3 ')
    await study.room.add_goal(study.ben, 'write')
    assert goals(study) == ['read chapter 3']
    assert goals(study, study.ben) == ['write']


async def test_nobody_hears_of_another_persons_goals(study: Study) -> None:
    ben = study.listen(study.ben)
    await three_goals(study)
    await study.room.edit_goal(study.ann, 1, 'A')
    await study.room.check_goal(study.ann, 1, True)
    await study.room.move_goal(study.ann, 1, 2)
    await study.room.delete_goal(study.ann, 2)
    await study.room.restore_goal(study.ann)
    assert ben == []
    assert goals(study) == ['b', 'c', 'A']


async def test_what_changes_nothing_is_not_announced(study: Study) -> None:
    await three_goals(study)
    await study.room.work_on(study.ann, 2)
    heard = study.listen(study.ann)
    await study.room.edit_goal(study.ann, 1, 'a')
    await study.room.check_goal(study.ann, 1, False)
    await study.room.move_goal(study.ann, 1, 0)
    await study.room.restore_goal(study.ann)
    await study.room.work_on(study.ann, 2)
    await study.room.intend(study.ann, 'b')
    assert heard == []


async def test_editing_or_dropping_the_current_goal_changes_what_the_others_see(study: Study) -> None:
    await three_goals(study)
    await study.room.work_on(study.ann, 2)
    assert shown(study) == 'b'
    await study.room.edit_goal(study.ann, 2, 'B')
    assert shown(study) == 'B'
    await study.room.work_on(study.ann, 0)
    assert shown(study) == ''
    heard = study.listen(study.ann)
    await study.room.work_on(study.ann, 0)
    assert heard == []


async def test_a_goal_that_is_done_or_deleted_is_no_longer_worked_on(study: Study) -> None:
    await three_goals(study)
    await study.room.work_on(study.ann, 1)
    await study.room.check_goal(study.ann, 1, True)
    assert (shown(study), study.facts.board(study.ann).now) == ('', 0)
    await study.room.work_on(study.ann, 2)
    await study.room.delete_goal(study.ann, 2)
    assert (shown(study), study.facts.board(study.ann).now) == ('', 0)


async def test_working_on_a_finished_goal_opens_it_again(study: Study) -> None:
    await three_goals(study)
    await study.room.check_goal(study.ann, 1, True)
    await study.room.work_on(study.ann, 1)
    assert study.facts.board(study.ann).find(1) == Goal(1, 'a')


async def test_a_deleted_goal_comes_back_to_its_place(study: Study) -> None:
    await three_goals(study)
    before = study.facts.board(study.ann)
    await study.room.delete_goal(study.ann, 2)
    assert goals(study) == ['a', 'c']
    await study.room.restore_goal(study.ann)
    assert study.facts.board(study.ann) == before


@pytest.mark.parametrize('index', [-1, 3, True, '1', None, 1.0])
async def test_a_goal_moves_only_to_places_that_exist(study: Study, index: object) -> None:
    await three_goals(study)
    assert await refused(study.room.move_goal(study.ann, 1, index)) == 'bad_index'


async def test_goals_that_do_not_exist_are_refused(study: Study) -> None:
    await study.room.add_goal(study.ben, "ben's")
    room = study.room
    for missing in (1, 'x', None):
        for verb in (
            room.edit_goal(study.ann, missing, 'x'),
            room.check_goal(study.ann, missing, True),
            room.move_goal(study.ann, missing, 0),
            room.delete_goal(study.ann, missing),
            room.work_on(study.ann, missing),
        ):
            assert await refused(verb) == 'no_such_goal'
    assert goals(study, study.ben) == ["ben's"]


async def test_a_list_is_full_at_two_hundred_goals(study: Study) -> None:
    for number in range(GOALS_PER_PERSON):
        await study.room.add_goal(study.ann, f'goal {number}')
    assert await refused(study.room.add_goal(study.ann, 'one more')) == 'too_many_goals'
    assert await refused(study.room.intend(study.ann, 'one more')) == 'too_many_goals'
    await study.room.delete_goal(study.ann, 1)
    await study.room.add_goal(study.ann, 'one more')
    assert await refused(study.room.restore_goal(study.ann)) == 'too_many_goals'


async def test_an_intention_becomes_the_goal_worked_on(study: Study) -> None:
    ben = study.listen(study.ben)
    await study.room.intend(study.ann, 'exercise 3')
    assert goals(study) == ['exercise 3']
    (now,) = ben
    assert isinstance(now, NowSet)
    assert now.text == 'exercise 3'


async def test_an_intention_that_is_already_a_goal_is_not_added_again(study: Study) -> None:
    await three_goals(study)
    await study.room.intend(study.ann, 'b')
    assert (goals(study), shown(study)) == (['a', 'b', 'c'], 'b')


async def test_an_intention_sent_twice_at_once_is_one_goal(study: Study) -> None:
    await asyncio.gather(study.room.intend(study.ann, 'read'), study.room.intend(study.ann, 'read'))
    assert goals(study) == ['read']


async def test_an_answer_appears_beside_the_name_and_done_checks_the_goal(study: Study) -> None:
    await study.room.intend(study.ann, 'read')
    await study.room.start(study.ann)
    await study.until_the_bell()
    ben = study.listen(study.ben)
    await study.room.answer(study.ann, 'done')
    assert names(ben) == ['FocusAnswered', 'NowSet']
    assert isinstance(ben[0], FocusAnswered)
    assert (ben[0].answer, ben[0].text) == (Answer.DONE, 'read')
    person = study.facts.seats[study.ann]
    assert (person.answer, person.answered, person.now) == ('done', 'read', '')
    assert study.facts.board(study.ann).find(1).done


@pytest.mark.parametrize('answer', ['partly', 'not_yet'])
async def test_an_unfinished_goal_stays_the_current_one(study: Study, answer: str) -> None:
    await study.room.intend(study.ann, 'read')
    await study.room.start(study.ann)
    await study.until_the_bell()
    await study.room.answer(study.ann, answer)
    assert shown(study) == 'read'
    assert study.facts.seats[study.ann].answer == answer


async def test_a_focus_is_answered_once_even_without_a_goal(study: Study) -> None:
    await study.room.start(study.ann)
    await study.until_the_bell()
    heard = study.listen(study.ben)
    for _ in range(2):
        await study.room.answer(study.ann, Answer.DONE)
    assert names(heard) == ['FocusAnswered']
    assert study.facts.seats[study.ann].answered == ''


async def test_answers_disappear_when_the_next_focus_begins(study: Study) -> None:
    await study.room.start(study.ann)
    await study.until_the_bell()
    await study.room.answer(study.ann, 'partly')
    await study.until_the_bell()
    assert study.facts.seats[study.ann].answer == 'partly'
    await study.room.start(study.ben)
    assert study.facts.seats[study.ann].answer == ''


async def test_during_a_focus_there_is_nothing_to_answer(study: Study) -> None:
    await study.room.start(study.ann)
    heard = study.listen(study.ben)
    await study.room.answer(study.ann, 'done')
    assert heard == []


@pytest.mark.parametrize('answer', ['', 'perhaps', None, 1, [], {}])
async def test_an_unknown_answer_is_refused(study: Study, answer: object) -> None:
    assert await refused(study.room.answer(study.ann, answer)) == 'bad_answer'


async def test_a_visitor_has_no_goals(study: Study) -> None:
    visitor = study.room.seat_of('a visitor')
    for verb in (study.room.add_goal(visitor, 'x'), study.room.intend(visitor, 'x'), study.room.restore_goal(visitor)):
        assert await refused(verb) == 'not_seated'
    await study.room.start(study.ann, study.facts.timer.phase)
    assert await refused(study.room.answer(visitor, 'done')) == 'not_seated'
