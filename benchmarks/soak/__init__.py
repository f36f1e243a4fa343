"""A long run of the server with many people, who come and go while it is killed and started again."""
