"""Strings as people write them, by phenomenon, with the reading that must come out.

A line is `text => street|number|suffix|postcode|place`. The postcode may be four digits; an empty part is none.
`=1=>` asks for the first reading, `=>` for a reading anywhere among the answers, `=!=>` that no reading says so.
"""

from __future__ import annotations

CELLS: dict[str, str] = {
    "every word kept": """
        Meidoornlaan 7, 4021SD Ergens =1=> Meidoornlaan|7||4021SD|Ergens
        Meidoornlaan 7, 4021-SS Ergens =1=> Meidoornlaan|7||4021SS|Ergens
        Meidoornlaan 7 Elders, 4021 AB Ergens => Meidoornlaan|7||4021AB|Elders
        4021ab7 =1=> |7||4021AB|
        4021AB/7 =1=> |7||4021AB|
        1204 Lange Vaart, Ergens =1=> Lange Vaart|1204|||Ergens
    """,
    "words around": """
        Pension Zeezicht, Meidoornlaan 7 Ergens =1=> Meidoornlaan|7|||Ergens
        Pand: Meidoornlaan 7 (Ergens) => Meidoornlaan|7|||Ergens
        HERBERG DE POST NIEUW ERGENS MEIDOORNLAAN 7 => MEIDOORNLAAN|7|||NIEUW ERGENS
        Ergens Kapelsteeg 7 => Kapelsteeg|7|||Ergens
        Ergens-Zuid De Vlonder 23 => De Vlonder|23|||Ergens-Zuid
        Ergens - De Vlonder 23 - (huur) =1=> De Vlonder|23|||Ergens
        Meidoornlaan 7 te Ergens 4021AB, (achter) => Meidoornlaan|7||4021AB|Ergens
        Meidoornlaan 7 te Ergens 4021AB, (achter) => Meidoornlaan|7|ACHT|4021AB|Ergens
        Meidoornlaan 7 Ergens zie bijlage =1=> Meidoornlaan|7|||Ergens
        Meidoornlaan 7 achter de silo Ergens => Meidoornlaan|7|||Ergens
        Chaletpark, 31, De Vlonder, Ergens => De Vlonder|31|||Ergens
        locatie - 7a, Meidoornlaan, Ergens 4021 AB =1=> Meidoornlaan|7|A|4021AB|Ergens
        Meidoornlaan 7 / postbus 31 Ergens => Meidoornlaan|7|||Ergens
        straat=Meidoornlaan nr=7 pc=4021AB => Meidoornlaan|7||4021AB|
        Postcode 4021AB huisnummer 7 =1=> |7||4021AB|
        te Ergens aan de Meidoornlaan 7 => Meidoornlaan|7|||Ergens
        Meidoornlaan/7/Ergens => Meidoornlaan|7|||Ergens
        Meidoornlaan (Ergens) 7 => Meidoornlaan|7|||Ergens
        Meidoornlaan, Ergens 7 => Meidoornlaan|7|||Ergens
        MeidoornlaanErgens 7 => Meidoornlaan|7|||Ergens
        Meidoornlaan 7, Ergens, Zuid-Holland, Nederland =1=> Meidoornlaan|7|||Ergens
    """,
    "number first": """
        15 P.S. Boerhof, Ergens =1=> P.S. Boerhof|15|||Ergens
        15 b P.S. Boerhof, Ergens =1=> P.S. Boerhof|15|B||Ergens
        404d m. 4 Meidoornlaan, Ergens => Meidoornlaan|404|D 4||Ergens
        7 apt 2 Meidoornlaan, Ergens =1=> Meidoornlaan|7|2||Ergens
        16 Achter de Linden, 4021AB Ergens =!=> |16||4021AB|Ergens
        3 Plein 1813, Ergens => Plein 1813|3|||Ergens
        7 Meidoornlaan Ergens => Meidoornlaan|7|||Ergens
        7 Meidoorn lane, Ergens => Meidoornlaan|7|||Ergens
        Ergens ul. Meidoornlaan 7 => Meidoornlaan|7|||Ergens
    """,
    "moorings and pitches": """
        Havenkade ligplaats 4 Ergens => Havenkade|4|||Ergens
        Ligplaats Havenkade 4, Ergens => Havenkade|4|||Ergens
        Camping Het Bos plaats 4 Ergens => Camping Het Bos|4|||Ergens
        plaats 4 Camping Het Bos, Ergens => Het Bos|4|||Ergens
        Bungalowpark Het Bos nr 4, Ergens => Recreatiepark Het Bos|4|||Ergens
    """,
    "clean": """
        Kerkstraat 12, 1234 AB Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12a, 1234AB Ergens =1=> Kerkstraat|12|A|1234AB|Ergens
        Kerkstraat 12-3, 1234AB Ergens =1=> Kerkstraat|12|3|1234AB|Ergens
        Burg. van der Bergstraat 112, 9999 ZZ Ergens aan Zee =1=> Burg. van der Bergstraat|112||9999ZZ|Ergens aan Zee
        Kerkstraat 12, Ergens =1=> Kerkstraat|12|||Ergens
        Kerkstraat 12 =1=> Kerkstraat|12|||
        's-Gravenweg 4, 's-Gravenhage =1=> 's-Gravenweg|4|||'s-Gravenhage
        't Jaagpad 8 b, 1234 AB 't Zandt =1=> 't Jaagpad|8|B|1234AB|'t Zandt
        P.C. Hooftstr. 9, 1071 BL Amsterdam =1=> P.C. Hooftstr.|9||1071BL|Amsterdam
        Súdwei 5, 8491 EB Akkrum =1=> Súdwei|5||8491EB|Akkrum
        Kanaal W.Z. 12, 7936TL Tiendeveen =1=> Kanaal W.Z.|12||7936TL|Tiendeveen
        Wijk 4 7, Ergens => Wijk 4|7|||Ergens
        KERKSTRAAT 12 B, 1234 AB ERGENS =1=> KERKSTRAAT|12|B|1234AB|ERGENS
    """,
    "suffix": """
        Kerkstraat 12A-3, Ergens =1=> Kerkstraat|12|A 3||Ergens
        Kerkstraat 12 a 3, Ergens =1=> Kerkstraat|12|A 3||Ergens
        Kerkstraat 12a1, Ergens =1=> Kerkstraat|12|A 1||Ergens
        Kerkstraat 12/A, Ergens =1=> Kerkstraat|12|A||Ergens
        Kerkstraat 12.A, Ergens =1=> Kerkstraat|12|A||Ergens
        Kerkstraat 12_a, Ergens =1=> Kerkstraat|12|A||Ergens
        Kerkstraat 12 (a), Ergens =1=> Kerkstraat|12|A||Ergens
        Kerkstraat 12 - 0041, Ergens =1=> Kerkstraat|12|0041||Ergens
        Kerkstraat 12-a-2, Ergens =1=> Kerkstraat|12|A 2||Ergens
        Kerkstraat 12 C/c, Ergens =1=> Kerkstraat|12|C C||Ergens
        Kerkstraat 12 a-d, Ergens =1=> Kerkstraat|12|A D||Ergens
        Kerkstraat 105 n318, Ergens =1=> Kerkstraat|105|N 318||Ergens
        Kerkstraat 48g - unit 145, Ergens =1=> Kerkstraat|48|G 145||Ergens
        Kerkstraat 38 - cafe, 1234AB Ergens => Kerkstraat|38|CAFE|1234AB|Ergens
        Kerkstraat 38 BEDR, 1234AB Ergens =1=> Kerkstraat|38|BEDR|1234AB|Ergens
    """,
    "Roman": """
        Kerkstraat 12 III, Ergens =1=> Kerkstraat|12|III||Ergens
        Kerkstraat 12 III, Ergens => Kerkstraat|12|3||Ergens
        Kerkstraat 12-II, Ergens => Kerkstraat|12|2||Ergens
        Kerkstraat 12 I, Ergens => Kerkstraat|12|1||Ergens
        Kerkstraat 12 iv, Ergens => Kerkstraat|12|4||Ergens
        Kerkstraat 12 g/II, Ergens => Kerkstraat|12|G 2||Ergens
    """,
    "floor": """
        Kerkstraat 12 3 hoog, Ergens =1=> Kerkstraat|12|3||Ergens
        Kerkstraat 12-3hoog, Ergens =1=> Kerkstraat|12|3||Ergens
        Kerkstraat 12 3e verdieping, Ergens =1=> Kerkstraat|12|3||Ergens
        Kerkstraat 12, 2e etage, Ergens =1=> Kerkstraat|12|2||Ergens
        Kerkstraat 12 etage 2, Ergens =1=> Kerkstraat|12|2||Ergens
        Kerkstraat 12 driehoog, Ergens =1=> Kerkstraat|12|3||Ergens
        Kerkstraat 12 tweede verdieping, Ergens =1=> Kerkstraat|12|2||Ergens
        Kerkstraat 12 begane grond, Ergens => Kerkstraat|12|BG||Ergens
    """,
    "part of the house": """
        Kerkstraat 12 hs, Ergens =1=> Kerkstraat|12|HS||Ergens
        Kerkstraat 12-huis, Ergens =1=> Kerkstraat|12|HS||Ergens
        Kerkstraat 12 h.s., Ergens => Kerkstraat|12|H S||Ergens
        Kerkstraat 12 huis, Ergens => Kerkstraat|12|||Ergens
        Kerkstraat 12bis, Ergens =1=> Kerkstraat|12|BIS||Ergens
        Kerkstraat 12 bis A, Ergens =1=> Kerkstraat|12|BIS A||Ergens
        Kerkstraat 12 bg, Ergens =1=> Kerkstraat|12|BG||Ergens
        Kerkstraat 12 BG, Ergens => Kerkstraat|12|HS||Ergens
        Kerkstraat 12 boven, Ergens =1=> Kerkstraat|12|BOV||Ergens
        Kerkstraat 12 bov., Ergens => Kerkstraat|12|BV||Ergens
        Kerkstraat 12 ben, Ergens =1=> Kerkstraat|12|BEN||Ergens
        Kerkstraat 12 zwart, Ergens =1=> Kerkstraat|12|ZW||Ergens
        Kerkstraat 12 ZW, Ergens =1=> Kerkstraat|12|ZW||Ergens
        Kerkstraat 12 rood, Ergens =1=> Kerkstraat|12|RD||Ergens
        Kerkstraat 12 rood, Ergens => Kerkstraat|12|R||Ergens
        Kerkstraat 12 links, Ergens => Kerkstraat|12|L||Ergens
        Kerkstraat 12 achter, Ergens =1=> Kerkstraat|12|ACHT||Ergens
    """,
    "unit": """
        Kerkstraat 12 kamer 5, Ergens =1=> Kerkstraat|12|5||Ergens
        Kerkstraat 12 kamer 5, Ergens => Kerkstraat|12|K5||Ergens
        Kerkstraat 12, kamer 5, Ergens =1=> Kerkstraat|12|5||Ergens
        Kerkstraat 12 k. 5, Ergens =1=> Kerkstraat|12|K 5||Ergens
        Kerkstraat 12 k. 5, Ergens => Kerkstraat|12|5||Ergens
        Kerkstraat 12-k.16, Ergens => Kerkstraat|12|16||Ergens
        Kerkstraat 12 app. 12, Ergens =1=> Kerkstraat|12|12||Ergens
        Kerkstraat 12 appartement B, Ergens =1=> Kerkstraat|12|B||Ergens
        Kerkstraat 12 unit C, Ergens =1=> Kerkstraat|12|C||Ergens
        Kerkstraat 12 unit iv, Ergens => Kerkstraat|12|4||Ergens
        Kerkstraat 12 studio 3, Ergens =1=> Kerkstraat|12|3||Ergens
        Parkweg 1 chalet 34, Ergens =1=> Parkweg|1|34||Ergens
        Parkweg 1 chalet 34, Ergens => Parkweg|1|CH34||Ergens
        Parkweg 1 kavel 12, Ergens =1=> Parkweg|1|12||Ergens
        Parkweg 1, plaats 12, Ergens =1=> Parkweg|1|12||Ergens
        Parkweg 1 pl. 12 Ergens =1=> Parkweg|1|12||Ergens
        Parkweg 1 bungalow 7 Ergens =1=> Parkweg|1|7||Ergens
        Havenkade 2 ligplaats 4, Ergens =1=> Havenkade|2|4||Ergens
        Havenkade 2 woonboot, Ergens => Havenkade|2|||Ergens
        Kerkstraat 12 gebouw B kamer 3, Ergens =1=> Kerkstraat|12|B 3||Ergens
        Kerkstraat 12 b kamer 3 Ergens =1=> Kerkstraat|12|B 3||Ergens
        Kerkstraat 12 huisje 9, 1234 AB Ergens =1=> Kerkstraat|12|9|1234AB|Ergens
        Kerkstraat 12, 1234 AB Ergens, kamer 5 =1=> Kerkstraat|12|5|1234AB|Ergens
        schuur 64, Drachten => schuur|64|||Drachten
        Kerkstraat 12 room 4, 1234 AB Ergens =1=> Kerkstraat|12|4|1234AB|Ergens
    """,
    "postcode": """
        Kerkstraat 12, 1234ab Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, 1234  AB  Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, 1234-AB Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, 1234.AB Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, 12O4 AB Ergens =1=> Kerkstraat|12||1204AB|Ergens
        Kerkstraat 12, 1o34AB Ergens =!=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, NL-1234 AB Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, NL 1234AB Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, 1234 Ergens =1=> Kerkstraat|12||1234|Ergens
        Kerkstraat 12 1234 Ergens =1=> Kerkstraat|12||1234|Ergens
        Kerkstraat 12 1234AB =1=> Kerkstraat|12||1234AB|
        Kerkstraat 12 (1234 AB) Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, 1234 A B Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, Ergens 1234AB =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, Ergens, 1234 AB =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12 Ergens 1234 AB => Kerkstraat|12||1234AB|Ergens
        Dorpsweg 12, 7957 de Wijk =1=> Dorpsweg|12||7957|de Wijk
        Dorpsweg 12, 7957 DE WIJK => Dorpsweg|12||7957|DE WIJK
        Dorpsweg 12, 7957DE Wijk => Dorpsweg|12||7957DE|Wijk
    """,
    "glued": """
        Dorpsstraat12a1234AB Ergens =1=> Dorpsstraat|12|A|1234AB|Ergens
        Dorpsstraat 12a1234ABErgens =1=> Dorpsstraat|12|A|1234AB|Ergens
        DORPSSTRAAT12ERGENS =1=> DORPSSTRAAT|12|||ERGENS
        Dorpsstraat12 Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12,1234AB,Ergens =1=> Dorpsstraat|12||1234AB|Ergens
        Dorpsstraat 12;1234AB;Ergens =1=> Dorpsstraat|12||1234AB|Ergens
        Dorpsstraat 12|1234AB|Ergens =1=> Dorpsstraat|12||1234AB|Ergens
    """,
    "postcode first": """
        1234AB 12 =1=> |12||1234AB|
        1234 AB-12 =1=> |12||1234AB|
        1234 AB 12 a =1=> |12|A|1234AB|
        1234AB, 12 =1=> |12||1234AB|
        1234 AB nr. 12 =1=> |12||1234AB|
        1234 AB Ergens, Dorpsstraat 12 => Dorpsstraat|12||1234AB|Ergens
        1234AB Dorpsstraat 12 =1=> Dorpsstraat|12||1234AB|
        NL-1234 AB Ergens, Dorpsstraat 12 b => Dorpsstraat|12|B|1234AB|Ergens
        1234AB Ergens 12 => |12||1234AB|Ergens
        Dorpsstraat 1234 AB Ergens 12 => Dorpsstraat|12||1234AB|Ergens
        1234AB12 => |12||1234AB|
    """,
    "order": """
        Ergens, Dorpsstraat 12 =1=> Dorpsstraat|12|||Ergens
        Ergens - Dorpsstraat 12 => Dorpsstraat|12|||Ergens
        Ergens Dorpsstraat 12 => Dorpsstraat|12|||Ergens
        Ergens: Dorpsstraat 12 => Dorpsstraat|12|||Ergens
        12 Dorpsstraat, 1234 AB Ergens =1=> Dorpsstraat|12||1234AB|Ergens
        12a Dorpsstraat, Ergens =1=> Dorpsstraat|12|A||Ergens
        12 a Dorpsstraat, Ergens =1=> Dorpsstraat|12|A||Ergens
        12, Dorpsstraat, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat, 12, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat nr 12, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat nr. 12 a Ergens =1=> Dorpsstraat|12|A||Ergens
        Dorpsstraat no. 12, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat huisnummer 12, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat #12, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat - 12, Ergens =1=> Dorpsstraat|12|||Ergens
    """,
    "place without comma": """
        Kerkstraat 12 b assen =1=> Kerkstraat|12|B||assen
        Kerkstraat 12 b assen => Kerkstraat|12|||b assen
        Kerkstraat 12 Nieuw Amsterdam =1=> Kerkstraat|12|||Nieuw Amsterdam
        Kerkstraat 12 a Nieuw-Amsterdam =1=> Kerkstraat|12|A||Nieuw-Amsterdam
        Kerkstraat 12 de Wijk =1=> Kerkstraat|12|||de Wijk
        Kerkstraat 12 's Gravenhage =1=> Kerkstraat|12|||'s Gravenhage
        Kerkstraat 12 t Zandt => Kerkstraat|12|||t Zandt
        Kerkstraat 12 a 't Zandt =1=> Kerkstraat|12|A||'t Zandt
        Kerkstraat 12 bis Utrecht =1=> Kerkstraat|12|BIS||Utrecht
        Kerkstraat 12 III Amsterdam =1=> Kerkstraat|12|III||Amsterdam
        Kerkstraat 12 kamer 5 Assen =1=> Kerkstraat|12|5||Assen
        Kerkstraat 12-3 Assen =1=> Kerkstraat|12|3||Assen
        Kerkstraat 12, 1e Exloërmond =1=> Kerkstraat|12|||1e Exloërmond
        Kerkstraat 12 Huis ter Heide => Kerkstraat|12|||Huis ter Heide
        Kerkstraat 12 Sint Annen =1=> Kerkstraat|12|||Sint Annen
    """,
    "province, municipality, country": """
        Kerkstraat 12, Hengelo (Gld) =1=> Kerkstraat|12|||Hengelo (Gld)
        Kerkstraat 12, Hengelo (Gld) => Kerkstraat|12|||Hengelo
        Kerkstraat 12, Hengelo Gld => Kerkstraat|12|||Hengelo Gld
        Kerkstraat 12, 1234 AB Ergens, gem. Elders => Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, Ergens (gem. Elders) => Kerkstraat|12|||Ergens
        Kerkstraat 12, gemeente Elders =1=> Kerkstraat|12|||Elders
        Kerkstraat 12, Assen, Nederland =1=> Kerkstraat|12|||Assen
        Kerkstraat 12, 1234 AB Assen, NL =1=> Kerkstraat|12||1234AB|Assen
        Kerkstraat 12, 1234 AB Assen (NL) =1=> Kerkstraat|12||1234AB|Assen
        Kerkstraat 12, 1234 AB Assen The Netherlands =1=> Kerkstraat|12||1234AB|Assen
        Kerkstraat 12, 1234 AB Assen, Drenthe, Nederland =1=> Kerkstraat|12||1234AB|Assen
    """,
    "name before, remark behind": """
        De Polderhof, Dorpsstraat 12, Ergens =1=> Dorpsstraat|12|||Ergens
        Camping X, Bosweg 3 plaats 12 =1=> Bosweg|3|12||Camping X
        Camping X, Bosweg 3 plaats 12 => Bosweg|3|12||
        Camping X, Bosweg 3, plaats 12, 1234 AB Ergens =1=> Bosweg|3|12|1234AB|Ergens
        Recreatiepark De Bos 3, Bosweg 12, Ergens =1=> Bosweg|12|||Ergens
        Uitzendbureau Y B.V. - Dorpsstraat 12 - Ergens => Dorpsstraat|12|||Ergens
        Dorpsstraat 12 (achter), Ergens =1=> Dorpsstraat|12|ACHT||Ergens
        Dorpsstraat 12 (achter), Ergens => Dorpsstraat|12|||Ergens
        Dorpsstraat 12 boven de winkel, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 (boven de winkel), Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 ingang B, Ergens => Dorpsstraat|12|B||Ergens
        Dorpsstraat 12 achterzijde, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12, achterzijde, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 (naast de kerk), Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12, tegenover station, Ergens => Dorpsstraat|12|||Ergens
        Dorpsstraat 12 (oude school), Ergens =1=> Dorpsstraat|12|||Ergens
        Vakantiepark De Berk 34, Bosweg 1, 7990 AB Ergens =1=> Bosweg|1||7990AB|Ergens
        Vakantiepark De Berk 34, Bosweg 1, 7990 AB Ergens => Bosweg|1|34|7990AB|Ergens
        Park Het Heideveld kavel 56, Bosweg 1 Ergens => Bosweg|1|56||Ergens
        p/a Dorpsstraat 12, Ergens =1=> Dorpsstraat|12|||Ergens
        c/o Dorpsstraat 12 Ergens =1=> Dorpsstraat|12|||Ergens
        Adres: Dorpsstraat 12, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 te Ergens => Dorpsstraat|12|||Ergens
        Dorpsstraat 12 (4 personen), Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 (2x), Ergens =1=> Dorpsstraat|12|||Ergens
        "Dorpsstraat 12, Ergens" =1=> Dorpsstraat|12|||Ergens
    """,
    "street with a number": """
        Laan 1940-1945 12, Ergens =1=> Laan 1940-1945|12|||Ergens
        Plein 1813 4, Ergens =1=> Plein 1813|4|||Ergens
        Plein 1813, nummer 4, Ergens => Plein 1813|4|||Ergens
        Weg 2-7, Ergens => Weg 2|7|||Ergens
        Plein 1813 nr 4, Ergens =1=> Plein 1813|4|||Ergens
        2e Kruisweg 5, Ergens =1=> 2e Kruisweg|5|||Ergens
        1e Dwarsstraat 5 b, Ergens =1=> 1e Dwarsstraat|5|B||Ergens
        16 Aprillaan 3, Ergens =1=> 16 Aprillaan|3|||Ergens
        Weg 12, Ergens =1=> Weg|12|||Ergens
        Straat 1940, Ergens =1=> Straat|1940|||Ergens
        St. Vitusholt 4e laan 7, Ergens =1=> St. Vitusholt 4e laan|7|||Ergens
        Parallelweg N57 West 3, Ergens =1=> Parallelweg N57 West|3|||Ergens
        Rijksweg A6 3, Ergens =1=> Rijksweg A6|3|||Ergens
        N31 2, Ergens =1=> N31|2|||Ergens
        Kempenaar 27 31, 8231CM Lelystad => Kempenaar 27|31||8231CM|Lelystad
        Kempenaar 27 31, 8231CM Lelystad => Kempenaar|27|31|8231CM|Lelystad
        Achter de Kerk 12, Ergens =1=> Achter de Kerk|12|||Ergens
        Bij de Sluis 3, Ergens =1=> Bij de Sluis|3|||Ergens
        Hoek van de Dijk 3, Ergens =1=> Hoek van de Dijk|3|||Ergens
        Polenstraat 3, Ergens =1=> Polenstraat|3|||Ergens
        Polen 3, Ergens =1=> Polen|3|||Ergens
        Belgiëlaan 3, Ergens =1=> Belgiëlaan|3|||Ergens
        Duitslandstraat 3 a, Ergens =1=> Duitslandstraat|3|A||Ergens
        Lange Voor 23, 8316 BB Marknesse =1=> Lange Voor|23||8316BB|Marknesse
        Vrouwenlaan-achter 12, Kolham =1=> Vrouwenlaan-achter|12|||Kolham
    """,
    "several and ranges": """
        Dorpsstraat 12-20, Ergens =1=> Dorpsstraat|12|20||Ergens
        Dorpsstraat 12 t/m 20, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 en 14, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 en 14, Ergens => Dorpsstraat|14|||Ergens
        Dorpsstraat 12, 14 en 16, Ergens => Dorpsstraat|16|||Ergens
        Dorpsstraat 12/14, Ergens =1=> Dorpsstraat|12|14||Ergens
        Dorpsstraat 12/14, Ergens => Dorpsstraat|14|||Ergens
        Dorpsstraat 12 + 14, Ergens => Dorpsstraat|14|||Ergens
        Dorpsstraat 12 & 14 Ergens => Dorpsstraat|14|||Ergens
        Dorpsstraat 12a en 12b, Ergens => Dorpsstraat|12|B||Ergens
        Dorpsstraat 12 en Kerkweg 3, Ergens => Dorpsstraat|12|||Ergens
        Dorpsstraat 12 en Kerkweg 3, Ergens => Kerkweg|3|||Ergens
        Dorpsstraat 12 kamers 1 t/m 4, Ergens =1=> Dorpsstraat|12|||Ergens
        Dorpsstraat 12 a t/m d, Ergens => Dorpsstraat|12|A||Ergens
    """,
    "number in words": """
        Kerkstraat twaalf, Ergens =1=> Kerkstraat|12|||Ergens
        Kerkstraat eenentwintig, Ergens =1=> Kerkstraat|21|||Ergens
        Kerkstraat honderdzes Ergens =1=> Kerkstraat|106|||Ergens
        Kerkstraat nummer drie, Ergens =1=> Kerkstraat|3|||Ergens
        Kerkstraat tweeëntwintig =1=> Kerkstraat|22|||
    """,
    "characters": """
        Kerkstraat\u00a012,\u00a01234\u00a0AB\u00a0Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerk\u200bstraat 12\u200b, Ergens =1=> Kerkstraat|12|||Ergens
        Kerkstraat \uff11\uff12, Ergens =1=> Kerkstraat|12|||Ergens
        Kerkstraat \u0661\u0662, Ergens =1=> Kerkstraat|12|||Ergens
        Kerkstraat&nbsp;12&amp;14, Ergens => Kerkstraat|14|||Ergens
        Beb&euml;straat 12, Ergens =1=> Bebëstraat|12|||Ergens
        Kerkstraat 12<br/>1234 AB Ergens =1=> Kerkstraat|12||1234AB|Ergens
        <b>Kerkstraat 12</b>, Ergens =1=> Kerkstraat|12|||Ergens
        BelgiÃ«laan 12, Ergens =1=> Belgiëlaan|12|||Ergens
        SÃºdwei 12, Ergens =1=> Súdwei|12|||Ergens
        RE&UUML;NIEWEG 12, Ergens =1=> REÜNIEWEG|12|||Ergens
        Kerkstraat\t12\tErgens =1=> Kerkstraat|12|||Ergens
        \u2018s-Gravenweg 12, Ergens =1=> 's-Gravenweg|12|||Ergens
        Kerkstraat 12\u20133, Ergens =1=> Kerkstraat|12|3||Ergens
        \u202eKerkstraat 12, Ergens =1=> Kerkstraat|12|||Ergens
        Be\u0301be\u0301straat 12, Ergens =1=> Bébéstraat|12|||Ergens
        [Kerkstraat 12, Ergens] => Kerkstraat|12|||Ergens
        Kerkstraat 12\u00b2, Ergens => Kerkstraat|12|2||Ergens
        \ufeffKerkstraat 12, Ergens =1=> Kerkstraat|12|||Ergens
    """,
}

