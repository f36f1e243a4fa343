"""Reading the chat and deleting one's own messages."""

import pytest

from tests.api.program import Program, fields_of, problem


def chat(api: Program, **asked: object) -> tuple[list[str], bool]:
    answer = api.http.get(f'/rooms/{api.room}/chat', params=asked)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [line['text'] for line in answer.json()['messages']], answer.json()['more']


def ids(api: Program) -> list[str]:
    return [line['id'] for line in api.http.get(f'/rooms/{api.room}/chat', params={'limit': 100}).json()['messages']]


def test_a_message_says_who_wrote_it_and_when(api: Program) -> None:
    created = api.make()
    api.connect('ann').say('Hello\nthere')
    (line,) = api.http.get(f'/rooms/{api.room}/chat').json()['messages']
    assert (line['user'], line['text']) == ('ann', 'Hello\nthere')
    assert created['server_now'] <= line['ts'] <= api.read()['server_now']


def test_pages_go_back_from_the_newest_without_gaps_or_repeats(api: Program) -> None:
    api.make()
    ann = api.connect('ann')
    written = [f'message {number}' for number in range(7)]
    for text in written:
        ann.say(text)
    assert chat(api) == (written, False)
    assert chat(api, limit=3) == (written[4:], True)
    assert chat(api, limit=3, before=ids(api)[4]) == (written[1:4], True)
    assert chat(api, limit=3, before=ids(api)[1]) == (written[:1], False)
    assert chat(api, before=ids(api)[0]) == ([], False)
    first = ids(api)[4]
    api.http.delete(f'/rooms/{api.room}/chat/{first}', headers=ann.headers)
    assert chat(api, limit=3, before=first) == (written[1:4], True), 'even from a message that was deleted'


def test_a_page_has_fifty_messages_unless_another_number_is_asked_for(api: Program) -> None:
    api.make()
    ann = api.connect('ann')
    for number in range(55):
        ann.say(str(number))
    assert len(chat(api)[0]) == 50
    assert len(chat(api, limit=100)[0]) == 55


@pytest.mark.parametrize('limit', ['0', '101', '-1', 'x', '', '1.5', '1e2'])
def test_a_limit_out_of_bounds_is_named(api: Program, limit: str) -> None:
    api.make()
    answer = api.http.get(f'/rooms/{api.room}/chat', params={'limit': limit})
    assert fields_of(answer) == ['limit']
    assert '1 to 100' in answer.json()['detail']


@pytest.mark.parametrize('before', ['12', 'x', 'm', 'm0', 'm-1', 'M3', 'm' + '9' * 400])
def test_before_is_the_id_of_a_message(api: Program, before: str) -> None:
    api.make()
    assert fields_of(api.http.get(f'/rooms/{api.room}/chat', params={'before': before})) == ['before']


def test_a_message_can_be_deleted_only_with_the_secret_of_its_author(api: Program) -> None:
    api.make()
    ann, ben = api.connect('ann'), api.connect('ben')
    ann.say('mine')
    (mine,) = ids(api)
    path = f'/rooms/{api.room}/chat/{mine}'
    problem(api.http.delete(path), 401, 'bad_secret')
    problem(api.http.delete(path, headers=ben.headers), 403, 'not_yours')
    answer = api.http.delete(path, headers=ann.headers)
    assert (answer.status_code, answer.content) == (204, b'')
    assert chat(api) == ([], False)
    problem(api.http.delete(path, headers=ann.headers), 404, 'no_such_message')
    problem(api.http.delete(f'/rooms/{api.room}/chat/nonsense', headers=ann.headers), 404, 'no_such_message')
