"""Terms: the promise as frozen values, and the words and figures in which it is published."""
