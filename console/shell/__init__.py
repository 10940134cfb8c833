"""What stands around the areas: who is signed in, what keys mean, why people's data is looked at, the way elsewhere,
and the end."""
