import pytest

from studyroom.room.events import GoalAdded, MessageSent, NowSet, PersonCame, SeatHeld
from studyroom.room.hub import Hub
from tests.room.stepped_study import ROOM_ID, Study, names


def message(text: str, room_id: str = ROOM_ID) -> MessageSent:
    return MessageSent(room_id=room_id, at=0.0, by='seat:ann', name='Ann', text=text)


def test_everyone_in_the_room_hears_events_in_the_order_they_happened() -> None:
    hub, ann, ben = Hub(), [], []
    hub.subscribe(ROOM_ID, 'seat:ann', {MessageSent: lambda event: ann.append(event.text)})
    hub.subscribe(ROOM_ID, 'seat:ben', {MessageSent: lambda event: ben.append(event.text)})
    for text in ('one', 'two', 'three'):
        hub.publish(message(text))
    assert ann == ben == ['one', 'two', 'three']


def test_another_room_hears_nothing() -> None:
    hub, heard = Hub(), []
    hub.subscribe('biology-x2y3', 'seat:ann', {MessageSent: heard.append})
    hub.publish(message('hello'))
    assert heard == []


def test_what_only_one_person_may_hear_reaches_nobody_else() -> None:
    hub, ann, ben, visitor, lobby = Hub(), [], [], [], []
    for seat, heard in (('seat:ann', ann), ('seat:ben', ben), ('', visitor)):
        hub.subscribe(ROOM_ID, seat, {GoalAdded: heard.append, SeatHeld: heard.append})
    hub.subscribe_all({GoalAdded: lobby.append, SeatHeld: lobby.append})
    hub.publish(GoalAdded(room_id=ROOM_ID, at=0.0, by='seat:ann', goal_id=1, text='Read'))
    hub.publish(SeatHeld(room_id=ROOM_ID, at=0.0, by='seat:ann', seat='seat:ann', tab='new'))
    hub.publish(GoalAdded(room_id=ROOM_ID, at=0.0, goal_id=1, text='by nobody'))
    assert names(ann) == ['GoalAdded', 'SeatHeld']
    assert ben == visitor == lobby == []


def test_the_lobby_hears_what_every_room_tells_everyone() -> None:
    hub, heard = Hub(), []
    hub.subscribe_all({MessageSent: heard.append})
    hub.publish(message('here'))
    hub.publish(message('there', 'biology-x2y3'))
    assert [event.text for event in heard] == ['here', 'there']


def test_a_listener_that_fails_harms_no_other(caplog: pytest.LogCaptureFixture) -> None:
    hub, heard = Hub(), []

    def fail(event: MessageSent) -> None:
        raise ValueError('broken panel')

    hub.subscribe(ROOM_ID, 'seat:ann', {MessageSent: fail})
    hub.subscribe(ROOM_ID, 'seat:ben', {MessageSent: heard.append})
    hub.publish(message('a secret'))
    hub.publish(message('another'))
    assert len(heard) == 2
    assert 'a listener failed' in caplog.text
    assert 'a secret' not in caplog.text


def test_an_ended_subscription_hears_nothing_more_and_is_not_counted() -> None:
    hub, ann, ben = Hub(), [], []
    end_ann = hub.subscribe(ROOM_ID, 'seat:ann', {MessageSent: ann.append})
    end_ben = hub.subscribe(ROOM_ID, 'seat:ben', {MessageSent: ben.append})
    end_lobby = hub.subscribe_all({MessageSent: ben.append})
    assert (hub.listeners(ROOM_ID), hub.listeners()) == (2, 3)
    end_ann()
    end_ann()
    hub.publish(message('after'))
    assert (ann, len(ben)) == ([], 2)
    end_ben()
    end_lobby()
    assert hub.listeners() == hub.listeners(ROOM_ID) == 0


def test_ending_an_old_subscription_again_leaves_a_new_one_alone() -> None:
    hub, heard = Hub(), []
    end = hub.subscribe(ROOM_ID, 'seat:ann', {})
    end()
    hub.subscribe(ROOM_ID, 'seat:ann', {MessageSent: heard.append})
    end()
    hub.publish(message('hello'))
    assert len(heard) == 1


def test_a_listener_ended_by_another_one_does_not_even_hear_the_current_event() -> None:
    hub, heard = Hub(), []
    hub.subscribe(ROOM_ID, 'seat:ann', {MessageSent: lambda _: end_ben()})
    end_ben = hub.subscribe(ROOM_ID, 'seat:ben', {MessageSent: heard.append})
    hub.publish(message('hello'))
    assert heard == []


def test_an_event_caused_by_an_event_comes_after_it_for_everybody() -> None:
    hub, heard = Hub(), []
    second = PersonCame(room_id=ROOM_ID, at=0.0, seat='seat:ann')
    hub.subscribe(ROOM_ID, 'seat:ann', {MessageSent: lambda _: hub.publish(second)})
    hub.subscribe(ROOM_ID, 'seat:ben', {MessageSent: heard.append, PersonCame: heard.append})
    hub.publish(message('first'))
    assert names(heard) == ['MessageSent', 'PersonCame']


async def test_a_failing_panel_does_not_make_the_verb_fail(study: Study) -> None:
    def fail(event: MessageSent) -> None:
        raise RuntimeError

    study.hub.subscribe(ROOM_ID, study.ann, {MessageSent: fail})
    heard = study.listen(study.ben)
    await study.room.say(study.ann, 'hello')
    assert names(heard) == ['MessageSent']


async def test_goals_are_heard_by_their_owner_and_the_current_one_by_everyone(study: Study) -> None:
    ann, ben, visitor = study.listen(study.ann), study.listen(study.ben), study.listen('')
    await study.room.add_goal(study.ann, 'Read', now=True)
    assert names(ann) == ['GoalAdded', 'NowSet']
    assert names(ben) == names(visitor) == ['NowSet']
    assert isinstance(ben[0], NowSet)
    assert ben[0].text == 'Read'
