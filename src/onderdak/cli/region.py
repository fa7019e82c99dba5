"""`onderdak region`: makes a region from a set-up file, and shows what a region holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onderdak.cli.console import note, say, say_json, say_table
from onderdak.cli.options import Json
from onderdak.cli.site import start_site
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.base.access.models import Tenant
    from onderdak.parties.setup import Applied, Mistakes

app = typer.Typer(no_args_is_help=True, help="A region: its municipalities, organisations and users, from one file.")


@app.command("apply")
def apply_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The set-up file (YAML).")],
    check: Annotated[bool, typer.Option("--check", help="Only say what would change.")] = False,
    as_json: Json = False,
) -> None:
    """Make a region as a file says it, or bring it up to date. What the file does not name is left alone."""
    start_site()
    from onderdak.base.access.actors import SYSTEM
    from onderdak.parties.setup import Mistakes, apply

    try:
        applied = apply(file, actor=SYSTEM, only_check=check)
    except Mistakes as mistakes:
        _show_mistakes(mistakes, as_json=as_json)
        raise typer.Exit(2) from mistakes
    if as_json:
        say_json({**asdict(applied), "checked_only": check})
        return
    _show_applied(applied, check=check)


def _show_mistakes(mistakes: Mistakes, *, as_json: bool) -> None:
    if as_json:
        found = [{"what": one.what, "where": one.where, "mend": one.mend} for one in mistakes.found]
        say_json({"mistakes": found})
        return
    for one in mistakes.found:
        note(f"{one.where}\n  {one.what} {one.mend}")
    number = len(mistakes.found)
    note(f"{number} mistake{'s' if number > 1 else ''}; nothing was changed.")


def _show_applied(applied: Applied, *, check: bool) -> None:
    for change in applied.changes:
        say(f"{'+' if change.kind == 'added' else '~'} {change.what}")
    for name in applied.left_alone:
        say(f"  left alone, not in the file: {name}")
    for remark in applied.remarks:
        note(f"Remark: {remark}")
    number = len(applied.changes)
    verb = "would be made" if check else "made"
    say(f"{number} changes {verb} in {applied.region}." if number else f"Nothing to change in {applied.region}.")


@app.command()
def show(
    slug: Annotated[str, typer.Argument(metavar="[SLUG]", help="One region; all when left out.")] = "",
    as_json: Json = False,
) -> None:
    """Show the regions, or what one of them holds."""
    start_site()
    from onderdak.base.access.models import Tenant

    regions = list(Tenant.objects.filter(kind=Tenant.Kind.REGION).order_by("name"))
    if not slug:
        _show_regions(regions, as_json=as_json)
        return
    found = [one for one in regions if one.slug == slug]
    if not found:
        known = ", ".join(one.slug for one in regions) or "none"
        raise InputError(f"There is no region {slug!r}.", where="SLUG", mend=f"Known are: {known}.")
    facts = _facts(found[0])
    if as_json:
        say_json(facts)
        return
    say(f"{facts['name']} ({slug})")
    for part in ("municipalities", "organisations", "roles"):
        rows = facts[part]
        say_table(part.capitalize(), list(rows[0]) if rows else [part], [list(row.values()) for row in rows])


def _show_regions(regions: list[Tenant], *, as_json: bool) -> None:
    if as_json:
        say_json({"regions": [{"slug": one.slug, "name": one.name} for one in regions]})
        return
    if not regions:
        say("There is no region yet. Make one: onderdak region apply FILE.yaml")
    for one in regions:
        say(f"{one.slug}: {one.name}")


def _facts(region: Tenant) -> dict[str, Any]:
    from django.db.models import Count, Q

    from onderdak.base.access.models import Membership
    from onderdak.parties.models import Municipality, Organisation

    towns = Municipality.objects.filter(tenant__region=region).select_related("tenant").order_by("code")
    roles = Membership.objects.filter(Q(tenant=region) | Q(tenant__region=region))
    counted = roles.order_by("role").values("role").annotate(users=Count("user", distinct=True))
    return {
        "name": region.name,
        "slug": region.slug,
        "municipalities": [
            {
                "code": one.code,
                "name": str(one),
                "slug": one.tenant.slug,
                "outline": one.boundaries.exists(),
                "ended on": one.ended_on,
            }
            for one in towns
        ],
        "organisations": [
            {"name": str(one), "kind": one.kind, "slug": one.tenant.slug}
            for one in Organisation.objects.filter(tenant__region=region).select_related("tenant")
        ],
        "roles": [dict(row) for row in counted],
    }
