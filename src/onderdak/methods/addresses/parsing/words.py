"""The vocabulary: words that stand between, after and around the parts of a Dutch address."""

from __future__ import annotations

#: Words that only announce a unit, with the short form that some registers keep ('' for none): `kamer 5` is 5 or K5.
UNITS: dict[str, str] = {
    **dict.fromkeys(
        ("kamer", "kmr", "kam", "kamernr", "kamernummer", "slaapkamer", "room", "rm", "pokoj", "camera"), "K"
    ),
    **dict.fromkeys(("appartement", "appartment", "apartment", "appartementen", "app", "appt", "apt", "ap"), "A"),
    **dict.fromkeys(("unit", "unitnr", "units"), "U"),
    # What announces a letter or an addition leaves nothing in the register.
    **dict.fromkeys(("toevoeging", "toev", "streepje", "letter", "huisletter"), ""),
    **dict.fromkeys(("studio", "stud"), "ST"),
    **dict.fromkeys(("chalet", "chaletnr", "chal"), "CH"),
    **dict.fromkeys(("kavel", "kvl", "kav"), "KAV"),
    **dict.fromkeys(("plaats", "plts", "pl", "plek", "pleknr", "plaatsnr", "standplaats", "staanplaats", "stpl"), "PL"),
    **dict.fromkeys(("ligplaats", "ligpl"), "LP"),
    **dict.fromkeys(("woonboot", "woonschip", "wb", "woonark", "ark", "boot"), "WB"),
    **dict.fromkeys(("woonwagen", "ww"), "WW"),
    **dict.fromkeys(("bungalow", "bung", "bungalownr"), "B"),
    **dict.fromkeys(("huisje", "huisjes", "huisjenr", "hsje"), "H"),
    **dict.fromkeys(("stacaravan", "caravan", "recreatiewoning", "vakantiewoning", "recreatieverblijf"), ""),
    **dict.fromkeys(("vakantiehuis", "vakantiehuisje", "recr", "lodge", "cabin", "tinyhouse"), ""),
    **dict.fromkeys(("woning", "won", "wng", "wooneenheid", "eenheid", "woonunit", "we"), "W"),
    **dict.fromkeys(
        (
            "flat",
            "lok",
            "lokal",
            "mieszkanie",
            "deur",
            "portiek",
            "huisnr",
            "huisnummer",
            "nummer",
            "nr",
            "no",
            "nummers",
            "nrs",
        ),
        "",
    ),
    **dict.fromkeys(("toevoeging", "toev", "letter", "huisletter", "ltr", "suffix", "bus"), ""),
    **dict.fromkeys(("gebouw", "geb", "blok", "toren", "vleugel", "hal", "loods", "pand", "building"), ""),
    **dict.fromkeys(("box", "boxnr"), "BOX"),
    **dict.fromkeys(("kamers", "appartementen", "studios", "chalets", "bungalows", "woningen", "eenheden"), ""),
    **dict.fromkeys(("lot", "veld", "sectie", "laantje"), ""),
}
#: Announcers of one letter: the letter may as well be part of the addition (`k. 5` is K5 or 5).
SHORT_UNITS = frozenset("kum")

#: What follows a number and says which part of the house: the spellings that registers keep, likeliest first.
#: The empty text offers the number alone.
PARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("hs", "huis", "hui"), ("HS", "H", "")),
    **dict.fromkeys(("bg", "beg", "begane", "parterre", "part", "bgg", "bgr"), ("BG", "HS", "")),
    **dict.fromkeys(("bis",), ("BIS",)),
    **dict.fromkeys(("boven", "bov", "bovenwoning", "bovenhuis", "bo"), ("BOV", "BV", "BO", "")),
    **dict.fromkeys(("beneden", "ben", "benedenwoning", "benedenhuis"), ("BEN", "BE", "BN", "")),
    **dict.fromkeys(("achter", "ach", "acht", "achterhuis"), ("ACHT", "ACH", "AH", "")),
    **dict.fromkeys(("voor", "voorhuis"), ("VOOR", "VH", "")),
    **dict.fromkeys(("links", "li", "lnks"), ("L", "LI", "LNKS", "")),
    **dict.fromkeys(("rechts", "re", "rchts"), ("R", "RE", "RCHT", "")),
    **dict.fromkeys(("zwart", "zw", "zwt"), ("ZW", "Z")),
    **dict.fromkeys(("rood", "rd", "ro"), ("RD", "RO", "R")),
    **dict.fromkeys(("sous", "souterrain", "sout", "kelder"), ("SOUS", "SO", "")),
    **dict.fromkeys(("zolder", "zol"), ("ZOL", "")),
    **dict.fromkeys(("garage", "gar"), ("GAR", "")),
    **dict.fromkeys(("bedrijf", "bedr"), ("BEDR", "")),
    **dict.fromkeys(("winkel", "wink"), ("WINK", "")),
    **dict.fromkeys(("kantoor", "kant"), ("KANT", "")),
    **dict.fromkeys(("schuur", "schr", "schu"), ("SCHR", "SCHU", "")),
}

