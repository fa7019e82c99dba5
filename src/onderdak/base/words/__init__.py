"""What is said of how a list was read or why it was refused: every sentence once, in Dutch and in English.

A sentence is a code with values; the words are chosen where they are shown. The command line shows English.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onderdak.base.words.refusals import in_dutch, place_in_dutch
from onderdak.methods.errors import InputError

#: code -> (Dutch, English); between braces stand the values
SENTENCES: dict[str, tuple[str, str]] = {
    # how a file was read
    "no-headings": (
        "Er zijn geen kolomkoppen gevonden; de kolommen zijn genummerd.",
        "No headings were found; the columns are numbered.",
    ),
    "headings-lower": (
        "De kolomkoppen staan in rij {number}.",
        "The headings were found in row {number}.",
    ),
    "headings-joined": (
        "De kolomkoppen staan op twee regels; ze zijn samengevoegd.",
        "The headings stand over two lines; they were joined.",
    ),
    "old-encoding": (
        "{lines} regels zijn geen UTF-8 en zijn gelezen als Windows-1252.",
        "{lines} lines were not UTF-8 and were read as Windows-1252.",
    ),
    "quotes": (
        "De aanhalingstekens in dit bestand kloppen niet; ze zijn gelezen als tekst.",
        "The quotes in this file do not match; they were read as part of the text.",
    ),
    "other-format": (
        "De naam eindigt op .{ending}, maar het bestand is {format}; zo is het gelezen.",
        "The name ends in .{ending}, but the file is {format}; it was read as such.",
    ),
    "hidden-sheet": ("Het verborgen blad {name} is overgeslagen.", "Hidden sheet left out: {name}."),
    "sheet-chosen": (
        "Het blad {name!r} is gelezen; overgeslagen: {others}.",
        "Sheet {name!r} was read; left out: {others}.",
    ),
    "total": ("Deze rij lijkt een totaal.", "This row looks like a total."),
    "formulas": (
        "Formules zonder bewaarde uitkomst zijn gelezen als leeg.",
        "Formulas without a stored result were read as empty.",
    ),
    # what a delivery is
    "kind-unclear": (
        "Wat voor bron dit is, was niet duidelijk; de lijst is gelezen als die van een huisvester.",
        "What kind of source this is was not clear; it was read as a provider's list.",
    ),
    "day-unknown": (
        "De datum van aanlevering is niet bekend; vandaag is genomen.",
        "The date of delivery is not known; today was taken.",
    ),
    "not-used": ("Deze kolommen zijn niet gebruikt: {headings}.", "Columns that were not used: {headings}."),
    "in-column": ("Kolom {heading!r}: {remark}.", "Column {heading!r}: {remark}."),
    "more-values": ("Kolom {heading!r}: nog {number} zulke waarden.", "Column {heading!r}: {number} more such values."),
    # what a cell holds
    "a-date": (
        "{text!r} is een datum; misschien maakte een rekenblad die van '{day}-{month}'",
        "{text!r} is a date; a spreadsheet may have made it from '{day}-{month}'",
    ),
    "no-number": ("{text!r} is niet één getal", "{text!r} is not one number"),
    "not-whole": ("{text!r} is geen heel getal", "{text!r} is not a whole number"),
    "too-large": ("{text!r} is te groot om waar te zijn", "{text!r} is too large to be true"),
    "about": ("{text!r} is gelezen als {number:g}", "{text!r} was read as {number:g}"),
    "no-areas": ("{text!r} is geen rij oppervlakten", "{text!r} is not a row of areas"),
    "no-date": ("{text!r} is geen datum", "{text!r} is not a date"),
    "no-word": ("het woord {text!r} kennen wij hier niet", "{text!r} is not a word we know here"),
    "no-word-kept": (
        "het woord {text!r} kennen wij hier niet; bewaard als {kept!r}",
        "{text!r} is not a word we know here; kept as {kept!r}",
    ),
    "vacant-unclear": ("{text!r} zegt niet of het leeg is", "{text!r} does not say whether it is empty"),
    "certificate-ended": ("{text!r} is gelezen als geen keurmerk", "{text!r} was read as no certificate"),
    "certificate-unclear": ("{text!r} zegt niet welk keurmerk", "{text!r} does not say which certificate"),
    # why a list was refused
    "in-sheet": ("{file}, blad {sheet!r}", "{file}, sheet {sheet!r}"),
    "persons": (
        "De lijst bevat gegevens over personen en is geweigerd; er is niets van bewaard: {found}.",
        "The list holds data about persons and was refused; nothing of it was kept: {found}.",
    ),
    "persons-mend": (
        "Haal deze kolommen weg en lever opnieuw aan; tel in plaats daarvan de mensen per adres.",
        "Remove these columns and deliver again; count people per address instead.",
    ),
    "person-column": ("kolom {heading!r} ({what})", "column {heading!r} ({what})"),
    "person-row": ("kolom {heading!r} ({what}, rij {rows})", "column {heading!r} ({what}, row {rows})"),
    "person-rows": ("kolom {heading!r} ({what}, rijen {rows})", "column {heading!r} ({what}, rows {rows})"),
    "person-rows-more": (
        "kolom {heading!r} ({what}, rijen {rows} en meer)",
        "column {heading!r} ({what}, rows {rows} and more)",
    ),
    "person-name": ("een naam van een persoon", "a name of a person"),
    "person-birth": ("een geboortedatum of geboorteplaats", "a date or place of birth"),
    "person-bsn": ("een burgerservicenummer (BSN)", "a citizen service number (BSN)"),
    "person-mail": ("een e-mailadres", "an e-mail address"),
    "person-phone": ("een telefoonnummer", "a telephone number"),
    "person-document": ("het nummer van een identiteitsbewijs", "the number of an identity document"),
    "person-origin": ("nationaliteit of herkomst", "nationality or origin"),
    "person-other": ("een persoonlijk kenmerk of nummer", "a personal characteristic or number"),
    "no-address": (
        "In deze kolommen is geen adres gevonden: {headings}.",
        "No address was found in the columns {headings}.",
    ),
    "no-address-mend": (
        "Noem de kolommen adres, of straat, huisnummer, postcode en plaats; of zeg welke kolommen het zijn.",
        "Name the columns adres, or straat, huisnummer, postcode and plaats; or say which they are.",
    ),
    "not-read": (
        "De lijst kon niet worden gelezen. De melding (in het Engels): {why}",
        "The list could not be read: {why}",
    ),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence or a part of one: a code of `SENTENCES` and the values in it, which may be phrases themselves.

    Examples
    --------
    >>> said = phrase("headings-lower", number=3)
    >>> str(said), said.told("nl")
    ('The headings were found in row 3.', 'De kolomkoppen staan in rij 3.')
    """

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def told(self, language: str) -> str:
        """The words in Dutch (`nl`) or English."""
        template = SENTENCES[self.code][0 if language == "nl" else 1]
        return template.format(**{name: _told(value, language) for name, value in self.values})

    def __str__(self) -> str:
        return self.told("en")


