"""Optional tests (`make test TIER=arm64`): the zips' native code is loaded and used on an emulated arm64 processor.
They need the Debian archive and some minutes, so `make test` leaves them out.
"""
