"""gonogo's own sessions, and those of every project that adopts it."""

import gonogo

gonogo.sessions()
