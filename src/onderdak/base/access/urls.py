"""The addresses of signing in and of one's own account. Only the views of allauth that we want are here.

allauth guards its own views; each is marked here, by name, as open to all or to who has signed in.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import URLPattern, path, re_path
from django.views.i18n import set_language

from onderdak.base.access.guard import public, signed_in
from onderdak.base.access.signin import views

_KEY = r"^wachtwoord-kiezen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

_signing_in: list[URLPattern] = [
    path("inloggen/", views.SignInView.as_view(), name="account_login"),
    path("inloggen/demo/", views.sign_in_demo, name="demo_sign_in"),
    path("inloggen/tweede-stap/", public(mfa.authenticate), name="mfa_authenticate"),
    path("inloggen/sleutel/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("inloggen/gesloten/", public(account.account_inactive), name="account_inactive"),
    path("inloggen/afgebroken/", public(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("inloggen/mislukt/", public(social.login_error), name="socialaccount_login_error"),
    path("inloggen/<slug:provider_id>/begin/", public(oidc.login), name="openid_connect_login"),
    path("inloggen/<slug:provider_id>/terug/", public(oidc.callback), name="openid_connect_callback"),
    path("uitloggen/", public(account.logout), name="account_logout"),
    path("wachtwoord-vergeten/", public(account.password_reset), name="account_reset_password"),
    path("wachtwoord-vergeten/verstuurd/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(_KEY, public(account.password_reset_from_key), name="account_reset_password_from_key"),
    path(
        "wachtwoord-kiezen/klaar/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("taal/", public(set_language), name="set_language"),
]

_once_more: list[URLPattern] = [
    path("nogmaals/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("nogmaals/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("nogmaals/sleutel/", signed_in(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
]

_second_step: list[URLPattern] = [
    path("account/tweede-stap/", signed_in(mfa.index), name="mfa_index"),
    path("account/tweede-stap/app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/tweede-stap/app/weg/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/tweede-stap/codes/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/tweede-stap/codes/nieuw/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/tweede-stap/codes/bestand/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/tweede-stap/sleutels/", signed_in(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("account/tweede-stap/sleutels/nieuw/", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("account/tweede-stap/sleutels/<int:pk>/naam/", signed_in(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/tweede-stap/sleutels/<int:pk>/weg/", signed_in(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]

_account: list[URLPattern] = [
    path("account/", views.own_account, name="account"),
    path("account/doel/", views.choose_purpose, name="choose_purpose"),
    path("account/opnieuw-versturen/", views.send_again, name="kept_form"),
    path("account/sessies/", views.own_sessions, name="own_sessions"),
    path("account/overal-uitloggen/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/wachtwoord/", signed_in(account.password_change), name="account_change_password"),
    path("account/wachtwoord/instellen/", signed_in(account.password_set), name="account_set_password"),
]

urlpatterns = [*_signing_in, *_once_more, *_second_step, *_account]
