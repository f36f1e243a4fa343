"""Who is who, and who asks too often."""
