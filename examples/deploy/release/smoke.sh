#!/bin/sh
# Runs in the folder of the new release, before anything is switched.
test -s version && node --check server.mjs && echo "release $(cat version) can be read"
