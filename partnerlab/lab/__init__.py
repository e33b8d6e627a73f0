"""The lab: partners found by folder, simulators that answer and send, the clock, the journal and the faults."""
