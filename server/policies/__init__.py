"""The privacy policy (mission M18): its versions, which is in force, and who has accepted which."""
