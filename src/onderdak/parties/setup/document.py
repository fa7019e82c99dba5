"""YAML with the line of every value, so that each mistake can be named by its place.

Every scalar stays text: a code such as 0034 is no octal number, and `no` is no truth value. There are no anchors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from onderdak.methods.errors import InputError

#: The keys and positions that lead to a value: ("municipalities", 2, "code").
Place = tuple[str | int, ...]
_LARGEST = 2 * 1024 * 1024
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Mistakes(InputError):
    """Everything that is wrong with a file, in the order of its lines."""

    def __init__(self, found: Sequence[InputError]) -> None:
        self.found = tuple(found)
        first = self.found[0]
        more = f" ({len(self.found) - 1} more mistakes follow)" if len(self.found) > 1 else ""
        super().__init__(f"{first.what}{more}", where=first.where, mend=first.mend)


@dataclass
class Document:
    """The content of a file, and where each part of it stands."""

    name: str
    content: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: list[tuple[int, InputError]] = field(default_factory=list)

    def blame(self, place: Place, what: str, mend: str) -> None:
        """Note a mistake at a place."""
        line = self.line(place)
        self.mistakes.append((line, InputError(what, where=f"{self.name}, line {line}, {spelled(place)}", mend=mend)))

    def line(self, place: Place) -> int:
        """The line of a place; of what is absent that of the part it should stand in."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def stop_on_mistakes(self) -> None:
        """Raise all mistakes together, where there are any."""
        if self.mistakes:
            raise Mistakes([error for _, error in sorted(self.mistakes, key=lambda one: one[0])])


def spelled(place: Place) -> str:
    """A place as people write it.

    Examples
    --------
    >>> spelled(("municipalities", 2, "code"))
    'municipalities[3].code'
    """
    text = ""
    for step in place:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "the file"


def read(path: Path) -> Document:
    """Read a YAML file.

    Raises
    ------
    Mistakes
        When it cannot be read, is no YAML, says a key twice, or uses anchors.
    """
    document = Document(path.name)
    document.content = _built(document, _root(path), (), set())
    document.stop_on_mistakes()
    return document


def _root(path: Path) -> yaml.Node | None:
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(path.name, "The file is too large for a set-up file.", "Check the name.")
        return yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise _refused(path.name, f"The file cannot be read ({error.strerror}).", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise _refused(path.name, "The file is no text in UTF-8.", "Save it as UTF-8.") from error
    except RecursionError as error:
        raise _refused(path.name, "The file is nested too deeply.", "Write it flatter.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path.name}, line {mark.line + 1}, column {mark.column + 1}" if mark else path.name
        mend = "Mend that line; most often an indent, a colon or a quote is wrong."
        raise _refused(where, f"This is no YAML: {error.problem or error.context}.", mend) from error
    except yaml.YAMLError as error:
        raise _refused(path.name, f"This is no YAML: {error}.", "Save it as plain text.") from error


def _refused(where: str, what: str, mend: str) -> Mistakes:
    return Mistakes([InputError(what, where=where, mend=mend)])


def _built(document: Document, node: yaml.Node | None, place: Place, seen: set[int]) -> Any:
    if node is None:
        return None
    document.lines.setdefault(place, node.start_mark.line + 1)
    if id(node) in seen:
        document.blame(place, "Anchors and aliases (& and *) are not used here.", "Write the part out in full.")
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, place, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_built(document, one, (*place, number), seen) for number, one in enumerate(node.value)]
    plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if plain and node.value in _NOTHING else node.value


def _mapping(document: Document, node: yaml.MappingNode, place: Place, seen: set[int]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        here = (*place, name)
        if name in built:
            document.blame(
                here, f"The key {name!r} stands here twice.", f"Remove that of line {key.start_mark.line + 1}."
            )
            continue
        document.lines[here] = key.start_mark.line + 1
        built[name] = _built(document, value, here, seen)
    return built
