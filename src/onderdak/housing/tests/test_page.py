"""The page of a picture as a file: what stands in it, what never may, how large it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.translation import override

from onderdak.base.ui.drawing import class_breaks
from onderdak.housing.page import render, write_page
from onderdak.housing.page.formats import age, claim_value, count, percent
from onderdak.housing.page.maps import size_class
from onderdak.housing.page.payload import FIELDS, escaped
from onderdak.housing.page.views import reason_groups
from onderdak.housing.summary import PictureSummary, UnplacedRow
from onderdak.housing.tests.sample import sample_claim, sample_summary

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)> \"quote\" 'q' \u202eLTR \U0001f600 \u2028 {{ x }}"
)


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of the scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.open = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open = tag == "script"

    def handle_data(self, data):
        if self.open:
            self.scripts.append(data)
            self.open = False

    def data(self):
        return json.loads(self.scripts[1])


def hostile(summary: PictureSummary) -> PictureSummary:
    """The same picture with a text in every place that tries to break the page."""
    claim = replace(summary.addresses[0].claims[0], source=HOSTILE, value=HOSTILE, delivery=HOSTILE)
    address = replace(
        summary.addresses[0], address=HOSTILE, postcode=HOSTILE, beds_rule=HOSTILE, note=HOSTILE, claims=(claim,) * 2,
        municipality=HOSTILE, form=HOSTILE, certified=HOSTILE, legal_status=HOSTILE,
    )  # fmt: skip
    contradiction = replace(summary.contradictions[0], address=HOSTILE, title=HOSTILE, explanation=HOSTILE, first=claim)
    outlines = json.loads(json.dumps(summary.outlines).replace("Zuiderdam", json.dumps(HOSTILE)[1:-1]))
    return replace(
        summary,
        region=HOSTILE,
        headline=HOSTILE,
        addresses=(address, *summary.addresses[1:]),
        municipalities=(replace(summary.municipalities[0], name=HOSTILE), *summary.municipalities[1:]),
        contradictions=(contradiction,),
        unplaced=(UnplacedRow(HOSTILE, HOSTILE, 1, HOSTILE, "none", HOSTILE, (HOSTILE,)),),
        sources=(replace(summary.sources[0], name=HOSTILE, note=HOSTILE, files=(HOSTILE,), state="refused"),),
        outlines=outlines,
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_asks_nothing_of_any_network(language):
    page = render(sample_summary(language=language), language)
    for tag, attributes in Elements(page).tags:
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            value = attributes.get(name) or "#"
            assert value.startswith(("#", "data:")), (tag, name, value)
    assert not re.search(r"url\((?!data:)", page)
    assert "@import" not in page
    assert "unsafe" not in page


def test_policy_admits_only_our_style_and_script():
    page = render(sample_summary())
    policy = next(a["content"] for t, a in Elements(page).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert len(re.findall("'sha256-", policy)) == 2
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)


def test_hostile_text_stays_text():
    plain, attacked = Elements(render(sample_summary())), Elements(render(hostile(sample_summary())))
    assert "img" not in [tag for tag, _ in attacked.tags]
    assert len(attacked.scripts) == len(plain.scripts)
    row = dict(zip(FIELDS, attacked.data()["addresses"][0], strict=True))
    assert HOSTILE in [one[1] for one in attacked.data()["addresses"]]
    assert set(row) == set(FIELDS)


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "a & b", "\u2028\u2029", "]]>", "\\u003c"])
def test_json_survives_and_holds_no_markup(text):
    said = escaped({"text": text})
    assert not set(said) & set("<>&\u2028\u2029")
    assert json.loads(said) == {"text": text}


def test_numbers_and_dates_are_written_as_people_do():
    with override("nl"):
        assert count(1234567) == "1.234.567"
        assert count(None) == "onbekend"
        assert (percent(0.0001), percent(0.9999), percent(0.5), percent(None)) == ("<1%", ">99%", "50%", "–")
        assert (age(1), age(59), age(90), age(1000)) == ("1 dag", "59 dagen", "3 maanden", "3 jaar")
    assert "1 januari 2026" in render(sample_summary())
    assert "1 January 2026" in render(sample_summary(language="en"), "en")


@pytest.mark.parametrize(
    ("subject", "value", "said"),
    [
        ("beds", "1200", "1.200"),
        ("floor_area", "655", "655 m²"),
        ("permit", "granted", "verleend"),
        ("first_permit_applied", "2019-04-13", "13 april 2019"),
        ("form", "e", "Op een recreatieterrein"),
        ("bedroom_areas", "7.5;8", "7.5;8"),
        ("beds", "٣", "٣"),
        ("beds", "9" * 30, "9" * 30),
    ],
)
def test_what_a_claim_says_in_words(subject, value, said):
    render(sample_summary(addresses=0))
    with override("nl"):
        assert claim_value(replace(sample_claim(), subject=subject, value=value)) == said


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("addresses", [0, 1, 60])
def test_page_of_any_size(language, addresses):
    page = render(sample_summary(addresses=addresses, language=language), language)
    assert f'<html lang="{language}">' in page
    assert len(Elements(page).data()["addresses"]) == addresses


def test_empty_states_say_what_to_do():
    empty = replace(
        sample_summary(addresses=0), unplaced=(), sources=(), unknowns=(), outlines=None, supply=(), contradictions=(),
        municipalities=(),
    )  # fmt: skip
    page = render(empty)
    for sentence in ("Er is geen kaart", "Nog geen adres", "Er zijn nog geen bronnen", "Er ontbreekt niets"):
        assert sentence in page
    assert 'class="warning"' not in page


def test_no_warning_where_all_is_on_time():
    summary = sample_summary()
    page = render(replace(summary, sources=tuple(s for s in summary.sources if s.state == "on_time")))
    assert 'class="warning"' not in page


def test_four_thousand_addresses_stay_under_five_megabytes(tmp_path):
    path = tmp_path / "picture.html"
    write_page(sample_summary(addresses=4_000), path)
    assert path.stat().st_size < 5_000_000
    assert len(re.findall(r"<circle [^>]*data-i=", path.read_text())) == 4_000


def test_more_points_than_a_browser_likes_become_cells():
    page = render(sample_summary(addresses=5_200))
    assert not re.search("<circle [^>]*data-i=", page)
    assert "Een vierkant van" in page
    assert "Deze pagina bevat 5.000 van de 5.200 adressen" in page


def test_a_failed_write_leaves_the_old_page(tmp_path, monkeypatch):
    path = tmp_path / "picture.html"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_page(sample_summary(addresses=1), path)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["picture.html"]


def test_class_breaks_divide_evenly_and_read_well():
    assert class_breaks([]) == []
    assert class_breaks([7]) == [7]
    breaks = class_breaks([3, 18, 77, 140, 260, 910, 1500, 4200, 9000, 12345])
    assert breaks == sorted(set(breaks))
    assert breaks[-1] == 12345
    assert len(breaks) <= 5
    assert [size_class(n) for n in (None, 0, 5, 6, 400, 401)] == [1, 1, 1, 2, 4, 5]


def test_many_reasons_end_in_one_group():
    rows = [UnplacedRow("a", "b", n, "x", "none", f"Reason {n}") for n in range(30)]
    rows += [UnplacedRow("a", "b", n, "x", "none", "Often") for n in range(40, 60)]
    groups = reason_groups(rows)
    assert [group.number for group in groups] == [20, 30]
    assert groups[0].rest == 5


def test_every_dutch_word_is_there():
    catalogue = Path(__file__).parents[1] / "locale/nl/LC_MESSAGES/django.po"
    assert 'msgstr ""\n\n' not in catalogue.read_text().split("\n\n", 1)[1]


def test_a_process_without_a_site_writes_the_same_page():
    """As the command line does: there Django has no database and no apps."""
    program = (
        "import sys; from onderdak.housing.page import render;"
        "from onderdak.housing.tests.sample import sample_summary;"
        "sys.stdout.buffer.write(render(sample_summary(), 'en').encode())"
    )
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    alone = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True)
    assert alone.stdout.decode() == render(sample_summary(), "en")
