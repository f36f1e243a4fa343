import pytest

from studyroom.room.errors import RoomError
from studyroom.room.goal_board import GOALS_PER_PERSON, GoalBoard


def board_of(*texts: str) -> GoalBoard:
    board = GoalBoard()
    for text in texts:
        board = board.added(board.next_id, text)
    return board


def texts(board: GoalBoard) -> list[str]:
    return [goal.text for goal in board.goals]


def test_goals_are_listed_in_the_order_they_were_added() -> None:
    assert texts(board_of('a', 'b', 'c')) == ['a', 'b', 'c']


@pytest.mark.parametrize(('goal_id', 'index', 'after'), [(1, 2, 'bca'), (3, 0, 'cab'), (2, 2, 'acb'), (1, 0, 'abc')])
def test_a_goal_moves_to_the_place_where_it_is_put(goal_id: int, index: int, after: str) -> None:
    board = board_of('a', 'b', 'c').moved(goal_id, index)
    assert ''.join(texts(board)) == after
    assert board.index(goal_id) == index


def test_a_deleted_goal_comes_back_to_its_place() -> None:
    board = board_of('a', 'b', 'c')
    restored = board.without(2).restored()
    assert restored == board


def test_a_deleted_goal_comes_back_at_the_end_of_a_list_that_has_become_shorter() -> None:
    assert texts(board_of('a', 'b', 'c').without(1).without(2).without(3).restored()) == ['c']


def test_a_deleted_goal_is_restored_only_once() -> None:
    board = board_of('a').without(1).restored()
    assert board.restored() is board


def test_a_goal_id_is_never_reused() -> None:
    board = board_of('a', 'b').without(2)
    assert board.next_id == 3


def test_a_goal_that_does_not_exist_is_refused() -> None:
    for missing in (7, None, 'x', []):
        with pytest.raises(RoomError) as refusal:
            board_of('a').find(missing)
        assert refusal.value.code == 'no_such_goal'


def test_a_full_list_takes_no_more_goals() -> None:
    board = board_of(*map(str, range(GOALS_PER_PERSON - 1)))
    board.check_room()
    with pytest.raises(RoomError) as refusal:
        board.added(board.next_id, 'one more').check_room()
    assert refusal.value.code == 'too_many_goals'


def test_a_list_knows_its_current_goal_and_how_many_are_done() -> None:
    board = GoalBoard(board_of('a', 'b').goals, now=2)
    assert board.current == board.find(2)
    assert GoalBoard().current is None
    assert board.done_count == 0
