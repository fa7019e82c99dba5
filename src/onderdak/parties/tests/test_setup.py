"""A set-up file makes a region, twice the same, and every mistake in it is named with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.methods.errors import InputError
from onderdak.parties.models import Municipality, NetworkMember, Organisation, Region
from onderdak.parties.service import municipalities_on
from onderdak.parties.setup import Mistakes, apply, check
from onderdak.parties.setup.schema import PARTS

GOOD = """\
version: 1
region:
  name: Wielderland
  slug: wielderland
  contact_months: 12
municipalities:
  - name: Steltloperdam
    code: 7101
    former:
      - {name: Eendracht, code: 7105, ended_on: 2024-01-01}
  - name: Wimpelveen
    code: GM7102
    neighbours: [7101]
organisations:
  - name: Bolder Huisvesting
    kind: provider
    municipality: 7102
  - name: Provincie Verzonnen
    kind: province
networks:
  - name: Bestuurlijk overleg
    aim: Afspraken over plekken
    members:
      - {party: Wielderland, role: voorzitter}
      - {party: Bolder Huisvesting}
users:
  - name: Anne Analist
    email: Anne@voorbeeld.example
    roles:
      - {role: analyst}
      - {role: provider, at: Bolder Huisvesting, until: 2027-01-01}
"""


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "region.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def mistakes(path: Path) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        check(path)
    return [f"{one.where}: {one}" for one in caught.value.found]


@pytest.mark.django_db
def test_a_file_makes_a_region_with_all_that_it_names(file):
    applied = apply(file(GOOD), actor=SYSTEM)
    region = Region.objects.get(tenant__slug="wielderland")
    assert region.contact_months == 12
    assert [str(one) for one in municipalities_on("7105", date(2026, 1, 1))] == ["Steltloperdam"]
    assert [str(one) for one in municipalities_on("7105", date(2023, 12, 31))] == ["Eendracht"]
    west = Municipality.objects.get(code="7102")
    assert [one.code for one in west.neighbours.all()] == ["7101"]
    assert Organisation.objects.get(tenant__slug="bolder-huisvesting").tenant.parent == west.tenant
    assert NetworkMember.objects.count() == 2
    user = User.objects.get(email="anne@voorbeeld.example")
    assert not user.has_usable_password()
    assert {(one.role, one.tenant.slug) for one in Membership.objects.filter(user=user)} == {
        ("analyst", "wielderland"),
        ("provider", "bolder-huisvesting"),
    }
    assert any("7101" in remark for remark in applied.remarks)


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(file):
    path = file(GOOD)
    assert apply(path, actor=SYSTEM).changes
    again = apply(path, actor=SYSTEM)
    assert again.changes == []
    assert again.left_alone == []


@pytest.mark.django_db
def test_a_check_says_what_would_change_and_changes_nothing(file):
    path = file(GOOD)
    told = apply(path, actor=SYSTEM, only_check=True)
    assert not Tenant.objects.exists()
    assert apply(path, actor=SYSTEM).changes == told.changes


@pytest.mark.django_db
def test_a_changed_file_changes_only_what_differs_and_leaves_the_rest_alone(file):
    apply(file(GOOD), actor=SYSTEM)
    changed = GOOD.replace("kind: provider", "kind: corporation").replace(
        "  - name: Provincie Verzonnen\n    kind: province\n", ""
    )
    applied = apply(file(changed), actor=SYSTEM)
    assert [(one.kind, one.what) for one in applied.changes] == [("changed", "organisation Bolder Huisvesting")]
    assert applied.left_alone == ["organisation Provincie Verzonnen"]
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("code: 7101", "code: 71O1", 8, "'71O1' is no code"),
        ("code: 7101", "cod: 7101", 8, "There is no key 'cod' here"),
        ("    code: 7101\n", "", 7, "The key 'code' is missing"),
        ("kind: provider", "kind: provder", 16, "Did you mean 'provider'"),
        ("municipality: 7102", "municipality: 7109", 17, "No municipality of this file has the code 7109"),
        ("party: Bolder Huisvesting", "party: Bolder", 25, "No party of this file is called 'Bolder'"),
        ("role: analyst", "role: boss", 30, "There is no role 'boss'"),
        ("{role: analyst}", "{role: provider}", 30, "The role 'provider' is not held at a region"),
        ("Anne@voorbeeld.example", "anne at home", 28, "no e-mail address"),
        ("ended_on: 2024-01-01", "ended_on: 2024-13-01", 10, "it is no date"),
        ("contact_months: 12", "contact_months: many", 5, "no whole number"),
        ("slug: wielderland", "slug: Wielder land", 4, "small letters"),
        ("neighbours: [7101]", "neighbours: [7102]", 13, "no other municipality"),
        ("name: Wimpelveen\n    code: GM7102", "name: Wimpelveen\n    code: 7101", 12, "given twice"),
        ("name: Steltloperdam\n    code: 7101", "name: Zeewolde\n    code: 0034", 8, "that of Almere, not of Zeewolde"),
        ("name: Steltloperdam\n    code: 7101", "name: Bedum\n    code: 0005", 8, "which has ended"),
        ("version: 1", "version: 2", 1, "it must be '1'"),
        ("region:\n", "region:\n  name: Again\n", 3, "stands here twice"),
        ("  name: Wielderland", "  name: &a Wielderland\n  language: *a", 4, "not used here"),
        ("  - name: Wimpelveen", " - name: Wimpelveen", 11, "This is no YAML"),
        ("  contact_months: 12", "  boundaries: {file: no.json, as_of: 2026-01-01, source: x}", 5, "no file no.json"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_how_to_mend_it(file, old, new, line, said):
    assert old in GOOD
    found = mistakes(file(GOOD.replace(old, new, 1)))
    assert any(f"line {line}" in one and said in one for one in found), found


def test_all_mistakes_are_named_at_once(file):
    text = GOOD.replace("kind: provider", "kind: x").replace("role: analyst", "role: y").replace("7105", "no")
    assert len(mistakes(file(text))) == 3


def test_every_part_of_the_file_is_known_to_the_explanations():
    def parts(model, place=""):
        yield place, model
        for name, field in model.model_fields.items():
            for kind in [field.annotation, *getattr(field.annotation, "__args__", ())]:
                for inner in [kind, *getattr(kind, "__args__", ())]:
                    if hasattr(inner, "model_fields"):
                        yield from parts(inner, f"{place}.{name}".strip("."))

    assert dict(parts(PARTS[""])) == PARTS
    assert all(field.description for part in PARTS.values() for field in part.model_fields.values())


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_stands_in_a_file_gives_mistakes_and_no_fault(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError):
        check(path)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path):
    with pytest.raises(Mistakes, match="cannot be read"):
        check(tmp_path / "none.yaml")