#: `street ; number ; postcode ; place`, then as above.
COLUMNS: dict[str, str] = {
    "clean": """
        Kerkstraat ; 12 ; 1234AB ; Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat ; 12 a ; 1234 ab ; Ergens =1=> Kerkstraat|12|A|1234AB|Ergens
        2e Kruisweg ; 5 ; 1234AB ; Ergens =1=> 2e Kruisweg|5||1234AB|Ergens
        Laan 1940-1945 ; 12 ; 1234AB ; Ergens =1=> Laan 1940-1945|12||1234AB|Ergens
        Wijk 4 ; 7 ; 1234AB ; Ergens =1=> Wijk 4|7||1234AB|Ergens
        ; 12 ; 1234AB ; =1=> |12||1234AB|
        Kerkstraat ; 0012 ; 1234AB ; =1=> Kerkstraat|12||1234AB|
        Kerkstraat ; 12.0 ; 1234AB ; =1=> Kerkstraat|12||1234AB|
        Kerkstraat ; nr. 12 ; 1234AB ; =1=> Kerkstraat|12||1234AB|
        Kerkstraat ; '12 ; 1234AB ; =1=> Kerkstraat|12||1234AB|
    """,
    "date": """
        Kerkstraat ; 2026-03-12 ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; 2026-03-12 ; 1234AB ; => Kerkstraat|3|12|1234AB|
        Kerkstraat ; 2026-03-12 00:00:00 ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; 12-mrt ; 1234AB ; =1=> Kerkstraat|12|3|1234AB|
        Kerkstraat ; 12-mrt ; 1234AB ; => Kerkstraat|3|12|1234AB|
        Kerkstraat ; 12 mrt. ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; mrt-12 ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; mrt-12 ; 1234AB ; => Kerkstraat|3|12|1234AB|
        Kerkstraat ; mrt-45 ; 1234AB ; => Kerkstraat|3|45|1234AB|
        Kerkstraat ; 12-Mar ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; 12-3-2026 ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; 12/03/2026 ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; 46093 ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; 46093 ; 1234AB ; => Kerkstraat|3|12|1234AB|
        Kerkstraat ; 46093 ; 1234AB ; => Kerkstraat|46093||1234AB|
        Kerkstraat ; 1945-03-01 ; 1234AB ; => Kerkstraat|3|45|1234AB|
    """,
    "letters among digits": """
        Kerkstraat ; 1O ; 1234AB ; => Kerkstraat|10||1234AB|
        Kerkstraat ; l2 ; 1234AB ; => Kerkstraat|12||1234AB|
        Kerkstraat ; I2 ; 1234AB ; => Kerkstraat|12||1234AB|
        Kerkstraat ; 1O2 ; 1234AB ; => Kerkstraat|102||1234AB|
        Kerkstraat ; 12 ; I234AB ; => Kerkstraat|12||1234AB|
        Kerkstraat ; 12 ; 123OAB ; => Kerkstraat|12||1230AB|
    """,
    "doubled": """
        Kerkstraat 12 ; 12 ; 1234AB ; Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12 ; A ; 1234AB ; Ergens =1=> Kerkstraat|12|A|1234AB|Ergens
        Kerkstraat 12 ; kamer 3 ; 1234AB ; Ergens =1=> Kerkstraat|12|3|1234AB|Ergens
        Kerkstraat 12 a ; 12 ; 1234AB ; Ergens =1=> Kerkstraat|12|A|1234AB|Ergens
        Kerkstraat 12 ; 12 a ; 1234AB ; Ergens =1=> Kerkstraat|12|A|1234AB|Ergens
        Kerkstraat ; Kerkstraat 12 ; 1234AB ; Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, Ergens ; ; 1234AB ; Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12 Ergens ; ; 1234AB ; Ergens => Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12, 1234 AB Ergens ; ; ; =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat 12 b ; ; ; Ergens =1=> Kerkstraat|12|B||Ergens
        Kerkstraat 27 ; 31 ; ; Ergens => Kerkstraat|27|31||Ergens
        Kerkstraat 27 ; 31 ; ; Ergens => Kerkstraat 27|31|||Ergens
    """,
    "swapped": """
        Kerkstraat ; 12 ; Ergens ; 1234AB =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat ; 12 ; ; 1234AB Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat ; 12 ; 1234AB Ergens ; =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat ; 1234AB ; 12 ; Ergens =1=> Kerkstraat|12||1234AB|Ergens
        Kerkstraat ; ; 12 ; Ergens =1=> Kerkstraat|12|||Ergens
        Ergens ; 12 ; ; Kerkstraat => Kerkstraat|12|||Ergens
        12 ; Kerkstraat ; Ergens ; 1234AB => Kerkstraat|12||1234AB|Ergens
        Kerkstraat ; ; Ergens ; 12 => Kerkstraat|12|||Ergens
        1234 AB Ergens ; ; ; Kerkstraat 12 => Kerkstraat|12||1234AB|Ergens
        Kerkstraat ; 12 Ergens ; ; => Kerkstraat|12|||Ergens
        Kerkstraat ; Drenthe 12 ; ; Ergens => Kerkstraat|12|||Ergens
        12 b Kerkstraat ; ; 1234AB ; Ergens =1=> Kerkstraat|12|B|1234AB|Ergens
        Camping Het Bos ; chalet 12 ; ; Ergens => Camping Het Bos|12|||Ergens
        16 Achter de Linden ; ; 4021AB ; Ergens =!=> |16||4021AB|Ergens
        8 M Meidoornlaan ; ; ; Ergens =1=> Meidoornlaan|8|M||Ergens
        Plein 1813 ; 4 ; ; Ergens =1=> Plein 1813|4|||Ergens
        Weg ; 2 7 ; ; Ergens => Weg 2|7|||Ergens
        Kerkstraat ; 1.2E+01 ; ; Ergens =1=> Kerkstraat|12|||Ergens
    """,
    "street": """
        Kerk road ; 12 ; ; Ergens => Kerkweg|12|||Ergens
        Ind.weg ; 12 ; ; Ergens => Industrieweg|12|||Ergens
        Blvd ; 12 ; ; Ergens => Boulevard|12|||Ergens
        K0rtestraat ; 12 ; ; Ergens => Kortestraat|12|||Ergens
        Laan '40-'45 ; 12 ; ; Ergens => Laan 1940-1945|12|||Ergens
        De Heide ; 12 ; ; Ergens => Recreatiepark De Heide|12|||Ergens
        Kerkstraat (burg.) ; 12 ; ; Ergens => Kerkstraat|12|||Ergens
        Re\\u00fcnieweg ; 12 ; ; Ergens =1=> Reünieweg|12|||Ergens
        ; ; ; Kerkstraat 12, 1234AB Ergens => Kerkstraat|12||1234AB|Ergens
        ; ; 1234AB ; Kerkstraat 12 => Kerkstraat|12||1234AB|
        Kerkstraat ; 12 1234AB ; ; Ergens =1=> Kerkstraat|12||1234AB|Ergens
        1234AB ; 12 ; ; => |12||1234AB|
        ; Kerkstraat 12 ; 1234AB ; Ergens =1=> Kerkstraat|12||1234AB|Ergens
    """,
    "order within the number": """
        Kerkstraat ; A12 ; 1234AB ; => Kerkstraat|12|A|1234AB|
        Kerkstraat ; kamer 3, 12 ; 1234AB ; => Kerkstraat|12|3|1234AB|
        Kerkstraat ; hs 12 ; 1234AB ; => Kerkstraat|12|HS|1234AB|
        Kerkstraat ; twaalf ; 1234AB ; => Kerkstraat|12||1234AB|
        Kerkstraat ; 12, 14 en 16 ; 1234AB ; => Kerkstraat|14||1234AB|
        Kerkstraat ; 12-20 ; 1234AB ; =1=> Kerkstraat|12|20|1234AB|
    """,
    "place": """
        Kerkstraat ; 12 ; ; Hengelo (Gld) =1=> Kerkstraat|12|||Hengelo (Gld)
        Kerkstraat ; 12 ; ; te Elders =1=> Kerkstraat|12|||Elders
        Kerkstraat ; 12 ; ; A'dam => Kerkstraat|12|||Amsterdam
        Kerkstraat ; 12 ; ; Kl. Elders => Kerkstraat|12|||Klein Elders
        Kerkstraat ; 12 ; ; Elders a/z => Kerkstraat|12|||Elders aan Zee
        Kerkstraat ; 12 ; ; Haag, Den => Kerkstraat|12|||Den Haag
        Kerkstraat ; 12 ; ; 2E Elders =1=> Kerkstraat|12|||2E Elders
        Kerkstraat ; 12 ; ; Gemeente Elders =1=> Kerkstraat|12|||Elders
        Kerkstraat ; 12 ; ; Assen NL =1=> Kerkstraat|12|||Assen
        Kerkstraat ; 12 ; ; Assen, Nederland =1=> Kerkstraat|12|||Assen
        Kerkstraat ; 12 ; ; ASSEN / DRENTHE => Kerkstraat|12|||ASSEN
        Kerkstraat ; 12 ; 1234 ; Ergens =1=> Kerkstraat|12||1234|Ergens
    """,
}
