import gonogo

gonogo.sessions()
