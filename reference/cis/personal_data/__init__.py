"""Rights of the people whose data the system holds: access, erasure where the law allows it, retention periods."""
