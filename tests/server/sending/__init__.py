"""What somebody who may send a little can't make of it: the product as an attacker sees it."""
