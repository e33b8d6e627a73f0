"""Each agent, day and way of handing over: what we booked beside what the agent reports, and what differs."""
