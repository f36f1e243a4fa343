"""The rows of your goals, and the room's goal, in each of their states."""

from __future__ import annotations

from components.kit.template import render
from components.panels.goals import Counts, GoalRow, draw_goal, draw_heading
from components.panels.room_goal import RoomGoal, draw_room_goal


def test_a_goal_can_be_moved_ticked_chosen_changed_and_deleted() -> None:
    assert render(draw_goal, GoalRow(1, 'Read "4.2"')) == (
        '<li class="goal"><button class="goal__handle" type="button" data-handle=""'
        ' aria-label="Move: Read &quot;4.2&quot;. Use the up and down arrow keys." title="Drag, or use the arrow keys">'
        '<svg class="icon icon--s" aria-hidden="true"><use href="#grip-vertical"></use></svg></button>'
        '<input class="check" type="checkbox" aria-label="Read &quot;4.2&quot;">'
        '<button class="goal__text" type="button" aria-pressed="false" title="Work on this now">Read "4.2"</button>'
        '<button class="iconbtn goal__tool" type="button" aria-label="Edit: Read &quot;4.2&quot;" title="Edit">'
        '<svg class="icon icon--s" aria-hidden="true"><use href="#pencil"></use></svg></button>'
        '<button class="iconbtn goal__tool" type="button" aria-label="Delete: Read &quot;4.2&quot;" title="Delete">'
        '<svg class="icon icon--s" aria-hidden="true"><use href="#trash-2"></use></svg></button></li>'
    )


def test_the_current_goal_is_pressed_and_tagged() -> None:
    drawn = render(draw_goal, GoalRow(1, 'Read', now=True))
    assert drawn.startswith('<li class="goal goal--now">')
    assert (
        'aria-pressed="true" title="You are working on this">Read</button><span class="tag tag--accent">now</span>'
        in drawn
    )


def test_a_finished_goal_is_ticked() -> None:
    drawn = render(draw_goal, GoalRow(1, 'Read', done=True))
    assert drawn.startswith('<li class="goal goal--done">')
    assert '<input class="check" type="checkbox" checked aria-label="Read">' in drawn


def test_a_goal_being_edited_is_a_field() -> None:
    drawn = render(draw_goal, GoalRow(1, 'Read', editing=True))
    assert '<input class="goal__edit" value="Read" maxlength="140" aria-label="Goal text">' in drawn
    assert 'goal__text' not in drawn
    assert 'Edit: ' not in drawn


def test_the_heading_counts_as_soon_as_there_is_a_goal() -> None:
    assert render(draw_heading, Counts(0, 0)) == '<h2 class="heading">Your goals </h2>'
    assert render(draw_heading, Counts(1, 2)) == (
        '<h2 class="heading">Your goals <span class="count">1 of 2</span></h2>'
    )


def test_the_goal_of_the_room_is_a_button_or_a_field() -> None:
    assert '<span class="quiet">Set a goal for everyone</span>' in render(draw_room_goal, RoomGoal(''))
    assert '<span class="">Chapter 4</span>' in render(draw_room_goal, RoomGoal('Chapter 4'))
    assert (
        '<input class="roomgoal__edit" value="Chapter 4" maxlength="120" aria-labelledby="room-goal-label"></div></div>'
    ) in render(draw_room_goal, RoomGoal('Chapter 4', editing=True))
