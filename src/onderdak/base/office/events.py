"""The events of the audit log in words. An event that is not here is shown by its own name."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS = {
    "addresses_exported": gettext_noop("Addresses exported"),
    "audit_verified": gettext_noop("Audit log verified"),
    "backup_made": gettext_noop("Backup made"),
    "backup_restored": gettext_noop("Backup put back"),
    "contract_agreed": gettext_noop("Agreed with a source"),
    "contract_changed": gettext_noop("Agreement with a source changed"),
    "delivery_accepted": gettext_noop("List accepted"),
    "delivery_expired": gettext_noop("List removed: its time had passed"),
    "delivery_refused": gettext_noop("List refused"),
    "delivery_undone": gettext_noop("List undone"),
    "dossier_read": gettext_noop("Dossier read"),
    "estimate_adopted": gettext_noop("Estimate adopted"),
    "estimate_started": gettext_noop("Estimate asked for"),
    "figures_adopted": gettext_noop("Figures adopted"),
    "figures_published": gettext_noop("Figures published"),
    "file_kept": gettext_noop("File kept"),
    "file_read": gettext_noop("File opened"),
    "file_removed": gettext_noop("File removed"),
    "job_dropped": gettext_noop("Failed work put aside"),
    "job_retried": gettext_noop("Failed work tried again"),
    "municipality_added": gettext_noop("Municipality added"),
    "municipality_changed": gettext_noop("Municipality changed"),
    "municipality_merged": gettext_noop("Municipality merged"),
    "need_adopted": gettext_noop("Scenario of the need adopted"),
    "organisation_added": gettext_noop("Organisation added"),
    "organisation_changed": gettext_noop("Organisation changed"),
    "overlaps_delivered": gettext_noop("Table of overlaps delivered"),
    "persons_resealed": gettext_noop("Data of persons sealed with a new key"),
    "region_changed": gettext_noop("Region changed"),
    "region_created": gettext_noop("Region created"),
    "register_kept": gettext_noop("Register put on the site"),
    "role_end_changed": gettext_noop("End of a role changed"),
    "role_ended": gettext_noop("Role ended"),
    "role_granted": gettext_noop("Role given"),
    "run_withdrawn": gettext_noop("Figures withdrawn"),
    "scenario_started": gettext_noop("Scenario asked for"),
    "scenarios_started_again": gettext_noop("Scenarios asked for anew"),
    "second_factor_reset": gettext_noop("Second step of signing in removed"),
    "session_ended": gettext_noop("Session ended"),
    "sessions_ended": gettext_noop("Sessions ended"),
    "sign_in_failed": gettext_noop("Signing in failed"),
    "sign_in_refused": gettext_noop("Signing in refused"),
    "signed_in": gettext_noop("Signed in"),
    "signed_out": gettext_noop("Signed out"),
    "thresholds_changed": gettext_noop("Thresholds of a source changed"),
    "user_deactivated": gettext_noop("Account closed"),
    "user_invited": gettext_noop("Account made"),
    "user_reactivated": gettext_noop("Account opened again"),
}


def words_of(event: str) -> str:
    """An event in the language of the reader."""
    return _(_WORDS[event]) if event in _WORDS else event.replace("_", " ").capitalize()
