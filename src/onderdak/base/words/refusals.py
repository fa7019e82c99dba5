"""The Dutch of what is said in English when a list, or a table of lists that overlap, is refused.

What it finds is a sentence of its own for the command line, with values in it. Here stands each of these sentences with
its Dutch; a test holds this against the code, so that none is forgotten. What is not here stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

#: English -> Dutch; between braces stand the values, which are the same in both.
DUTCH: dict[str, str] = {
    "The file is damaged or incomplete{part}.": "Het bestand is beschadigd of niet compleet{part}.",
    "Send or download it again, or open it in a spreadsheet program and save it anew as .xlsx or .csv.": (
        "Stuur of haal het opnieuw op, of open het in een rekenprogramma en sla het opnieuw op als .xlsx of .csv."
    ),
    "The file is protected with a password.": "Er zit een wachtwoord op het bestand.",
    "Save it without a password and send it over a safe connection.": (
        "Sla het op zonder wachtwoord en stuur het over een veilige verbinding."
    ),
    "{what}; at most {limit} is read.": "{what}; er wordt hoogstens {limit} gelezen.",
    "Part {name} unpacks to {size}; at most {limit} is read.": (
        "Onderdeel {name} wordt uitgepakt {size}; er wordt hoogstens {limit} gelezen."
    ),
    "The file unpacks to more; at most {limit} is read.": (
        "Het bestand wordt uitgepakt te groot; er wordt hoogstens {limit} gelezen."
    ),
    "Split the list in parts.": "Deel de lijst in stukken.",
    "The spreadsheet defines XML entities; that is never needed in a list and can be used to do harm.": (
        "Het rekenblad bevat XML-entiteiten; een lijst heeft die nooit nodig en er is kwaad mee te doen."
    ),
    "Open it in a spreadsheet program and save it anew.": "Open het in een rekenprogramma en sla het opnieuw op.",
    "The file has more than {number} parts inside.": "Het bestand bestaat uit meer dan {number} onderdelen.",
    "Deliver one spreadsheet with one list.": "Lever één rekenblad aan met één lijst.",
    "The file unpacks to more than {number} times its size; no list does that.": (
        "Het bestand wordt uitgepakt meer dan {number} keer zo groot; dat doet geen lijst."
    ),
    "Open it in a spreadsheet program, keep only the list, and save it anew.": (
        "Open het in een rekenprogramma, houd alleen de lijst over en sla het opnieuw op."
    ),
    "The list has more than {number} rows.": "De lijst heeft meer dan {number} rijen.",
    "Split it in parts.": "Deel hem in stukken.",
    "A line of millions of characters: this does not look like a list.": (
        "Een regel van miljoenen tekens: dit lijkt geen lijst."
    ),
    "Save the list as .xlsx or .csv, one row per line.": "Sla de lijst op als .xlsx of .csv, met een rij per regel.",
    "The file is not text and not a spreadsheet that can be read.": (
        "Het bestand is geen tekst en geen rekenblad dat te lezen is."
    ),
    "Save the list as .xlsx, .ods or .csv.": "Sla de lijst op als .xlsx, .ods of .csv.",
    "The file has more than {number} lines; at most {most} rows are read.": (
        "Het bestand heeft meer dan {number} regels; er worden hoogstens {most} rijen gelezen."
    ),
    "Remove empty lines, or split the list in parts.": "Haal lege regels weg, of deel de lijst in stukken.",
    "One row is repeated {number} times.": "Eén rij is {number} keer herhaald.",
    "Remove the rows that are no part of the list.": "Haal de rijen weg die niet bij de lijst horen.",
    "The spreadsheet has more than {number} sheets.": "Het rekenblad heeft meer dan {number} bladen.",
    "The workbook has more than {number} sheets.": "De werkmap heeft meer dan {number} bladen.",
    "Deliver one list per file.": "Lever één lijst per bestand aan.",
    "Two columns have the same name.": "Twee kolommen heten hetzelfde.",
    "Give each column its own name.": "Geef elke kolom een eigen naam.",
    "There is no sheet {name}.": "Er is geen blad {name}.",
    "The sheets are: {names}.": "De bladen zijn: {names}.",
    "This file has no sheets, so no {name}.": "Dit bestand heeft geen bladen, dus ook geen {name}.",
    "Leave out the sheet.": "Laat het blad weg.",
    "The workbook has no visible sheet.": "De werkmap heeft geen zichtbaar blad.",
    "Show the sheet with the list.": "Maak het blad met de lijst zichtbaar.",
    "The list has no rows.": "De lijst heeft geen rijen.",
    "Fill it or leave it out.": "Vul hem, of laat hem weg.",
    "The file cannot be read ({why}).": "Het bestand is niet te lezen ({why}).",
    "Check it.": "Controleer het.",
    "The file is {what}, not a list.": "Het bestand is {what}, geen lijst.",
    "Open it in the program that made it and save the list as .xlsx, .ods or .csv.": (
        "Open het in het programma waarmee het gemaakt is en sla de lijst op als .xlsx, .ods of .csv."
    ),
    "The file is a packed folder (zip).": "Het bestand is een ingepakte map (zip).",
    "Unpack it and deliver the lists in it one by one.": "Pak hem uit en lever de lijsten erin één voor één aan.",
    "This is a folder, not a file.": "Dit is een map, geen bestand.",
    "Name the file itself.": "Noem het bestand zelf.",
    "There is no such file.": "Dit bestand is er niet.",
    "Check the name and the folder.": "Controleer de naam en de map.",
    "The file is empty.": "Het bestand is leeg.",
    "The file is {size}; at most {limit} is read.": "Het bestand is {size}; er wordt hoogstens {limit} gelezen.",
    "A cell holds more than {number} characters.": "Een cel bevat meer dan {number} tekens.",
    "Shorten it.": "Maak die korter.",
    "The list has more than {number} columns.": "De lijst heeft meer dan {number} kolommen.",
    "Keep the columns that matter.": "Houd de kolommen over die ertoe doen.",
    "The list holds more than {size} of text.": "De lijst bevat meer dan {size} aan tekst.",
    "Remove columns that are not needed, or split the list in parts.": (
        "Haal kolommen weg die niet nodig zijn, of deel de lijst in stukken."
    ),
    "There is no column {names}.": "Er is geen kolom {names}.",
    "The headings are: {names}.": "De kolomkoppen zijn: {names}.",
    "Cannot read {piece} in the columns.": "{piece} is bij de kolommen niet te lezen.",
    "Write part=heading, each part once; parts are {names}.": (
        "Schrijf deel=kolomkop, elk deel één keer; delen zijn {names}."
    ),
    # a table of lists that overlap
    "The table has no rows.": "De tabel heeft geen rijen.",
    "Give one row for each combination of lists.": "Geef een rij voor elke combinatie van lijsten.",
    "A column is both a list and the count or the stratum.": (
        "Een kolom is zowel een lijst als het aantal of de deelgroep."
    ),
    "Name it once.": "Noem hem één keer.",
    "A list is named twice.": "Een lijst is twee keer genoemd.",
    "Name each list once.": "Noem elke lijst één keer.",
    "There is one list in the table; at least two are needed.": (
        "Er is één lijst in de tabel; er zijn er minstens twee nodig."
    ),
    "There are no lists in the table; at least two are needed.": (
        "Er zijn geen lijsten in de tabel; er zijn er minstens twee nodig."
    ),
    "Lists are columns of 0 and 1; name them where they cannot be recognised.": (
        "Lijsten zijn kolommen met 0 en 1; noem ze als ze niet te herkennen zijn."
    ),
    "There are {number} lists; at most {most} can be used.": (
        "Er zijn {number} lijsten; er kunnen er hoogstens {most} worden gebruikt."
    ),
    "Name fewer lists.": "Noem minder lijsten.",
    "{value} is no count.": "{value} is geen aantal.",
    "Counts are whole, 0 or more, without points or commas.": (
        "Aantallen zijn heel, 0 of meer, zonder punten of komma's."
    ),
    "{value} does not say whether people are on the list.": "{value} zegt niet of mensen op de lijst staan.",
    "A list has 1 for whoever is on it, and 0 for the others.": (
        "Een lijst heeft 1 voor wie erop staat, en 0 voor de anderen."
    ),
    "A row counts people who are on no list.": "Een rij telt mensen die op geen enkele lijst staan.",
    "If the column '{name}' is a list, name it too, or leave it out with such rows.": (
        "Is de kolom '{name}' een lijst, noem die dan ook, of laat haar met zulke rijen weg."
    ),
    "Leave it out: how many they are is what is estimated.": "Laat die weg: hoeveel dat er zijn, wordt juist geschat.",
    "Nobody is on any list.": "Er staat niemand op een lijst.",
    "Give the counts.": "Geef de aantallen.",
    "There is no column {name}.": "Er is geen kolom {name}.",
    "The columns are: {names}.": "De kolommen zijn: {names}.",
    "No column says how many people a row counts, and {name} holds numbers.": (
        "Geen kolom zegt hoeveel mensen een rij telt, en {name} bevat getallen."
    ),
    "Name it as the count (--count {name}), or leave it out where each row is one person.": (
        "Noem die kolom aantal (--count {name}), of laat haar weg als elke rij één persoon is."
    ),
    "The column {name} says the same of everybody.": "De kolom {name} zegt van iedereen hetzelfde.",
    "Leave it out, or name the lists if it is one of them.": "Laat hem weg, of noem de lijsten als het er een is.",
    "There are {number} lists and covariates together; all models can be tried with at most {most}.": (
        "Er zijn samen {number} lijsten en kenmerken; alle modellen zijn te proberen met hoogstens {most}."
    ),
    "Give the model yourself, or leave out a covariate.": "Geef zelf het model, of laat een kenmerk weg.",
    "The lists and covariates make {number} cells; at most {most} can be used.": (
        "De lijsten en kenmerken maken {number} cellen; er kunnen er hoogstens {most} worden gebruikt."
    ),
    "Leave out a covariate, or put levels together.": "Laat een kenmerk weg, of voeg niveaus samen.",
}
#: What a file may be instead of a list.
KINDS: dict[str, str] = {
    "a picture": "een plaatje",
    "a PDF document": "een PDF-document",
    "a text document (RTF)": "een tekstdocument (RTF)",
    "a text document (ODT)": "een tekstdocument (ODT)",
    "a document of an old Office program": "een document van een oud Office-programma",
    "a web page (HTML)": "een webpagina (HTML)",
    "an XML spreadsheet of Excel 2003": "een XML-rekenblad van Excel 2003",
    "an XML file": "een XML-bestand",
    "a JSON file": "een JSON-bestand",
    "a packed folder (7z)": "een ingepakte map (7z)",
    "a packed folder (rar)": "een ingepakte map (rar)",
    "a database (SQLite or GeoPackage)": "een database (SQLite of GeoPackage)",
    "a packed file (bz2)": "een ingepakt bestand (bz2)",
    "a packed file (xz)": "een ingepakt bestand (xz)",
    "an Arrow file": "een Arrow-bestand",
    "a program": "een programma",
    "a Word document": "een Word-document",
    "a PowerPoint presentation": "een PowerPoint-presentatie",
    "a binary Excel workbook (.xlsb)": "een binaire Excel-werkmap (.xlsb)",
}
_OF_THE_KIND = "of the kind "
_PLACES = ((re.compile(r", row (?=\d)"), ", rij "), (re.compile(r", sheet (?=['\"])"), ", blad "))
_VALUE = re.compile(r"\\\{(\w+)\\\}")


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Each sentence as what recognises it, those with the most words of their own first."""
    ordered = sorted(DUTCH, key=lambda one: len(_VALUE.sub("", re.escape(one))), reverse=True)
    return [(re.compile(_VALUE.sub(r"(?P<\1>.*?)", re.escape(one)), re.DOTALL), DUTCH[one]) for one in ordered]


def in_dutch(sentence: str) -> str | None:
    """A sentence of the reader of lists in Dutch; None where it is not one of those.

    Examples
    --------
    >>> in_dutch("The list has more than 200 columns.")
    'De lijst heeft meer dan 200 kolommen.'
    """
    for pattern, dutch in _patterns():
        if found := pattern.fullmatch(sentence):
            return dutch.format(**{name: _value(text) for name, text in found.groupdict().items()})
    return None


def _value(text: str) -> str:
    if text.startswith(_OF_THE_KIND):
        return f"van de soort {text.removeprefix(_OF_THE_KIND)}"
    return KINDS.get(text, text)


def place_in_dutch(where: str) -> str:
    """A place with its row and sheet in Dutch."""
    for pattern, dutch in _PLACES:
        where = pattern.sub(dutch, where)
    return where
