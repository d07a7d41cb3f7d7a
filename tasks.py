"""gonogo's tasks, as every project has them."""

import gonogo

ns = gonogo.tasks()
