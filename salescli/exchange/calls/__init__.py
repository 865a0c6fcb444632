"""Call records as telephone systems write them: their lines, layouts and stamps, and the calls that the lines make up."""
