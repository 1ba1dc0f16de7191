"""JSON without its loose ends: no NaN, no key twice, nothing after the end, no nesting without bottom."""

import json
from typing import Any, NoReturn


def parse(text: str) -> Any:
    """The JSON's content. Raises ValueError for everything that is not plain JSON."""
    try:
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _value in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
