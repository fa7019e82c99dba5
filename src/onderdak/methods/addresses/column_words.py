"""Words in headings: which part of an address they announce, and which words say that it is another address."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Heading words by the part of an address that they announce, lower case, without accents and signs.
ROLE_WORDS: dict[str, frozenset[str]] = {
    "street": _words(
        "straat straatnaam straatnamen straatnm str street streetname straten openbareruimte openbareruimtenaam "
        "naamopenbareruimte openbareruimtenm road roadname ulica strasse rue"
    ),
    "number": _words(
        "huisnummer huisnummers huisnr huisnrs huisno huisnum hnr hsnr hnummer nummer nummers nr nrs num no number "
        "housenumber housenr houseno housenum streetnumber buildingnumber hausnummer numerdomu"
    ),
    "letter": _words("huisletter letter hletter hsletter houseletter huislet"),
    "addition": _words(
        "toevoeging toevoegingen toev toevoeg huisnummertoevoeging huisnummertoev huisnrtoevoeging huisnrtoev nrtoev "
        "nummertoevoeging huistoevoeging hnrtoevoeging hnrtoev addition suffix housenumberaddition housenumbersuffix "
        "houseaddition apartment apt appartementnummer numbersuffix"
    ),
    "postcode": _words(
        "postcode postcodes postkode pc pc6 postcode6 pcode postc postalcode postal zip zipcode kodpocztowy plz "
        "postleitzahl"
    ),
    "place": _words(
        "plaats plaatsnaam plaatsnamen plaatsnm plts woonplaats woonplaatsnaam woonplaatsen woonpl wpl stad dorp kern "
        "dorpskern city town townname cityname place placename village locality miejscowosc ort"
    ),
    "municipality": _words("gemeente gemeentes gemeentenaam gemeentenm gem municipality gmnaam gemnaam"),
    "address": _words(
        "adres adressen adresregel adresgegevens adr address addresses addressline streetaddress adresse "
        "adresomschrijving"
    ),
    "postcode_place": _words("pcplaats pcwoonplaats pcplts postcodeplaats postcodewoonplaats zipcity"),
}

#: Words that may head a column of addresses, but as easily one of names: only what the cells hold can tell.
WEAK_ADDRESS_WORDS = _words(
    "locatie locaties location locations pand panden object objecten woning woningen huisvesting "
    "huisvestingslocatie accommodatie accommodation verblijf verblijfslocatie woonlocatie logies property site "
    "housing huis house verblijfplaats huisvestingsplek"
)

#: Words that say: this is where the people live. Also as the first half of a compound (`locatieadres`).
HOUSING_WORDS = _words(
    "huisvesting huisvestings huisvestingslocatie locatie object pand verblijf verblijfs verblijfslocatie woon "
    "woonlocatie logies slaap accommodatie accommodatiegegevens woning housing property accommodation site "
    "location building volledig volledige full bag"
)

#: Words that say: this is the address of a firm or a person elsewhere.
OTHER_WORDS = _words(
    "vestiging vestigings kantoor hoofdkantoor hoofdvestiging post correspondentie bedrijf bedrijfs factuur kvk "
    "uitzendbureau bureau werkgever werkgevers inlener inleners eigenaar eigenaars verhuurder verhuurders melder "
    "melders aanvrager aanvragers contact werk werklocatie opdrachtgever klant company office mailing billing "
    "employer owner invoice head headquarters beheerder herkomst buitenland thuis home oud oude vorig vorige "
    "previous organisatie organisation onderneming houder certificaathouder agency landlord applicant reporter "
    "work administratie retour exploitant exploitants"
)

#: Words that change nothing.
FILLERS = _words(
    "de het een van der den op te in per en and of the a the e o bezoek bezoekadres gegevens nl nederland "
    "nederlandse main hoofd huidig huidige current invullen verplicht naam name arbeidsmigrant arbeidsmigranten "
    "bewoning plek overnachting overnachtings cq evt eventueel eventuele incl inclusief met plus"
)

#: Words that make a heading be about something else, whatever stands beside them.
STRANGERS = _words(
    "aantal aantallen type soort datum code id ids nummeraanduiding kamer kamers kamernummer telefoon tel mobiel "
    "email mail emailadres mailadres webadres website url link ipadres kvknummer volgnummer volgnr dossier "
    "dossiernummer zaak zaaknummer zaaknr certificaat certificaatnummer oppervlakte status bekend prijs huur "
    "bedden bed plekken capaciteit bezetting bewoners personen omschrijving toelichting opmerking opmerkingen "
    "bezit count date kind phone mobile room rooms beds price rent land country provincie province regio region "
    "wijk buurt lat lon x y kenmerk contract contractnummer polis rekening rekeningnummer bsn"
)

#: Words one letter away from a word above that mean something else.
NOT_TYPOS = _words(
    "staat state status plaatsen places placed letters strata stand post poort portcode woonplaatsing nummering "
    "addressee adressant huisnamen huisnaam housename straal start stock plaag plaatse geplaatst"
)
