package io.millrace.crashlab;

/**
 * A line of an output, as the checker sees it.
 *
 * @param id which line it is: no other has it
 * @param group lines of one group keep their order
 * @param content all else that it says
 */
record Line(String id, String group, String content) {}
