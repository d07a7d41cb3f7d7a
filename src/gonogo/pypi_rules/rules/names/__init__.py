"""The file's name, tags and the files a wheel or sdist must hold."""
