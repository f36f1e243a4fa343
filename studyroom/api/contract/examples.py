"""Examples of models: what the documents show of a message. Each is valid; a test holds them to it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict


def shown(*examples: JsonDict) -> ConfigDict:
    """For a model's `model_config`: these stand in its JSON schema."""
    return ConfigDict(json_schema_extra={'examples': list(examples)})


def examples_of(model: type[BaseModel]) -> list[dict[str, Any]]:
    """What `shown` was given for it; empty for a model that is only a part of others."""
    extra = model.model_config.get('json_schema_extra')
    found = extra.get('examples') if isinstance(extra, dict) else None
    return [example for example in found if isinstance(example, dict)] if isinstance(found, list) else []
