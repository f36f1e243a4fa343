"""What the server measures about people at their browsers."""

from __future__ import annotations

import urllib.request

from tests.browser.gallery_server import wait_until
from tests.browser.study import Person, StudyServer, together


def measured(server: StudyServer, name: str) -> float:
    with urllib.request.urlopen(f'{server.url}/metrics') as answer:
        lines = answer.read().decode().splitlines()
    return next(float(line.rsplit(' ', 1)[1]) for line in lines if line.startswith(f'studyroom_{name} '))


async def test_browsers_and_people_are_counted_while_they_are_here(
    own_server: StudyServer, anna: Person, ben: Person
) -> None:
    assert (measured(own_server, 'browsers'), measured(own_server, 'people_present')) == (0, 0)
    await together(own_server, anna, ben)
    assert (measured(own_server, 'browsers'), measured(own_server, 'people_present')) == (2, 2)
    await ben.leave()
    assert (measured(own_server, 'browsers'), measured(own_server, 'people_present')) == (2, 1)
    await ben.page.close()
    wait_until(lambda: measured(own_server, 'browsers') == 1)
