"""The control of a lab that is up: its contract is `contracts/_control/`, its address ends in `/__lab`."""
