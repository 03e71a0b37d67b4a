"""Does every figure that the program states hold? Asked on whole and on damaged data, recomputed independently."""
