"""An invented town with real measured consumption, and residents who live in it while the console is open."""
