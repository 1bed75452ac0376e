package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Since;

import org.slf4j.event.Level;

import java.util.Optional;

/**
 * Logs each item, or a message about it, and passes it on.
 *
 * <p>This is the one component that shows what items contain; no other logs them.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> An item on which the message cannot be evaluated fails.
 *
 * <p><b>Delivery.</b> Each item leaves at most once.
 *
 * @since 0.1
 */
@Doc(
        "Logs each item, or a message about it, and passes it on. This is the one component that"
                + " shows what items contain.")
@Example(
        """
        watch:
          type: Log
          config: { message: '"late by " + string(item.delay)' }
        """)
@Behaviour(
        emits = "an item arrives",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors = "the message cannot be evaluated on it")
@Since("0.1")
public final class Log implements Handler<Document> {

    /** How important the log line is. */
    public enum Severity {
        /** A person must act. */
        ERROR,
        /** Unexpected. */
        WARN,
        /** Worth knowing. */
        INFO,
        /** For whoever looks for a fault. */
        DEBUG
    }

    /**
     * Options of {@link Log}.
     *
     * @param message what to log of an item
     * @param level the level of the log lines
     * @param maxPerSecond how many items are logged each second
     */
    public record Config(
            @Doc("What to log of an item: a CEL expression. Without it, the whole item.")
                    Optional<Expression> message,
            @Doc("The level of the log lines.") @Default("info") Severity level,
            @Doc(
                            "How many items are logged each second; what is left out is counted and"
                                    + " said with the next line. All items are passed on.")
                    @Default("100")
                    @Range(min = 1, max = 1_000_000)
                    int maxPerSecond) {}

    /** A log line is cut after so many characters. */
    static final int MAX_LENGTH = 4_000;

    private static final long SECOND = 1_000_000_000L;

    private final Config config;
    private final Level level;
    private Context context;
    private long second;
    private int logged;
    private long leftOut;

    /** Creates one. */
    public Log(Config config) {
        this.config = config;
        level =
                switch (config.level()) {
                    case ERROR -> Level.ERROR;
                    case WARN -> Level.WARN;
                    case INFO -> Level.INFO;
                    case DEBUG -> Level.DEBUG;
                };
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        second = context.clock().nanoTime();
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        if (context.log().isEnabledForLevel(level)) {
            log(item);
        }
        out.send(item);
    }

    @Override
    public void onEnd(Output out) {
        if (leftOut > 0) {
            context.log().atLevel(level).log("{} items were not logged.", leftOut);
        }
    }

    private void log(Document item) {
        long now = context.clock().nanoTime();
        if (now - second >= SECOND) {
            second = now;
            logged = 0;
        }
        if (logged >= config.maxPerSecond()) {
            leftOut++;
            return;
        }
        String line = line(item);
        if (leftOut > 0) {
            context.log().atLevel(level).log("{} items were not logged.", leftOut);
            leftOut = 0;
        }
        logged++;
        context.log().atLevel(level).log(line);
    }

    private String line(Document item) {
        Document shown =
                config.message().isPresent()
                        ? config.message().get().evaluate(item, context)
                        : item;
        String line =
                shown.kind() == Document.Kind.STRING && config.message().isPresent()
                        ? escaped(shown.asString())
                        : shown.toString();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " …";
    }

    /** Returns the text on one line, so that an item cannot forge log lines. */
    private static String escaped(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
