"""What a page says first: conclusions in words, made from the figures that stand below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from onderdak.base.figures.format import carried, day, exact, number
from onderdak.base.ui.tiles import language
from onderdak.monitor.area import Area, SourceLine
from onderdak.needs.need_figures import SHORTAGE

#: Names in one sentence; of more the number is said.
_NAMED = 3


def heading(area: Area) -> str:
    """The conclusion of a page in one sentence."""
    places = _words(area, "places")
    if not places:
        return gettext("No figures of %(place)s yet") % {"place": area.place.name}
    start = ", ".join(part for part in (_known(area, places), _permitted(area)) if part)
    never = [one for one in area.missing if one.state == "never"]
    if not area.whole or not never:
        return start
    rest = ngettext("one source has delivered nothing yet", "%(n)s sources have delivered nothing yet", len(never)) % {
        "n": len(never)
    }
    return f"{start}; {rest}"


def _known(area: Area, places: str) -> str:
    """How many places there are; before it how many are short, where that was adopted and is beyond doubt."""
    record = area.need.get(SHORTAGE)
    if record is None or not record.figure.low:
        return gettext("%(places)s places known in %(place)s") % {"places": places, "place": area.place.name}
    short = gettext("%(places)s places short in %(place)s; %(known)s places known") % {
        "places": carried(record.figure, language()),
        "place": area.place.name,
        "known": places,
    }
    return short[0].upper() + short[1:]


def _permitted(area: Area) -> str:
    """What part is permitted, or that we do not know that; nothing where it may not be seen."""
    record = area.now("permitted_share")
    if record is None:
        return ""
    if record.figure.known:
        return gettext("%(share)s permitted") % {"share": exact(record.figure, language())}
    hidden = record.figure.disclosure == "suppressed"
    return "" if hidden else gettext("of most we do not know whether they are permitted")


def _words(area: Area, key: str) -> str:
    record = area.now(key)
    figure = record.figure if record else None
    return exact(figure, language()) if figure and figure.known else ""


def lead(area: Area) -> str:
    """What the page is of."""
    if area.as_of is None:
        return ""
    said = {"place": area.place.name, "day": day(area.as_of, language())}
    if area.whole:
        return gettext("Housing of labour migrants in %(place)s on %(day)s.") % said
    return gettext("Housing of labour migrants in %(place)s, region %(region)s, on %(day)s.") % {
        **said,
        "region": area.region.name,
    }


@dataclass(frozen=True)
class Warning:
    """What a reader must know before he leans on the figures."""

    title: str
    text: str


def warning(area: Area) -> Warning | None:
    """Only where figures lean on sources that are late or absent."""
    missing = area.missing
    if not missing:
        return None
    never = [one for one in missing if one.state == "never"]
    late = [one for one in missing if one.state == "late"]
    texts: list[str] = []
    if never:
        texts.append(gettext("There is nothing yet from: %(names)s.") % {"names": _names(never)})
    if late:
        texts.append(gettext("Older than agreed is the list of: %(names)s.") % {"names": _names(late)})
    towns = sorted({name for one in missing for name in one.municipalities})
    if area.whole and towns and len(towns) <= _NAMED:
        texts.append(gettext("So we know less of %(towns)s.") % {"towns": joined(towns)})
    title = ngettext("A source is missing or late", "%(n)s sources are missing or late", len(missing))
    return Warning(title % {"n": len(missing)}, " ".join(texts))


def _names(sources: Sequence[SourceLine]) -> str:
    names = [f"{one.organisation} ({kind_of(one).lower()})" for one in sources]
    return joined(names)


def joined(names: Sequence[str]) -> str:
    """Names in a sentence; of many the first ones and how many more there are."""
    if len(names) > _NAMED:
        rest = ngettext("%(n)s more", "%(n)s more", len(names) - _NAMED) % {"n": len(names) - _NAMED}
        names = [*names[:_NAMED], rest]
    if len(names) < 2:
        return "".join(names)
    return gettext("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def kind_of(source: SourceLine) -> str:
    """The kind of a source in words."""
    from onderdak.housing.words import word

    return word("source_kind", source.kind, language())


def trend_title(area: Area) -> str:
    """What changed over all the days, as a conclusion."""
    said = [_change(area, key, more, fewer) for key, more, fewer in _changes()]
    known = [one for one in said if one]
    first = area.history("places")
    if not known or not first:
        return gettext("Places and occupants over time")
    return gettext("Since %(day)s: %(changes)s") % {
        "day": day(first[0].as_of, language()),
        "changes": gettext(", and ").join(known),
    }


def _changes() -> tuple[tuple[str, str, str], ...]:
    return (
        ("places", gettext("%(n)s places more"), gettext("%(n)s places fewer")),
        ("occupants", gettext("%(n)s occupants more counted"), gettext("%(n)s occupants fewer counted")),
    )


def _change(area: Area, key: str, more: str, fewer: str) -> str:
    known = [record.figure.value for record in area.history(key) if record.figure.value is not None]
    if len(known) < 2 or known[-1] == known[0]:
        return ""
    words = more if known[-1] > known[0] else fewer
    return words % {"n": number(abs(known[-1] - known[0]), language())}


def trend_summary(area: Area) -> str:
    """The same, said in full for who does not see the picture."""
    parts: list[str] = []
    for key, label in (("places", gettext("Places")), ("occupants", gettext("Occupants"))):
        known = [record for record in area.history(key) if record.figure.known]
        if len(known) > 1:
            parts.append(
                gettext("%(what)s: from %(first)s on %(start)s to %(last)s on %(end)s.")
                % {
                    "what": label,
                    "first": exact(known[0].figure, language()),
                    "start": day(known[0].as_of, language()),
                    "last": exact(known[-1].figure, language()),
                    "end": day(known[-1].as_of, language()),
                }
            )
    return " ".join(parts)
