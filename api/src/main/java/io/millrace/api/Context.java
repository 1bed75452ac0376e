package io.millrace.api;

import org.slf4j.Logger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * What the engine offers one instance of a component.
 *
 * <p><b>Lifecycle.</b> Given to {@link Component#setup}; valid until {@link Component#cleanup}
 * returns.
 *
 * <p><b>Threads.</b> To be used on the component's own thread alone, but for {@link #log}, {@link
 * #name} and {@link #clock}, which any thread may use.
 *
 * <p><b>Ordering.</b> Timers of one component are called in the order in which they are due.
 *
 * <p><b>Back-pressure.</b> {@link #blocking} and {@link #sleep} first hand on what was sent.
 *
 * <p><b>Errors.</b> As each method says.
 *
 * <p><b>Delivery.</b> Does not touch items.
 *
 * @since 0.1
 */
public interface Context extends Current {

    /** Returns the component's name in the blueprint. */
    String name();

    /** Returns the name of the component's type. */
    String type();

    /** Returns the type's variant, {@code default} where there is none. */
    String variant();

    /** Returns which parallel instance this is, from 0. */
    int instance();

    /** Returns how many parallel instances there are. */
    int parallelism();

    /**
     * Returns an output, to be kept and used for every item.
     *
     * @param output a name the component declares, or {@code error}
     */
    Output output(String output);

    /**
     * Returns the names of the outputs, in the order of their declaration, without {@code error}.
     */
    List<String> outputs();

    /**
     * Counts an item that no output is there for as {@code unrouted}, and warns of it, at most once
     * a second.
     *
     * @param output by which output it was to leave
     */
    void unrouted(String output);

    /** Returns the component's logger; it adds run and component. */
    Logger log();

    /** Returns the run's clock. */
    Clock clock();

    /** Returns a source of random numbers of this instance's own. */
    RandomGenerator random();

    /**
     * Returns whether this run goes on from an earlier one, as when dead letters are replayed: a
     * component keeps what the earlier run has written where it would otherwise begin anew.
     */
    boolean isContinued();

    /** Returns the component's error handler. */
    Errors errors();

    /**
     * Hands something that has to be closed to the engine, which closes it after {@link
     * Component#cleanup}: in reverse order, each also when the closing of another fails, which is a
     * warning in the log.
     *
     * @param resource what to close
     * @return the resource
     */
    <R extends AutoCloseable> R open(R resource);

    /**
     * Declares a state; to be called in {@link Component#setup}.
     *
     * @param spec its name, its types and its bounds
     * @return the state; what the last checkpoint holds of it is there from the first call after
     *     set-up on
     * @throws IllegalArgumentException if the name is taken, or a type cannot be kept
     */
    <S extends State> S state(StateSpec<S> spec);

    /** Returns the timers of the current key, to be kept and used for every item. */
    Timers timers();

    /**
     * Resolves a path as the blueprint means it: a relative one is relative to the blueprint's
     * folder.
     */
    Path resolve(String path);

    /**
     * Waits on the run's clock. Ends early, by {@link StreamFinished}, when a source is to stop.
     *
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Does something slow with the outside world. What was sent before is handed on first. In a
     * source, a stop interrupts the call; one that the operating system blocks where nothing can
     * interrupt it, such as reading from a pipe, belongs on a thread of its own.
     *
     * @param call the work; it may block
     * @return what the call returned
     * @throws StreamFinished if the call was interrupted because the source is to stop
     * @throws Exception what the call threw
     */
    <T> T blocking(Callable<T> call) throws Exception;

    /**
     * Starts a timer, which calls {@link Handler#onTimer} once; one that runs already under this
     * name is replaced.
     *
     * @param name the timer's name
     * @param delay from now, on the run's clock
     */
    void startTimer(String name, Duration delay);

    /** Stops a timer; one that is not running is no error. */
    void stopTimer(String name);

    /**
     * Ends this component early and normally: it takes no more items, which are then discarded and
     * counted as {@code after_end}, and its outputs end. Takes effect when the current call
     * returns.
     */
    void finish();

    /**
     * Counts one item as dropped on purpose; a component that lets an item go neither silently nor
     * as a failure says so. Shown beside what the engine drops.
     *
     * @param reason why, in snake case; one of few
     */
    void drop(String reason);
}
