"""The local stage: starts, prepares and stops an AWS emulator that runs the real services. Nothing here is deployed."""
