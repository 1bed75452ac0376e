package io.millrace.testfiles;

import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.api.Range;
import io.millrace.api.Shorthand;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a test file may say: one declaration for the reader and its messages.
 *
 * @param blueprint the blueprint that is tested, relative to the test file
 * @param set parameters of the blueprint, for all tests
 * @param given items for the sources or inputs, for all tests
 * @param tests the tests
 * @since 0.1
 */
public record TestFormat(
        @Doc("The blueprint that is tested, relative to the test file.") Optional<String> blueprint,
        @Doc("Parameters of the blueprint, for all tests.") @Default("{}") Map<String, String> set,
        @Doc("Items for the sources or inputs, for all tests.") @Default("{}")
                Map<String, Items> given,
        @Doc("The tests.") List<Test> tests) {

    /**
     * One test.
     *
     * @param name what it shows
     * @param set parameters of the blueprint
     * @param given items for the sources or inputs
     * @param expect what arrives at sinks and leaves by outputs
     * @param errors the items that fail
     * @param fails a part of the message with which the run fails
     * @param elapsed how long the run takes, in virtual time
     * @param runFor after how much virtual time the run is told to end
     */
    public record Test(
            @Doc("What it shows.") String name,
            @Doc("Parameters of the blueprint.") @Default("{}") Map<String, String> set,
            @Doc("Items for the sources or inputs.") @Default("{}") Map<String, Items> given,
            @Doc("What arrives at sinks and leaves by outputs.") @Default("{}")
                    Map<String, Expected> expect,
            @Doc("The items that fail; none if nothing is said.")
                    Optional<List<ExpectedError>> errors,
            @Doc("A part of the message with which the run fails.") Optional<String> fails,
            @Doc("How long the run takes, in virtual time.") Optional<Duration> elapsed,
            @Doc("After how much virtual time the run is told to end.")
                    Optional<Duration> runFor) {}

    /**
     * Items in the place of a source.
     *
     * @param items the items, some of them with a time
     * @param file a file of JSON lines to take the items from, relative to the test file
     * @param every the time between two items
     * @param real whether the source is left as it is
     */
    public record Items(
            @Doc("The items; '{ at: 10s, item: … }' is one that comes at that time.") @Shorthand
                    Optional<List<Document>> items,
            @Doc("A file of JSON lines to take the items from, relative to the test file.")
                    Optional<String> file,
            @Doc("The time between two items.") Optional<Duration> every,
            @Doc("Leaves the source as it is.") @Default("false") boolean real) {

        /** Checks that it is one of them. */
        public Items {
            int ways = (items.isPresent() ? 1 : 0) + (file.isPresent() ? 1 : 0) + (real ? 1 : 0);
            if (ways != 1) {
                throw new IllegalArgumentException("give one of 'items', 'file' and 'real: true'");
            }
        }
    }

    /**
     * What is expected of a sink or an output.
     *
     * @param items the items, all of them
     * @param inAnyOrder whether their order does not matter
     * @param partial whether an item may have more fields than the expected one
     * @param contains items that are among those that come, each with these fields at least
     * @param count how many items come
     */
    public record Expected(
            @Doc("The items, all of them; '{ at: 10s, item: … }' is one that comes at that time.")
                    @Shorthand
                    Optional<List<Document>> items,
            @Doc("Whether the order of the items does not matter.") @Default("false")
                    boolean inAnyOrder,
            @Doc("Whether an item may have more fields than the expected one.") @Default("false")
                    boolean partial,
            @Doc("Items that are among those that come, each with these fields at least.")
                    Optional<List<Document>> contains,
            @Doc("How many items come.") @Range(min = 0) Optional<Long> count) {}

    /**
     * An item that is expected to fail.
     *
     * @param message a part of the message
     * @param component the component in which it fails
     * @param operation what was being done
     * @param category what kind of failure it is
     * @param item the item that fails, with these fields at least
     * @param times how many items fail so
     */
    public record ExpectedError(
            @Doc("A part of the message.") @Shorthand Optional<String> message,
            @Doc("The component in which it fails.") Optional<String> component,
            @Doc("What was being done.") Optional<String> operation,
            @Doc("What kind of failure it is.") Optional<ErrorEvent.Category> category,
            @Doc("The item that fails, with these fields at least.") Optional<Document> item,
            @Doc("How many items fail so.") @Default("1") @Range(min = 1, max = 1_000_000)
                    int times) {}
}
