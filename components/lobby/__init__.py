"""What a visitor sees before and after a room: the list of rooms, the join view and the end pages."""
