"""All components of the gallery, in the order in which a page meets them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from onderdak.base.figures import FigureSource
from onderdak.base.ui.gallery import samples as s
from onderdak.base.ui.gallery.registry import Component, Example
from onderdak.base.ui.icons import NAMES
from onderdak.base.ui.progress import Progress
from onderdak.base.ui.tiles import AnyFigure

_TILE = '<div class="od-tiles">{% figure_tile figure %}</div>'


def _tile(figure: AnyFigure) -> dict[str, object]:
    return {"figure": figure}


FIGURES = Component(
    "cijfers",
    _("Figures"),
    _("Nothing is a bare number: each figure has its interval, unit, date, source, and the way to its explanation."),
    [
        Example("bekend", _("Known"), _TILE, lambda r: _tile(s.Kept(s.figure(15_870)))),
        Example(
            "schatting",
            _("An estimate, with what changed and the line so far"),
            '<div class="od-tiles">{% figure_tile figure earlier=earlier history=history %}</div>',
            lambda r: {"figure": s.Kept(s.people()[-1]), "earlier": s.people()[0], "history": s.people()},
        ),
        Example(
            "aandacht",
            _("Somebody should look at this"),
            '<div class="od-tiles">{% figure_tile figure earlier=earlier history=history attention=True %}</div>',
            lambda r: {
                "figure": s.Kept(s.figure(8_430, label=s.say("Plekken te weinig", "Places short"))),
                "earlier": s.figure(8_010, date(2026, 5, 1)),
                "history": s.places(),
            },
        ),
        Example(
            "onbekend",
            _("Not known, and why"),
            _TILE,
            lambda r: _tile(
                s.Kept(
                    s.figure(
                        None,
                        note=s.say(
                            "Er is nog geen schatting van de behoefte. Start er een bij Behoefte.",
                            "There is no estimate of the need yet. Start one under Need.",
                        ),
                    )
                )
            ),
        ),
        Example(
            "afgeschermd",
            _("Suppressed"),
            _TILE,
            lambda r: _tile(s.Kept(s.figure(3, disclosure="suppressed"))),
        ),
        Example(
            "late-bron",
            _("Leans on a late source"),
            _TILE,
            lambda r: _tile(
                s.Kept(
                    s.figure(
                        2_730,
                        sources=(
                            *s.SOURCES,
                            FigureSource(
                                "vergunningen-wimpelveen", date(2026, 2, 1), s.say("9 maanden oud", "9 months old")
                            ),
                        ),
                    )
                )
            ),
        ),
        Example(
            "vier",
            _("Four beside each other: the answer of a page"),
            '<div class="od-tiles">{% for one in figures %}{% figure_tile one.figure earlier=one.earlier '
            "history=one.history attention=one.attention %}{% endfor %}</div>",
            lambda r: {"figures": _four()},
        ),
        Example(
            "in-een-zin",
            _("In a sentence"),
            "<p>{% figure_inline known %} · {% figure_inline estimate %} · {% figure_inline unknown %} · "
            "{% figure_inline hidden %}</p>",
            lambda r: {
                "known": s.Kept(s.figure(15_870)),
                "estimate": s.Kept(s.people()[-1]),
                "unknown": s.Kept(s.figure(None)),
                "hidden": s.Kept(s.figure(3, disclosure="suppressed")),
            },
        ),
    ],
)


def _four() -> list[dict[str, object]]:
    short = s.estimate(8_430, 6_100, 11_200, key="short", label=s.say("Berekend tekort", "Shortage, computed"))
    look: dict[str, Any] = {"key": "look", "label": s.say("Adressen ter controle", "Addresses to look at"), "unit": ""}
    return [
        {"figure": s.Kept(s.people()[-1]), "earlier": s.people()[-3], "history": s.people()},
        {"figure": s.Kept(s.places()[-1]), "earlier": s.places()[-3], "history": s.places()},
        {"figure": s.Kept(short), "earlier": None, "history": (), "attention": True},
        {"figure": s.Kept(s.figure(312, **look)), "earlier": s.figure(330, date(2026, 10, 1), **look), "history": ()},
    ]


_TABLE = "{% data_table table %}"
TABLES = Component(
    "tabellen",
    _("Tables"),
    _("Sorting, searching, filtering, paging, columns and files; the state stands in the address."),
    [
        Example(
            "gemeenten",
            _("Bars in the cell, states in words, a bottom row"),
            _TABLE,
            lambda r: {"table": s.towns(r, "gemeenten")},
        ),
        Example(
            "gekozen",
            _("A row that is chosen, here or on the map"),
            _TABLE,
            lambda r: {"table": s.towns(r, "gekozen", chosen="VM03")},
        ),
        Example(
            "lang", _("Search, filters, columns and pages"), _TABLE, lambda r: {"table": s.address_table(r, "lang")}
        ),
        Example(
            "gefilterd",
            _("Filtered, on the last page"),
            _TABLE,
            lambda r: {"table": s.address_table(r, "gefilterd", page_size=5)},
            "gefilterd-town=Oosterlo&gefilterd-sorteer=-beds&gefilterd-pagina=2",
        ),
        Example(
            "niets-gevonden",
            _("Nothing fits the search"),
            _TABLE,
            lambda r: {"table": s.address_table(r, "niets-gevonden")},
            "niets-gevonden-zoek=Nergenshuizen",
        ),
        Example("leeg", _("Nothing yet"), _TABLE, lambda r: {"table": s.empty_table(r, "leeg")}),
        Example("cijfers", _("Figures in cells"), _TABLE, lambda r: {"table": s.figure_table(r, "cijfers")}),
    ],
)

_CHART = "{% chart chart %}"
CHARTS = Component(
    "grafieken",
    _("Charts"),
    _("A conclusion, the same in a sentence, the picture, and its table, explanation and files."),
    [
        Example(
            "verloop",
            _("Over time, with its interval and what explains a jump"),
            _CHART,
            lambda r: {"chart": s.trend_chart(r, "verloop")},
        ),
        Example(
            "tabel", _("The same as a table"), _CHART, lambda r: {"chart": s.trend_chart(r, "tabel")}, "tabel=tabel"
        ),
        Example(
            "uitleg", _("The explanation"), _CHART, lambda r: {"chart": s.trend_chart(r, "uitleg")}, "uitleg=uitleg"
        ),
        Example(
            "bestanden",
            _("The files"),
            _CHART,
            lambda r: {"chart": s.trend_chart(r, "bestanden")},
            "bestanden=download",
        ),
        Example("lijnen", _("Two lines"), _CHART, lambda r: {"chart": s.lines_chart(r, "lijnen")}),
        Example("staven", _("Bars, with their interval"), _CHART, lambda r: {"chart": s.bars_chart(r, "staven")}),
    ],
)

_MAP = "{% choropleth map %}"
MAPS = Component(
    "kaarten",
    _("Maps"),
    _("Areas coloured by class; the list beside it says the same and shares its choice."),
    [
        Example("met-lijst", _("With its list"), _MAP, lambda r: {"map": s.land("met-lijst")}),
        Example("gekozen", _("An area that is chosen"), _MAP, lambda r: {"map": s.land("gekozen", chosen="VM03")}),
        Example("aandeel", _("Shares"), _MAP, lambda r: {"map": s.land("aandeel", kind="share")}),
        Example(
            "naast-tabel",
            _("Beside a table that shares its choice"),
            '<div class="od-split">{% data_table table %}{% choropleth map %}</div>',
            lambda r: {"table": s.towns(r, "naast"), "map": s.land("naast", with_list=False)},
        ),
        Example(
            "zonder-grenzen", _("Without outlines"), _MAP, lambda r: {"map": s.land("zonder-grenzen", outlined=False)}
        ),
    ],
)

_FORM = (
    '<form class="od-form" method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}{% form form %}'
    '<div class="od-buttons"><button class="nl-button nl-button--primary">{{ words.save }}</button>'
    '<a class="nl-button nl-button--secondary" href="/ui/">{{ words.cancel }}</a></div></form>'
)
FORMS = Component(
    "formulieren",
    _("Forms"),
    _("Django's forms: label, help, errors and control belong together, and nothing that was typed is lost."),
    [
        Example("leeg", _("Empty"), _FORM, lambda r: {"form": s.form(None, "leeg")}),
        Example("ingevuld", _("Filled in"), _FORM, lambda r: {"form": s.form(s.FILLED, "ingevuld")}),
        Example("fout", _("With errors"), _FORM, lambda r: {"form": s.form(s.WRONG, "fout")}),
    ],
)

BUTTONS = Component(
    "knoppen",
    _("Buttons"),
    _("One primary button a page; what leads somewhere is a link."),
    [
        Example(
            "alle",
            _("All kinds"),
            '<div class="od-buttons"><button class="nl-button nl-button--primary">{{ words.save }}</button>'
            '<button class="nl-button nl-button--secondary">{{ words.cancel }}</button>'
            '<button class="nl-button nl-button--subtle">{{ words.undo }}</button>'
            '<button class="od-link-button">{{ words.show }}</button></div>',
        ),
        Example(
            "gevaar",
            _("What cannot be undone: a page of its own asks first"),
            '<div class="od-buttons"><button class="nl-button nl-button--primary nl-button--negative">'
            "{{ words.remove }}</button>"
            '<a class="nl-button nl-button--secondary" href="/ui/">{{ words.keep }}</a></div>',
        ),
    ],
)

NOTICES = Component(
    "meldingen",
    _("Notices"),
    _("A warning where a figure leans on late or missing sources; red only where somebody must act."),
    [
        Example(
            "uitleg",
            _("For information"),
            '{% notice "info" title=title %}<p>{{ text }}</p>{% endnotice %}',
            lambda r: {
                "title": s.say("De cijfers van november staan klaar", "The figures of November are ready"),
                "text": s.say("Ze gelden vanaf 1 november 2026.", "They hold from 1 November 2026."),
            },
        ),
        Example(
            "gelukt",
            _("It worked"),
            '{% notice "success" %}<p>{{ text }}</p>{% endnotice %}',
            lambda r: {
                "text": s.say(
                    "De levering is aanvaard. 212 adressen kwamen erbij.",
                    "The delivery was accepted. 212 addresses were added.",
                )
            },
        ),
        Example(
            "waarschuwing",
            _("Warning"),
            '{% notice "warning" title=title %}<p>{{ text }} <a href="/ui/">{{ words.sources }}</a></p>{% endnotice %}',
            lambda r: {
                "title": s.say("2 bronnen ontbreken of zijn te laat", "2 sources are missing or late"),
                "text": s.say(
                    "De cijfers kunnen daardoor te laag of te oud zijn.", "The figures may be too low or too old."
                ),
            },
        ),
        Example(
            "moeten",
            _("Somebody must act"),
            '{% notice "error" title=title %}<p>{{ text }}</p>{% endnotice %}',
            lambda r: {
                "title": s.say("De levering is geweigerd", "The delivery was refused"),
                "text": s.say(
                    "Kolom ‘BSN’ bevat gegevens over personen. Haal haar weg en lever opnieuw aan.",
                    "Column ‘BSN’ holds data about persons. Remove it and deliver again.",
                ),
            },
        ),
    ],
)

_PROGRESS = "{% progress work id=id %}"
PROGRESS = Component(
    "voortgang",
    _("Progress"),
    _("Long work shows how far it is, can be left, and is found again."),
    [
        Example("wacht", _("Waits"), _PROGRESS, lambda r: {"id": "wacht", "work": Progress(_work(), "waiting")}),
        Example(
            "bezig",
            _("Busy"),
            _PROGRESS,
            lambda r: {
                "id": "bezig",
                "work": Progress(
                    _work(), "running", 61_000, 97_000, s.say("adressen koppelen", "linking addresses"), url=r.path
                ),
            },
        ),
        Example(
            "onbekend",
            _("Busy, without a known end"),
            _PROGRESS,
            lambda r: {
                "id": "onbekend",
                "work": Progress(_work(), "running", step=s.say("lijst lezen", "reading the list")),
            },
        ),
        Example(
            "klaar", _("Ready"), _PROGRESS, lambda r: {"id": "klaar", "work": Progress(_work(), "done", 97_000, 97_000)}
        ),
        Example(
            "mislukt",
            _("Did not succeed"),
            _PROGRESS,
            lambda r: {
                "id": "mislukt",
                "work": Progress(
                    _work(),
                    "failed",
                    12,
                    97_000,
                    problem=s.say(
                        "Het adressenregister is niet te lezen. Er is niets veranderd; probeer het later weer.",
                        "The address register cannot be read. Nothing was changed; try again later.",
                    ),
                ),
            },
        ),
    ],
)


def _work() -> str:
    return s.say("Lijst van huisvester-noord koppelen", "Linking the list of huisvester-noord")


STATES = Component(
    "leeg-en-fout",
    _("Empty and error pages"),
    _("What happened, what was kept, and what to do next. Never a code."),
    [
        Example(
            "leeg",
            _("Nothing yet"),
            "{% empty_state title=title what_next=next url='/ui/' action=action %}",
            lambda r: {
                "title": s.say("Er is nog geen levering.", "There is no delivery yet."),
                "next": s.say(
                    "Lever een lijst aan; wij zeggen wat erin staat.", "Deliver a list; we say what it holds."
                ),
                "action": s.say("Lijst aanleveren", "Deliver a list"),
            },
        ),
        *(
            Example(code, title, f'{{% include "ui/problems/{code}.html" with level=2 %}}')
            for code, title in (
                ("404", _("There is no such page, or it is not yours to see")),
                ("csrf", _("The form was open for too long")),
                ("413", _("The file is too large")),
                ("500", _("It is our fault")),
            )
        ),
    ],
)

OTHERS = Component(
    "bouwstenen",
    _("Other parts"),
    _("Breadcrumbs, tabs, terms, timeline, fold, dialog and icons."),
    [
        Example(
            "kruimels",
            _("Breadcrumbs"),
            "{% breadcrumbs trail label=label %}",
            lambda r: {
                "label": s.say("Voorbeeld van een kruimelpad", "Example of breadcrumbs"),
                "trail": [(s.say("Regio Verzonnen Delta", "Region Invented Delta"), "/ui/"), ("Zuiderdam", "")],
            },
        ),
        Example(
            "tabbladen",
            _("Tabs, as links"),
            "{% tabs tabs label=label %}",
            lambda r: {
                "label": s.say("Delen van het dossier", "Parts of the dossier"),
                "tabs": [
                    (s.say("Aanbod", "Supply"), "/ui/bouwstenen/tabbladen/", True),
                    (s.say("Bronnen", "Sources"), "/ui/", False),
                    (s.say("Vergelijking", "Comparison"), "/ui/", False),
                ],
            },
        ),
        Example(
            "begrippen",
            _("Terms and their values"),
            '<dl class="od-terms">{% for term, value in terms %}<div><dt>{{ term }}</dt>'
            "<dd>{{ value }}</dd></div>{% endfor %}</dl>",
            lambda r: {
                "terms": [
                    (s.say("Methode", "Method"), s.say("eens of nieuwste, versie 1", "agreed or newest, version 1")),
                    (s.say("Vastgesteld door", "Adopted by"), "A. Verzonnen"),
                    (s.say("Mag openbaar", "May be published"), s.say("ja, afgerond op 5", "yes, rounded to 5")),
                ]
            },
        ),
        Example(
            "tijdlijn",
            _("Timeline"),
            '<ol class="od-timeline">{% for when, who, what, attention in claims %}'
            '<li{% if attention %} class="od-attention-point"{% endif %}><span class="od-when">{{ when }}</span>'
            "<strong>{{ who }}</strong><p>{{ what }}</p></li>{% endfor %}</ol>",
            lambda r: {
                "claims": [
                    (
                        s.say("3 oktober 2026", "3 October 2026"),
                        "huisvester-noord",
                        s.say("48 plekken, bewoond", "48 places, lived in"),
                        False,
                    ),
                    (
                        s.say("20 september 2026", "20 September 2026"),
                        "gemeente-zuiderdam",
                        s.say("Vergund voor 40 plekken", "Permitted for 40 places"),
                        True,
                    ),
                ]
            },
        ),
        Example(
            "uitklappen",
            _("Fold what is long"),
            '<details class="od-fold"><summary>{{ title }}</summary><p>{{ text }}</p></details>',
            lambda r: {
                "title": s.say("Waarom tellen deze adressen niet mee?", "Why do these addresses not count?"),
                "text": s.say("Twee bronnen noemen hetzelfde gebouw.", "Two sources name the same building."),
            },
        ),
        Example(
            "dialoog",
            _("A dialog, which is a part of the page without scripts"),
            '<p><a href="#vraag" data-dialog="vraag">{{ open }}</a></p>'
            '<dialog class="od-dialog" id="vraag" aria-labelledby="vraag-titel"><h2 id="vraag-titel">{{ title }}</h2>'
            '<p>{{ text }}</p><form class="od-buttons" method="dialog">'
            '<button class="nl-button nl-button--primary">{{ words.close }}</button></form></dialog>',
            lambda r: {
                "open": s.say("Wat betekent dit?", "What does this mean?"),
                "title": s.say("Ruim 24.000", "Just over 24,000"),
                "text": s.say(
                    "Een schatting zeggen wij zo precies als zij is.", "We say an estimate as exactly as it is."
                ),
            },
        ),
        Example(
            "iconen",
            _("Icons"),
            '<ul class="od-icons">{% for name in names %}<li>{% icon name 24 %} {{ name }}</li>{% endfor %}</ul>',
            lambda r: {"names": NAMES},
        ),
    ],
)

COMPONENTS: tuple[Component, ...] = (
    FIGURES,
    TABLES,
    CHARTS,
    MAPS,
    FORMS,
    BUTTONS,
    NOTICES,
    PROGRESS,
    STATES,
    OTHERS,
)
