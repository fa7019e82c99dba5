"""Which column is which: the headings that registers of addresses are known to use, Dutch and English."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_HEADINGS: dict[str, str] = {
    "address_id": "adresid nummeraanduidingid nummeraanduidingidentificatie idnummeraanduiding bagid "
    "bagnummeraanduiding nummeraanduidinghoofdadresidentificatie nummeraanduiding addressid adresidentificatie "
    "identificatienummeraanduiding bagnummeraanduidingid numid",
    "street": "straat straatnaam openbareruimte openbareruimtenaam naamopenbareruimte street streetname "
    "officielestraatnaam",
    "number": "huisnummer huisnr nummer nr housenumber number streetnumber",
    "letter": "huisletter letter houseletter",
    "addition": "huisnummertoevoeging toevoeging huisnrtoevoeging toev huisnummertoev addition numberaddition suffix "
    "housenumberaddition",
    "postcode": "postcode postalcode zipcode zip pc6",
    "place": "woonplaats woonplaatsnaam plaats plaatsnaam city town place naamwoonplaats",
    "municipality": "gemeente gemeentenaam municipality municipalityname naamgemeente",
    "municipality_code": "bronhouderidentificatie gemeentecode gmcode municipalitycode codegemeente gemeenteid "
    "gemeenteidentificatie",
    "province": "provincie provincienaam province",
    "neighbourhood": "buurt buurtnaam neighbourhood neighborhood wijkbuurt",
    "district": "wijk wijknaam district",
    "lat": "lat latitude breedtegraad breedte wgs84lat",
    "lon": "lon lng long longitude lengtegraad lengte wgs84lon",
    "x": "x xcoordinaat xcoord rdx xrd coordinatex coordx",
    "y": "y ycoordinaat ycoord rdy yrd coordinatey coordy",
    "purpose": "gebruiksdoel gebruiksdoelen gebruiksdoelverblijfsobject purpose functie",
    "floor_area": "oppervlakte oppervlakteverblijfsobject floorarea gebruiksoppervlakte gbo area oppervlaktem2",
    "status": "status verblijfsobjectstatus nummeraanduidingstatus statusverblijfsobject statusnummeraanduiding",
    "object_type": "objecttype type typeadresseerbaarobject adresseerbaarobjecttype soortobject",
    "object_id": "objectid adresseerbaarobjectid verblijfsobjectid vboid adresseerbaarobject verblijfsobject "
    "adresseerbaarobjectidentificatie verblijfsobjectidentificatie baggobjectid",
    "building_id": "pandid pandidentificatie pand buildingid idpand panden pandids bagpandid",
    "building_year": "bouwjaar buildingyear oorspronkelijkbouwjaar yearbuilt",
    "secondary": "nevenadres isnevenadres secondary indicatienevenadres",
    "main": "hoofdadres ishoofdadres main indicatiehoofdadres",
    "current": "actueel current geldig",
    "valid_from": "geldigvan begingeldigheid validfrom begindatum datumingang ingangsdatum geldigvanaf",
    "valid_to": "geldigtot eindgeldigheid validto einddatum datumeinde geldigtm",
    "identificatie": "identificatie id identification",
}
_BY_HEADING = {heading: name for name, headings in _HEADINGS.items() for heading in headings.split()}


def _folded(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def recognise(headings: Iterable[str]) -> dict[str, str]:
    """Return which heading holds what: `{"street": "Straatnaam", ...}`; the first of several wins.

    Examples
    --------
    >>> recognise(["Straatnaam", "Huisnr.", "kleur"])
    {'street': 'Straatnaam', 'number': 'Huisnr.'}
    """
    found: dict[str, str] = {}
    for heading in headings:
        name = _BY_HEADING.get(_folded(heading))
        if name is not None:
            found.setdefault(name, heading)
    return _settled(found)


def _settled(found: dict[str, str]) -> dict[str, str]:
    """`identificatie` alone names the address; `wijk` stands in for `buurt`."""
    if "identificatie" in found:
        general = found.pop("identificatie")
        found.setdefault("address_id", general)
    if "district" in found:
        district = found.pop("district")
        found.setdefault("neighbourhood", district)
    return found
