"""What every model of the contract shares: strict validation, a name in the documents, and examples there."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict


def schema_name(model: type[BaseModel]) -> str:
    """The name that the documents give this model: `RoomState` for `RoomStateModel`."""
    return model.__name__.removesuffix('Model')


class ContractModel(BaseModel):
    """Strict: a number is not accepted as text, nor text as a number. Unknown fields are ignored."""

    model_config = ConfigDict(strict=True, frozen=True, model_title_generator=schema_name)

    def __init_subclass__(cls, **options: Any) -> None:
        """Pydantic names a JSON schema after the qualified name of its class, which is free for that."""
        super().__init_subclass__(**options)
        cls.__qualname__ = schema_name(cls)


def shown(*examples: JsonDict) -> ConfigDict:
    """Return a `model_config` that puts these examples into the JSON schema of a model."""
    return ConfigDict(json_schema_extra={'examples': list(examples)})


def examples_of(model: type[BaseModel]) -> list[dict[str, Any]]:
    """Return the examples that `shown` was given; none for a model that is only part of others."""
    extra = model.model_config.get('json_schema_extra')
    found = extra.get('examples') if isinstance(extra, dict) else None
    return [example for example in found if isinstance(example, dict)] if isinstance(found, list) else []
