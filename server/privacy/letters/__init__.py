"""Letters about privacy requests, with what the articles demand of each; for print or to be sent."""
