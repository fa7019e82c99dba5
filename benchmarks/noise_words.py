"""Words of the noise styles: abbreviations, sounds, other names. Lists only; the styles are in `noise.py`."""

from __future__ import annotations

import unicodedata

CLERK_ABBREVIATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Burgemeester", ("Burg.", "Burg", "Burgem.", "Bgm.")),
    ("Pastoor", ("Past.", "Past")),
    ("Professor", ("Prof.", "Prof")),
    ("Dokter", ("Dr.", "Dr")),
    ("Doctor", ("Dr.", "Dr")),
    ("Dominee", ("Ds.", "Ds")),
    ("Meester", ("Mr.",)),
    ("Koningin", ("Kon.", "Kon")),
    ("Prinses", ("Pr.", "Prinses")),
    ("Prins ", ("Pr. ", "Prins ")),
    ("Generaal", ("Gen.", "Gen")),
    ("Kapitein", ("Kapt.",)),
    ("Admiraal", ("Adm.",)),
    ("Sint ", ("St. ", "St ", "St.")),
    ("Eerste ", ("1e ", "1ste ")),
    ("Tweede ", ("2e ", "2de ")),
    (" van der ", (" v.d. ", " vd ", " v/d ", " v d ")),
    (" van den ", (" v.d. ", " vd ", " v/d ")),
    (" van de ", (" v.d. ", " vd ", " v/d ")),
    ("van der ", ("v.d. ", "vd ", "v/d ")),
    ("van de ", ("v.d. ", "vd ")),
    (" van ", (" v. ", " v ")),
    ("straat", ("str.", "str", "straat")),
    ("laan", ("ln", "ln.", "laan")),
    ("plein", ("pln", "pl.", "plein")),
    ("weg", ("wg", "wg.", "weg", "weg")),
    ("kade", ("kd", "kade")),
    ("singel", ("sngl", "sgl.", "singel")),
    ("dijk", ("dk", "dijk", "dijk")),
    ("Noord ", ("N. ", "Noord ")),
    ("Oude ", ("O. ", "Oude ")),
    ("Nieuwe ", ("Nwe ", "N. ")),
)

#: What sounds alike to a Dutch ear, as heard and as written down.
SOUNDS_ALIKE = (
    ("ij", "ei"), ("ei", "ij"), ("ij", "y"), ("au", "ou"), ("ou", "au"), ("ch", "g"), ("g", "ch"), ("c", "k"),
    ("k", "c"), ("ph", "f"), ("f", "v"), ("v", "f"), ("z", "s"), ("s", "z"), ("ck", "k"), ("dt", "d"), ("th", "t"),
    ("aa", "a"), ("ee", "e"), ("oo", "o"), ("nn", "n"), ("ss", "s"), ("ll", "l"), ("rr", "r"), ("tt", "t"),
    ("en", "e"), ("x", "ks"), ("sch", "sg"), ("oe", "u"), ("ae", "aa"), ("ui", "uy"), ("tie", "sie"),
)  # fmt: skip

KEYS_BESIDE = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "xa",
}  # fmt: skip

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

#: How the parts of an address stand in one cell.
ORDERS = (
    "{street} {nr}, {pc} {place}",
    "{street} {nr} {place}, {pc}",
    "{place}, {street} {nr} {pc}",
    "{place} {pc} {street} {nr}",
    "{pc} {place}, {street} {nr}",
    "{pc} {street} {nr} {place}",
    "{place} - {street} {nr} - {pc}",
    "{street} {nr} te {place} {pc}",
    "{street} {nr} ({pc} {place})",
    "{nr}, {street}, {place} {pc}",
    "{street} nr. {nr}, {place} {pc}",
    "{street} {nr}; {place}; {pc}",
)
BEFORE = (
    "Pension De Linde", "Hotel Centraal", "Huisvesting Noord BV", "Flexwonen", "Boerderij", "Villa Zomerlust",
    "woning", "locatie", "adres", "pand", "De Oude Pastorie", "Bakkerij Jansma", "Loods", "Chaletpark", "object",
)  # fmt: skip
AFTER = (
    "(achter)", "(woning)", "Nederland", "NL", "(huur)", "boven de winkel", "(hoofdgebouw)", "bedrijfswoning",
    "zie bijlage", "in gebruik", "verhuurd", "(nieuw)",
)  # fmt: skip

