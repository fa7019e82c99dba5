"""Signing in, in a real browser: the second step, a passkey, the lock-out, the end of a session; each page in both
languages and at both widths without a violation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "een-heel-lang-geheim-7"


@pytest.fixture
def site(live_server) -> str:
    """The address of the running site: a passkey wants a name, not a number."""
    cache.clear()
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own; fails the test on anything that the page's policy stopped."""
    contexts, troubles = [], []

    def opened(width: int = 1280, script: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script, locale="nl")
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda one: troubles.append(f"{page.url}: {one.text}") if "Content Security Policy" in one.text else None,
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def region() -> Tenant:
    return Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")


@pytest.fixture
def person(region: Tenant) -> Callable[[Role], User]:
    def make(role: Role) -> User:
        user = User.objects.create_user(f"{role}@voorbeeld.example", PASSWORD, name=f"Iemand {role}")
        Membership.objects.create(user=user, tenant=region, role=role)
        return user

    return make


def sign_in(page: Page, site: str, user: User, password: str = PASSWORD) -> None:
    page.goto(f"{site}/inloggen/?next=/account/")
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("script", [True, False])
def test_an_inspector_sets_up_an_app_first_and_signs_in_with_its_codes_after(open_page, site, person, script):
    inspector = person(Role.INSPECTOR)
    page = open_page(script=script)
    sign_in(page, site, inspector)
    expect(page).to_have_url(f"{site}/account/tweede-stap/")
    page.get_by_role("link", name="Een app koppelen").click()
    secret = page.locator("code").inner_text()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code_now(secret))
    page.get_by_role("button", name="Koppelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaar deze codes op een veilige plek")
    recovery = page.locator("main code").first.inner_text()

    page = open_page(script=script)
    sign_in(page, site, inspector)
    expect(page.get_by_role("heading", level=1)).to_have_text("De tweede stap")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(inspector.name)


def test_a_passkey_is_added_and_signs_in_by_itself(open_page, site, person):
    administrator = person(Role.ADMINISTRATOR)
    page = open_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "isUserVerified": True}})
    sign_in(page, site, administrator)
    page.get_by_role("link", name="Een passkey toevoegen").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaar deze codes op een veilige plek")
    page.goto(f"{site}/beheer/accounts/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("account")

    page.context.clear_cookies()
    page.goto(f"{site}/inloggen/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.locator(".od-account summary")).to_contain_text(administrator.name)


def test_a_passkey_that_is_refused_is_told_on_the_page(open_page, site, person):
    page = open_page()
    page.goto(f"{site}/inloggen/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("De passkey is niet gebruikt")


def test_after_five_wrong_passwords_the_right_one_waits_too_and_what_was_typed_stays(open_page, site, person):
    analyst = person(Role.ANALYST)
    page = open_page()
    for _ in range(5):
        sign_in(page, site, analyst, "mis")
        expect(page.get_by_label("E-mailadres")).to_have_value(analyst.email)
    sign_in(page, site, analyst)
    expect(page.locator("main")).to_contain_text("Te veel")
    expect(page).to_have_url(re.compile("/inloggen/"))


def test_a_session_ends_when_it_lies_idle(open_page, site, person, settings):
    page = open_page()
    sign_in(page, site, person(Role.ANALYST))
    expect(page).to_have_url(f"{site}/account/")
    settings.SESSION_IDLE_SECONDS = -1
    page.reload()
    expect(page).to_have_url(f"{site}/inloggen/?next=/account/")


def test_what_was_typed_when_the_session_had_ended_is_sent_after_signing_in(open_page, site, person, settings):
    analyst, page = person(Role.ANALYST), open_page()
    sign_in(page, site, analyst)
    expect(page).to_have_url(f"{site}/account/")
    page.get_by_label("Naam").fill("Bea van de Wál")
    settings.SESSION_IDLE_SECONDS = -1
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("main")).to_contain_text("Wat u typte is bewaard")
    settings.SESSION_IDLE_SECONDS = 3600
    page.get_by_label("E-mailadres").fill(analyst.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Bea van de Wál")
    assert violations(page) == []
    page.get_by_role("button", name="Opnieuw versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bea van de Wál")


def test_one_signs_out_and_back_leads_to_nothing(open_page, site, person):
    page = open_page()
    sign_in(page, site, person(Role.ANALYST))
    page.goto(f"{site}/uitloggen/")
    page.get_by_role("main").get_by_role("button", name="Uitloggen").click()
    page.goto(f"{site}/account/")
    expect(page).to_have_url(f"{site}/inloggen/?next=/account/")


def violations(page: Page) -> list[str]:
    page.evaluate(f"() => {{ {AXE.read_text()} }}")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations)", RULES
    )
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


PAGES = {
    "signed out": ["/inloggen/", "/inloggen/gesloten/", "/wachtwoord-vergeten/", "/wachtwoord-vergeten/verstuurd/"],
    "administrator": [
        "/account/",
        "/account/tweede-stap/",
        "/account/tweede-stap/app/weg/",
        "/account/tweede-stap/sleutels/",
        "/account/tweede-stap/sleutels/nieuw/",
        "/account/tweede-stap/codes/",
        "/account/tweede-stap/codes/nieuw/",
        "/account/wachtwoord/",
        "/beheer/",
        "/beheer/accounts/",
        "/beheer/accounts/uitnodigen/",
        "/beheer/accounts/{other}/",
        "/beheer/accounts/{other}/sluiten/",
        "/uitloggen/",
    ],
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", list(PAGES))
def test_the_pages_have_no_violation_and_no_sideways_scroll(open_page, site, person, who, language, settings):
    settings.DEMO = True
    administrator, other = person(Role.ADMINISTRATOR), person(Role.ANALYST)
    User.objects.filter(pk=administrator.pk).update(is_demo=True, language=language)
    secret = generate_totp_secret()
    TOTP.activate(administrator, secret)
    RecoveryCodes.activate(administrator)
    page = open_page()
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}
    page.context.add_cookies([cookie])
    if who == "administrator":
        sign_in_in(page, site, administrator, secret, language)
    wrong = {}
    for address in PAGES[who]:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(site + address.format(other=other.pk))
            found = violations(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("scrolls sideways")
            if found:
                wrong[f"{address} at {width}"] = found
    assert not wrong, json.dumps(wrong, indent=1)


def sign_in_in(page: Page, site: str, user: User, secret: str, language: str) -> None:
    words = {"nl": ("E-mailadres", "Wachtwoord", "Inloggen"), "en": ("Email", "Password", "Sign in")}[language]
    page.goto(f"{site}/inloggen/?next=/account/")
    page.get_by_label(words[0]).fill(user.email)
    page.get_by_label(words[1], exact=True).fill(PASSWORD)
    page.get_by_role("button", name=words[2], exact=True).click()
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name=words[2], exact=True).click()
    expect(page).to_have_url(f"{site}/account/")
