"""The rules behind `methods.addresses.parse`, one module a subject.

`model` what a reading is · `clean` characters · `postcodes` · `places` · `words` the vocabulary ·
`suffixes` what follows the number · `numbers` the house number · `cells` several parts in one text ·
`vague` texts that are no address.
"""