UNIT_WORDS = (
    " kamer ", " k.", " k", " app. ", " appartement ", " apt ", " unit ", " u.", " nr. ", " nr ", "-", "/", " ", " - ",
    " #", " studio ", ", kamer ", " (", " toev. ",
)  # fmt: skip

STREET_TYPES = (
    ("straat", "street"), ("laan", "lane"), ("weg", "road"), ("plein", "square"), ("dijk", "dyke"),
    ("kade", "quay"), ("singel", "singel"), ("hof", "court"), ("pad", "path"),
)  # fmt: skip

PROVINCE_SHORT = {
    "Drenthe": "Dr",
    "Flevoland": "Fl",
    "Friesland": "Fr",
    "Fryslân": "Fr",
    "Groningen": "Gr",
    "Zeeland": "Zld",
}

#: A place by the other name it has or had: Frisian or Dutch, short or long, older spelling.
PLACE_ALSO = {
    "Leeuwarden": "Ljouwert", "Sneek": "Snits", "Bolsward": "Boalsert", "Harlingen": "Harns", "Franeker": "Frjentsjer",
    "Heerenveen": "It Hearrenfean", "Joure": "De Jouwer", "Lemmer": "De Lemmer", "Workum": "Warkum",
    "Stavoren": "Starum", "Hindeloopen": "Hylpen", "IJlst": "Drylts", "Gorredijk": "De Gordyk", "Wolvega": "Wolvegea",
    "Oosterwolde": "Easterwâlde", "Surhuisterveen": "Surhústerfean", "Buitenpost": "Bûtenpost", "Heeg": "Heech",
    "Koudum": "Koudum", "Burgum": "Bergum", "Grou": "Grouw", "Damwâld": "Damwoude", "De Westereen": "Zwaagwesteinde",
    "Feanwâlden": "Veenwouden", "Gytsjerk": "Giekerk", "Hurdegaryp": "Hardegarijp", "Oentsjerk": "Oenkerk",
    "Mûnein": "Molenend", "Wergea": "Warga", "Berltsum": "Berlikum", "Dronryp": "Dronrijp", "Bitgum": "Beetgum",
    "Jirnsum": "Irnsum", "Reduzum": "Roordahuizum", "Eastermar": "Oostermeer", "Sumar": "Suameer", "Garyp": "Garijp",
    "Earnewâld": "Eernewoude", "Balk": "Balk", "Akkrum": "Akkrum", "Makkum": "Makkum", "Warten": "Wartena",
    "Beetsterzwaag": "Beetstersweach", "Jubbega": "Jobbegea", "Drachtstercompagnie": "Drachtster Kompenije",
    "Terschelling": "Skylge", "Sint Annaparochie": "St. Annaparochie", "Sint Jacobiparochie": "St Jacobiparochie",
    "Sint Philipsland": "St. Philipsland", "Sint-Annaland": "St Annaland", "Sint-Maartensdijk": "St. Maartensdijk",
    "'s-Gravenpolder": "s Gravenpolder", "'s-Heer Arendskerke": "s-Heer Arendskerke", "IJzendijke": "Yzendijke",
    "IJhorst": "Yhorst", "Nieuw- en Sint Joosland": "Nieuwland", "Tweede Exloërmond": "2e Exloermond",
    "Eerste Exloërmond": "1e Exloermond", "Nieuw-Amsterdam": "Nieuw Amsterdam", "Valthermond": "Valther Mond",
}  # fmt: skip


def plain(text: str) -> str:
    """ASCII letters only, as on a foreign keyboard."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
