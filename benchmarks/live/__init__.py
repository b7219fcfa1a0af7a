"""What live seats cost: sockets in a process of their own, a server in another, and counted CPU-seconds."""