#: Words after a number that say nothing of which address it is.
REMARKS = frozenset(
    (
        *(
            "achterzijde",
            "voorzijde",
            "achterom",
            "zijkant",
            "zijingang",
            "ingang",
            "entree",
            "achteringang",
            "toegang",
        ),
        *(
            "voordeur",
            "achterdeur",
            "trap",
            "grond",
            "verdieping",
            "etage",
            "hoog",
            "boerderij",
            "woonhuis",
            "hoekhuis",
        ),
        *("bedrijfspand", "bedrijfswoning", "dienstwoning", "hoekpand", "even", "oneven", "zijde", "e", "ev", "zijde"),
        *("bel", "bellen", "sleutel", "parkeren", "zie", "vh", "voorheen", "tijdelijk"),
        *("hoofdgebouw", "bijgebouw", "huur", "koop", "woonwijk", "zelfstandig", "onzelfstandig"),
        *("hotel", "pension", "logement", "hostel", "leeg", "leegstand", "gesloten", "verhuurd", "ca", "circa", "plus"),
    )
)
#: Words that begin a remark of several words: all that follows belongs to it (`boven de winkel`, `ingang achterom`).
_ARTICLE = r"(?:de|het|'?t|een|den|onze|haar|zijn)"
REMARK_PHRASE = (
    rf"\b(?:boven|achter|naast|onder|bij|voor|in|via|aan|op|tegenover)[ ]{_ARTICLE}[ ][^,;()]+"
    r"|\b(?:ingang|zij-?ingang|entree|toegang)[ ](?:via|aan|om|achter\w*|voor\w*|links|rechts|zij\w*|[a-z]{4,})[^,;()]*"
    r"|\b[0-9]{1,3} ?(?:x|personen|pers\.?|pp|bedden|slaapplaatsen|slaapkamers|bewoners)(?!\w)"
    r"|\b(?:achter|zij|voor|boven|onder)(?:zijde|kant|ingang|om|deur|uitgang|erf)\b"
)

NUMBER_WORDS_BELOW_20 = (
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien negentien"
).split()
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()


def _number_words() -> dict[str, int]:
    words = {word: number for number, word in enumerate(NUMBER_WORDS_BELOW_20, start=1)}
    words["één"] = 1
    for ten, tens in enumerate(_TENS, start=2):
        words[tens] = ten * 10
        for unit, small in enumerate(NUMBER_WORDS_BELOW_20[:9], start=1):
            words[f"{small}{'ën' if small.endswith('e') else 'en'}{tens}"] = ten * 10 + unit
            words[f"{small}en{tens}"] = ten * 10 + unit
    for word, number in list(words.items()):
        words[f"honderd{word}"] = words[f"honderden{word}"] = 100 + number
    words["honderd"] = 100
    return words


#: `twaalf` -> 12, up to 199.
NUMBER_WORDS = _number_words()

