"""The rules behind `methods.addresses.parse`, one module a subject.

`model` what a reading is · `clean` characters · `postcodes` · `places` · `words` the vocabulary after a house number ·
`suffixes` what follows the number · `numbers` the house number · `cells` several parts in one text · `vague` no address.
"""
