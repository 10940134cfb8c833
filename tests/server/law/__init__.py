"""The law as data: days, terms, duties by their articles, and the calls that tell of them."""
