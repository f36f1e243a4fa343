"""The WebSocket: `/ws/rooms/{room_id}`."""
