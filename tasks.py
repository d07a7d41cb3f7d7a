import gonogo

ns = gonogo.tasks()
