"""Sessions: how operators and residents come in, and how they leave."""
