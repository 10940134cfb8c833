"""The access package: everything held about a person, why, for whom and how long; signed, and delivered."""
