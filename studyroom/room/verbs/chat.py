"""Writing to the room, and taking it back."""

from studyroom.room import events
from studyroom.room.chat import clean_message
from studyroom.room.core import RoomCore
from studyroom.room.errors import RoomError
from studyroom.room.permissions import Act
from studyroom.room.text import HELP_LENGTH, clean


class ChatVerbs(RoomCore):
    """Each takes the seat that acts and raises RoomError `not_seated` or `not_allowed`."""

    async def say(self, by: str, text: object) -> None:
        """Write 1 to 2,000 code points: events.MessageSent, held until the bell where the room says so."""
        words = clean_message(text)

        def decide() -> list[events.Fact]:
            person = self._actor(by, Act.CHAT)
            held = self.facts.holding
            if held:
                self.facts.chat.check_room()
            return [self._fact(events.MessageSent, by, name=person.name, text=words, held=held)]

        await self._commit(decide)

    async def delete_message(self, by: str, line_id: object) -> None:
        """Take back one's own message and overwrite what is stored: events.MessageDeleted."""

        def decide() -> list[events.Fact]:
            self._actor(by, Act.CHAT)
            line = self.facts.chat.find(line_id)
            if line.seat != by:
                raise RoomError('not_yours', 'You can delete your own messages only.')
            return [self._fact(events.MessageDeleted, by, line_id=line.line_id)]

        await self._commit(decide, lambda: [self.facts.chat.find(line_id).seq])

    async def ask_help(self, by: str, about: object = '') -> None:
        """Call for help, with up to 140 code points of what about: events.HelpAsked. Nothing if that stands already."""
        words = clean(about, what='What it is about', code='help', limit=HELP_LENGTH, empty=True)

        def decide() -> list[events.Fact]:
            person = self._actor(by, Act.ASK_HELP)
            if person.needs_help and person.help_about == words:
                return []
            return [self._fact(events.HelpAsked, by, about=words)]

        await self._commit(decide)

    async def end_help(self, by: str) -> None:
        """Help came: events.HelpEnded; nothing if none was asked for."""

        def decide() -> list[events.Fact]:
            person = self._actor(by, Act.ASK_HELP)
            return [self._fact(events.HelpEnded, by)] if person.needs_help else []

        await self._commit(decide)
