"""The addresses of the parties."""

from __future__ import annotations

from django.urls import path

from onderdak.parties import views

app_name = "parties"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.new_organisation, name="new_organisation"),
    path("contact/<int:pk>/", views.contact, name="contact"),
    path("contact/<int:pk>/toestemming/", views.give_consent, name="give_consent"),
    path("contact/<int:pk>/toestemming/<int:consent>/intrekken/", views.withdraw_consent, name="withdraw_consent"),
    path("contact/<int:pk>/wissen/", views.erase_contact, name="erase_contact"),
    path("<slug:slug>/", views.party, name="party"),
    path("<slug:slug>/wijzigen/", views.change_organisation, name="change_organisation"),
    path("<slug:slug>/contact/", views.new_contact, name="new_contact"),
]