#: Names of months as spreadsheets in Dutch and English write them.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan januari january", "feb februari february", "mrt maart mar march", "apr april", "mei may"),
            *("jun juni june", "jul juli july", "aug augustus august", "sep sept september", "okt oktober oct october"),
            *("nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}

ROMAN = {
    name: number
    for number, name in enumerate(
        "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split(), start=1
    )
}

#: Parts that end a Dutch or Frisian street name.
STREET_ENDS = (
    *(
        "straat",
        "strjitte",
        "str",
        "str.",
        "weg",
        "wei",
        "wg",
        "laan",
        "ln",
        "ln.",
        "lân",
        "plein",
        "pln",
        "kade",
        "kd",
    ),
    *("gracht", "singel", "dijk", "dyk", "pad", "paad", "hof", "dreef", "steeg", "markt", "park", "plantsoen", "baan"),
    *("wal", "haven", "boulevard", "allee", "ring", "erf", "veld", "kamp", "oord", "akker", "brink", "stede", "burg"),
    *("burcht", "horst", "meent", "ven", "vaart", "wijk", "wyk", "gaarde", "poort", "steiger", "rak", "es", "werf"),
)
#: A number behind these words belongs to the street where another follows: `Plein 1813`, `Laan 1940-1945`, `Wijk 3`.
STREETS_WITH_NUMBER = frozenset(("laan", "plein", "weg", "straat", "wijk", "rijksweg", "park", "dalweg", "archipel"))

#: The own country, at the end of an address.
HOME = frozenset(
    (
        *("nederland", "nl", "nld", "ned", "netherlands", "the netherlands", "holland", "niederlande", "holandia"),
        *("pays-bas", "países bajos", "paises bajos", "olanda", "hollandia", "n.l.", "nederlands"),
    )
)
#: Provinces as they stand in brackets or behind a comma.
PROVINCES = frozenset(
    (
        *("gld", "gelderland", "gel", "gn", "gr", "gron", "groningen", "fr", "frl", "friesland", "fryslân", "fryslan"),
        *("dr", "drenthe", "drente", "ov", "overijssel", "fl", "flevoland", "ut", "utr", "utrecht", "nh", "n-h", "n.h"),
        *("noord-holland", "zh", "z-h", "z.h", "zuid-holland", "zld", "zeeland", "zl", "z", "ze", "nb", "n-b", "n.b"),
        *("noord-brabant", "brabant", "lb", "lim", "l", "limburg", "nbr", "noord brabant", "noord holland"),
        *("zuid holland", "bt", "g"),
    )
)

#: Patterns of words around an address. Behind it, they say nothing of where it is.
REMARKS_BEHIND = "|".join(
    (
        *(
            r"zie (?:ook )?(?:de )?(?:bijlage|toelichting|opmerking\w*|onder|mail|lijst)",
            "bijlage",
            "(?:niet )?in gebruik",
        ),
        *(
            "(?:te )?huur",
            "(?:te )?koop",
            "verhuurd",
            "koopwoning",
            "huurwoning",
            "particulier(?:e verhuur)?",
            "eigendom",
        ),
        *(
            r"bedrijfswoning\w*",
            "dienstwoning",
            "woning",
            "woonhuis",
            "hoofdgebouw",
            "bijgebouw",
            "hoofdingang",
            "leegstand",
        ),
        *(
            "leegstaand",
            "leeg",
            "tijdelijk",
            "nieuw",
            "actief",
            "vol",
            "bezet",
            "beschikbaar",
            "begane grond en zolder",
        ),
        *("gehele pand", "hele (?:huis|pand|woning)", "compleet", "gesloten", "vervallen", "kamerverhuur", "kamers"),
    )
)
COUNTRIES_BEHIND = (
    "nl|nld|nederland|the netherlands|netherlands|holland|holandia|niederlande|pays-bas|olanda|land nederland"
)
PROVINCES_IN_FULL = (
    "noord[- ]brabant|zuid[- ]holland|noord[- ]holland|flevoland|gelderland|overijssel|drenthe|friesland|frysl[âa]n"
    "|limburg|zeeland"
)
#: Before an address: the kind of building or company.
AROUND = "|".join(
    (
        *(
            "adres",
            "address",
            "locatie",
            "lokatie",
            "location",
            "pand",
            "object",
            "gebouw",
            "loods",
            "boerderij",
            "woning",
        ),
        *(
            "hotel",
            "hostel",
            "pension",
            "logement",
            "motel",
            "flexwonen",
            "huisvesting",
            "verblijf",
            "woonlocatie",
            "huis",
        ),
        *(
            "chaletpark",
            "vakantiepark",
            "recreatiepark",
            "bungalowpark",
            "camping",
            "appartement(?:en)?",
            "flat",
            "villa",
        ),
        *("uitzendbureau", "opvang", "short ?stay", "kamerverhuur", "bedrijf", "kwekerij", "manege", "kantoor", "unit"),
        *("huisn(?:umme)?r\\.?", "nummer", "nr\\.?", "no\\."),
    )
)
#: Moorings, pitches and houses of a park, whose number may be the house number.
PITCHES = "|".join(
    (
        *(
            "ligplaats",
            "ligpl",
            "lpl",
            "woonschip",
            "woonboot",
            "woonark",
            "standplaats",
            "standpl",
            "staanplaats",
            "stpl",
        ),
        *(
            "plaats",
            "plek",
            "pl",
            "kavel",
            "kvl",
            "chalet",
            "bungalow",
            "huisje",
            "vakantiewoning",
            "vakantiehuis(?:je)?",
        ),
        *("recreatiewoning", "stacaravan", "caravan", "house", "woonwagen", "lodge", "huis", "nummer", "nr", "poort"),
    )
)
#: Names of streets as foreigners and forms write them, and how registers do; the word is the end of the name.
STREET_WORDS = {
    **dict.fromkeys((" road", " rd"), "weg"),
    **dict.fromkeys((" street", " strasse", "strasse", "straße", "street", " straat"), "straat"),
    **dict.fromkeys((" lane", " avenue"), "laan"),
    **dict.fromkeys((" square",), "plein"),
}
#: Short words of street names with the word in full.
SHORT_STREET_WORDS = {
    **dict.fromkeys(("blvd", "blv", "boulv"), "Boulevard"),
    **dict.fromkeys(("ind", "industr"), "Industrie"),
    **dict.fromkeys(("rec", "recr"), "Recreatie"),
    **dict.fromkeys(("nwe", "nw", "nieuw"), "Nieuwe"),
    **dict.fromkeys(("gr", "grt"), "Grote"),
    **dict.fromkeys(("kl", "kln"), "Kleine"),
    **dict.fromkeys(("ii",), "2e"),
    **dict.fromkeys(("iii",), "3e"),
}
PARKS = ("Camping", "Recreatiepark", "Bungalowpark", "Vakantiepark", "Park")
#: Words that qualify the street behind them, so that the street cannot begin after them.
QUALIFIERS = frozenset(
    (
        *"nieuwe nieuw oude oud grote groote kleine lange korte hoge lage noorder zuider ooster wester".split(),
        *"noord zuid oost west binnen buiten boven beneden achter voor eerste tweede derde sint st st.".split(),
        *"van der de den het ter ten te op aan in 't 's v.d. vd v. la du von und burg burg. burgemeester".split(),
        *"dr dr. prof prof. ds ds. mr mr. ir ir. jhr jhr. pastoor past. gen. generaal koningin kon.".split(),
        *"prinses prins graaf jan kapitein kapt. johan johannes pieter piet willem hendrik henk klaas".split(),
        *"karel joh. jac. p. j. h. a. w. c. g. straat weg laan".split(),
    )
)

SHORT_PLACES = {
    **dict.fromkeys(("a'dam", "adam", "asd", "amst."), "Amsterdam"),
    **dict.fromkeys(("r'dam", "rdam", "rtd"), "Rotterdam"),
    **dict.fromkeys(("s'dam",), "Schiedam"),
    **dict.fromkeys(("gvh", "dh", "the hague", "hague"), "Den Haag"),
    **dict.fromkeys(("ehv",), "Eindhoven"),
    **dict.fromkeys(("den b.", "d'bosch", "db"), "Den Bosch"),
}
SHORT_PLACE_WORDS = {
    **dict.fromkeys(("n", "nw", "nwe", "nieuwe"), "Nieuw"),
    **dict.fromkeys(("kl", "k", "kleine"), "Klein"),
    **dict.fromkeys(("gr", "grt"), "Groot"),
    **dict.fromkeys(("o", "oude"), "Oud"),
    **dict.fromkeys(("st",), "Sint"),
}
