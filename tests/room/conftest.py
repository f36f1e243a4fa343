import pytest
from hypothesis import settings

from tests.room.stepped_study import Study, two_people

settings.register_profile('studyroom', deadline=None, max_examples=60)
settings.load_profile('studyroom')


@pytest.fixture
async def study() -> Study:
    """A room with Ann and Ben in it, rhythm 25/5 without long breaks."""
    return await two_people()


@pytest.fixture
async def quiet_study() -> Study:
    """The same, where notes are held until the bell."""
    return await two_people(hold_notes=True)
