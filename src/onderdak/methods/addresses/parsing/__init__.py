"""The rules behind `methods.addresses.parse`, one module a subject.

`model` what a reading is · `clean` characters · `postcodes` · `places` · `words` the vocabulary ·
`suffixes` what follows the number · `numbers` the house number · `rewrites` words around an address ·
`cells` several parts in one text · `orders` orders that no comma tells · `streets` other names of a street ·
`vague` texts that are no address.
"""
