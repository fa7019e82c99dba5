"""The words from which names of places and streets are put together. All combinations of a place are invented."""

from __future__ import annotations

#: Stems of towns and villages; with any of ENDS they give a name that no place in the Netherlands has.
STEMS = (
    "Bolder Kwakel Wielder Krakel Zilver Kroos Mosterd Lisdod Otter Snoeken Brasem Kieviet Wulpen Grutto Tureluur "
    "Pluim Stuif Glooi Wimpel Kiel Ree Bazuin Trommel Fluit Vlier Duindoorn Kamille Klaproos Karwij Pinksterbloem "
    "Lepelaar Ooievaar Steltloper Waterjuffer Libel Kikker Salamander Bever Hermelijn Wezel Stekel Karper Zeelt "
    "Zonnedauw Veenpluis Gagel Moeras Drijf Schol Garnaal Mossel Alikruik Wadloop Wolken Nevel Dauw IJzel Hagel"
).split()
ENDS = "dam veen wold oord mond drecht kerke schans horst meer zijl sluis burg monde waard hoek terp".split()
#: Words that set a place apart from another of the same root.
FRONTS = ("Nieuw-", "Oud-", "Klein ", "Groot ", "Over", "Neder-", "Sint ", "'s-", "De ", "'t ")
TAILS = ("-Dorp", "-Haven", " aan de Wielder", " a/d Kwakel", "-Buiten", "erbrug", "ersteeg", "erbroek")

PROVINCE = "Wielderland"
RIVER = "Wielder"

FLOWERS = (
    "Anemoon Anjelier Aster Azalea Begonia Boterbloem Chrysanten Clematis Crocus Dahlia Fresia Fuchsia Gentiaan "
    "Geranium "
    "Gladiolen Goudsbloem Hortensia Hyacinten Iris Jasmijn Kamperfoelie Korenbloem Krokus Lavendel Lelie Lupine "
    "Magnolia "
    "Margriet Narcis Orchidee Papaver Petunia Pioen Primula Ridderspoor Rozen Sering Sleutelbloem Tulpen "
    "Vergeet-mij-nietje "
    "Viooltjes Zinnia Zonnebloem"
).split()
TREES = (
    "Abelen Acacia Beuken Berken Ceder Denne Elzen Essen Esdoorn Eiken Hazelaar Hulst Iepen Jeneverbes Kastanje Larix "
    "Lijsterbes Linde Meidoorn Moerbei Noten Olmen Peppel Platanen Populieren Sparren Taxus Tamarisk Vlier Wilgen"
).split()
BIRDS = (
    "Aalscholver Bergeend Buizerd Ekster Fazanten Futen Gors Grutto Havik Ijsvogel Kievit Koekoek Koolmees Kwartel "
    "Leeuwerik Lijster Merel Meeuwen Mussen Nachtegaal Ooievaar Patrijs Putter Reiger Roodborst Scholekster Sijsjes "
    "Snip "
    "Specht Spreeuwen Tureluur Valken Vinken Wielewaal Wulp Zwaluw Zwanen"
).split()
CRAFTS = (
    "Bakker Brouwer Kuiper Mandenmaker Molenaar Mulder Schipper Smid Touwslager Turfsteker Visser Wagenmaker Wever "
    "Zadelmaker Zeilmaker Imker Klompenmaker Rietsnijder Scheepmaker Tinnegieter Vlasser Leerlooier"
).split()
WATERS = (
    "Amstel Boezem Dommel Eem Geul IJssel Kreek Lek Linge Maas Merwede Regge Rijn Schelde Spui Vecht Vliet Waal "
    "Wielder Zijl"
).split()
INDUSTRY = (
    "Ampère Celsius Edison Einstein Faraday Fahrenheit Galvani Hertz Joule Kelvin Marconi Newton Nobel Ohm Pascal "
    "Röntgen Volta Watt Wankel Zernike Techniek Nijverheids Ambachts Handels Industrie Transport Logistiek Innovatie"
).split()
FIELDS = (
    "Achter Bieze Boeren Broek Bult Dijk Dwars Eng Esch Grens Griend Groene Hei Heren Hoge Hooi Kade Kerken Klei Koe "
    "Korte Kreek Kwakel Lage Lange Lisse Meent Middel Midden Molen Moer Noorder Ooster Oude Polder Raad Riet Ruige "
    "Schans Schaper Sluis Tocht Turf Veen Vaart Vlas Voor Waard Water Weide Wester Wielder Wiel Zand Zee Zuider Zwarte"
).split()
#: Endings by the kind of street they suit.
HOME_ENDS = ("straat", "straat", "straat", "laan", "laan", "hof", "pad", "plantsoen", "plein", "singel", "weg")
FIELD_ENDS = ("weg", "weg", "weg", "dijk", "laan", "pad", "steeg", "kade", "dreef", "vaart", "kamp")
WATER_ENDS = ("kade", "oever", "gracht", "singel", "haven", "wal", "straat", "laan")
WORK_ENDS = ("weg", "straat", "laan", "baan", "ring")

