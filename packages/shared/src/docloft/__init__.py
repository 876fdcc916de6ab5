"""What two or more Docloft services need: the words, the tables, the objects, the commands."""