def phrase(code: str, **values: str | float | Phrase | Sequence[Phrase]) -> Phrase:
    """Make a phrase.

    Examples
    --------
    >>> phrase("in-column", heading="Bedden", remark=phrase("no-number", text="8-10")).told("nl")
    "Kolom 'Bedden': '8-10' is niet één getal."
    """
    return Phrase(code, tuple((name, _kept(value)) for name, value in values.items()))


def _kept(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _told(value: object, language: str) -> object:
    if isinstance(value, Phrase):
        return value.told(language)
    if isinstance(value, tuple):
        return "; ".join(str(_told(one, language)) for one in value)
    return value


class ListRefused(InputError):
    """A list that cannot be used, said in both languages.

    Parameters
    ----------
    what, mend : Phrase
        What is wrong, and what to do about it.
    where : Phrase or str
        The file, and the sheet where it has sheets.
    """

    def __init__(self, what: Phrase, *, where: Phrase | str, mend: Phrase) -> None:
        self._parts = (where, what, mend)
        super().__init__(str(what), where=str(where), mend=str(mend))

    def told(self, language: str) -> str:
        """The whole message in Dutch (`nl`) or English."""
        where, what, mend = (_told(part, language) for part in self._parts)
        return f"{where}: {what} {mend}"


def told(error: InputError, language: str) -> InputError:
    """An error in a language: the sentences of the reader of lists have Dutch words; any other stays as it is."""
    if language == "en":
        return error
    what, mend = (in_dutch(one) or one for one in (error.what, error.mend))
    return InputError(what, where=place_in_dutch(error.where), mend=mend)


def why_refused(error: InputError, language: str) -> str:
    """A refusal in a language. What has no words of its own in Dutch is quoted, and said to be English.

    Examples
    --------
    >>> why_refused(InputError("The file is empty."), "en")
    'The file is empty.'
    >>> why_refused(InputError("The file is empty.", where="lijst.csv, row 3"), "nl")
    'lijst.csv, rij 3: Het bestand is leeg.'
    """
    if isinstance(error, ListRefused):
        return error.told(language)
    if language == "en" or in_dutch(error.what):
        return str(told(error, language))
    return phrase("not-read", why=str(error)).told(language)
