"""The only room that opens a database: its file, its facts and their chain, its shelf of queries and its names."""
