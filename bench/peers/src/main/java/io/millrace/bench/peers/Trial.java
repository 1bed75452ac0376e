package io.millrace.bench.peers;

import java.util.Map;

/** One measurement of one peer, in a process of its own. */
@FunctionalInterface
interface Trial {

    /**
     * Measures.
     *
     * @return the figures by their names
     * @throws Exception says what is missing or went wrong
     */
    Map<String, Double> run() throws Exception;
}
