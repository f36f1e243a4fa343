"""A frame as text: written once, for however many sockets it goes to."""

from __future__ import annotations

from studyroom.api.contract.messages import ErrorModel, FromServerModel, StateModel


def encoded(frame: FromServerModel) -> str:
    """JSON. What is not there is left out; only `ends_at` of a state and `in_reply_to` of an error are null then."""
    if isinstance(frame, StateModel):
        return frame.model_dump_json(exclude=None if frame.connection else {'connection'})
    if isinstance(frame, ErrorModel):
        return frame.model_dump_json(exclude=None if frame.retry_after else {'retry_after'})
    return frame.model_dump_json(exclude_none=True)
