package io.millrace.api;

import java.io.IOException;
import java.util.List;

/**
 * What the component {@code Model} asks for an answer to each item: a program that was trained, a
 * formula, a remote service.
 *
 * <p>Found by {@link java.util.ServiceLoader} and chosen by its {@link #type}.
 *
 * <p><b>Lifecycle.</b> Created with a public constructor that takes nothing and does nothing; then
 * {@link #load} once, any number of {@link #infer}, and {@link #close} once, also when {@code load}
 * has failed. One instance belongs to one instance of the component.
 *
 * <p><b>Threads.</b> Calls come one at a time.
 *
 * <p><b>Ordering.</b> Answers are in the order of the inputs.
 *
 * <p><b>Back-pressure.</b> {@code infer} may block.
 *
 * <p><b>Errors.</b> An exception of {@code load} fails the component. One of {@code infer} fails
 * its inputs: of several they are tried again one by one, so that only those fail that do by
 * themselves.
 *
 * <p><b>Delivery.</b> Inputs may come again after a failure.
 *
 * @since 0.1
 */
public interface Model extends AutoCloseable {

    /** Returns the name by which a blueprint chooses it, in {@code model_type}. */
    String type();

    /**
     * Loads it; the first call but for {@link #type}.
     *
     * @param options what the blueprint says in {@code options}, an object
     * @param context of the component
     * @throws IllegalArgumentException if the options are wrong; the message begins with the key
     * @throws Exception if it cannot be loaded
     */
    void load(Document options, Context context) throws Exception;

    /**
     * Answers.
     *
     * @param inputs at least one
     * @return as many answers, in order
     * @throws Exception fails the inputs
     */
    List<Document> infer(List<Document> inputs) throws Exception;

    /** Lets go of what {@link #load} has opened; the last call. */
    @Override
    default void close() throws IOException {}
}