#: Titles as streets carry them; deliveries shorten them.
TITLES = (
    "Burgemeester|Burgemeester|Burgemeester|Dokter|Dr.|Pastoor|Dominee|Ds.|Professor|Prof.|Meester|Mr.|Notaris"
    "|Wethouder"
    "|Generaal|Ingenieur|Kapitein|Minister|Graaf|Jonkheer|Kardinaal|Deken|Rector|Zuster|Luitenant|Schout|Dijkgraaf"
).split("|")
#: Surnames that nobody carries, with and without particles.
SURNAMES = (
    "Kwakelbergh|van der Wielder|Zilverdijk|Moerasma|van den Bolder|Krooswijk|Otterspeel|ten Snoek|Lisdodde|Wimpelaar"
    "|Veenpluis|van 't Riet|de Grutto|Brasemans|Stuifzandt|Tureluurs|van Pluimen|Kievietsma|van der Mosterd|Gagelaar"
    "|Zonnedauw|de Waterjuffer|Bazuinen|Trommelaar|van de Nevel|Alikruik|Duindoorns|op 't Hoog|Karwijbroek|in 't Lis"
).split("|")
INITIALS = ("A.B.", "P.J.", "W.", "J.C.", "H.M.", "Th.", "C.", "D.F.")
SAINTS = "Jozef Anna Jan Martinus Barbara Bavo Willibrordus Nicolaas Agatha Odulphus Vitus Antonius".split()
ROYALS = (
    "Koningin Wilhelmina|Koningin Juliana|Koningin Emma|Prinses Beatrix|Prinses Irene|Prinses Margriet|Prins Hendrik"
    "|Prins Bernhard|Prins Maurits|Prins Willem van Oranje|Koning Willem|Prinses Marijke"
).split("|")
SIDES = ("Noord", "Oost", "Zuid", "West")
ORDINALS = ("1e", "2e", "3e", "Eerste", "Tweede", "Derde")

#: Streets that many places have: the same name in several of them.
COMMON = (
    "Dorpsstraat|Kerkstraat|Molenweg|Schoolstraat|Stationsweg|Hoofdweg|Nieuwstraat|Julianastraat|Beatrixlaan"
    "|Raadhuisplein"
    "|Markt|Kerkweg|Achterweg|Havenkade|Voorstraat|Achterom|Burgemeester van der Wielderstraat|Sportlaan|Oosteinde"
    "|Westeinde"
).split("|")
#: Names that trip up whoever splits a line of address.
ODD = (
    "'s-Heerenweg|'t Zand|'t Hoog|De Kreek|Achter de Kerk|Plein 1945|Laan van 1813|Weg naar Zee|Ged. Vaart|Hoog & Laag"
    "|De Buorren|It Heechlân|De Finne|Skoallestrjitte|Tsjerkepaad|Op 'n Esch|Brinkesch|Noaberpad|'n Kamp|Oale Diek"
    "|Straatweg|Rijksstraatweg|De Gouden Leeuw|Zuidzijde|Noordzijde|Kanaaldijk N.Z.|Kanaaldijk Z.Z.|Ruïneweg"
    "|Curaçaostraat"
    "|Prins Mauritsplein|Laan 40-45|4 Meiplein|Vijf Meilaan|Op de Bult|In den Hoek|Aan 't Water|Van der Lijnlaan|A-weg"
    "|Zijpe|De Dwarsgang|Buitenom|Binnenwal|Het Nieuwe Land|Tussendiepen|Café-steeg|Sint Jansteen|De Ronde Veentjes"
).split("|")
PARK_NAMES = "Recreatiepark Bungalowpark Vakantiepark Chaletpark Camping".split()
PARK_TAILS = (
    "De Krakeend|Het Lisdodden|De Wulp|Wielderzicht|De Bever|Kwakelhof|De Zeelt|Zonnedauw|De Otter|Het Veenpluis"
    "|Het Drijfzand"
).split("|")
